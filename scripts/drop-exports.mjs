// Takes out of a linked wasm the exports that nobody calls, before it is split: what only they lead to is then left out.
// They are the streams that leptos offers to JavaScript for server functions; this site has none.
//
//   node scripts/drop-exports.mjs IN.wasm OUT.wasm
import { readFileSync, writeFileSync } from "node:fs";
import { withoutExports } from "./shrink-wasm.mjs";

const STREAMS = /intounderlying(bytesource|source|sink)_/;
const [from, to] = process.argv.slice(2);
const wasm = readFileSync(from);
const smaller = withoutExports(wasm, STREAMS);
if (smaller.length === wasm.length) {
  console.error("drop-exports: there is nothing to drop any more, remove this step");
  process.exit(1);
}
writeFileSync(to, smaller);
