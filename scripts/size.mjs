// Prints the raw, gzip and brotli size of each asset of a built site and fails over the limits in budget.json.
//
//   node scripts/size.mjs [dist]
//
// Limits, in bytes as sent: "first" the first part of the program and its JavaScript glue, "lazy" what is downloaded after
// it, "program" both, which is what a renewal needs, "centre" the part of the membership centre, "css" the style sheet
// without the colors of a program, "start" the page itself, which is all that the first paint waits for, "membership" every
// file that is downloaded before the page Your membership works.
import { readFileSync, readdirSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { compressed } from "./built-files.mjs";

const dist = process.argv[2] ?? "dist";
const budget = JSON.parse(readFileSync(new URL("../budget.json", import.meta.url), "utf8"));
const precompressed = new Set([".br", ".gz"]);

/** Every file below `folder`, except precompressed twins. */
function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return precompressed.has(extname(entry.name)) ? [] : [path];
  });
}

/** Sizes of one file, as it is served. */
function measure(path) {
  const bytes = readFileSync(path);
  const { ".br": brotli, ".gz": gzip } = compressed(bytes);
  return { path: relative(dist, path), raw: bytes.length, gzip: gzip.length, brotli: brotli.length };
}

const assets = files(dist).map(measure).sort((a, b) => b.brotli - a.brotli);
const number = (n) => n.toLocaleString("en-US").padStart(11);
console.log(`${"asset".padEnd(56)}${"raw".padStart(11)}${"gzip".padStart(11)}${"brotli".padStart(11)}`);
for (const a of assets) console.log(`${a.path.padEnd(56)}${number(a.raw)}${number(a.gzip)}${number(a.brotli)}`);

const FIRST = /^app-[0-9a-f]+(_bg\.wasm|\.js)$/;
const LAZY = /^(shared|lazy)-[0-9a-f]+\.wasm$/;
const CENTRE = /^centre-[0-9a-f]+\.wasm$/;
const members = {
  first: (a) => FIRST.test(a.path),
  lazy: (a) => LAZY.test(a.path),
  centre: (a) => CENTRE.test(a.path),
  program: (a) => FIRST.test(a.path) || LAZY.test(a.path),
  css: (a) => /^style-[0-9a-f]+\.css$/.test(a.path),
  start: (a) => a.path === "index.html",
  // The centre and the lazy part are fetched while it is read.
  membership: (a) => FIRST.test(a.path) || /^(index\.html|icons\/.*|locales\/en-.*|(boot|extras|style)-[0-9a-f]+\.\w+)$/.test(a.path),
};
let over = 0;
console.log();
for (const [name, limits] of Object.entries(budget)) {
  const chosen = assets.filter(members[name]);
  if (chosen.length === 0) {
    console.log(`${name}: nothing found in ${dist}`);
    over += 1;
    continue;
  }
  for (const [coding, limit] of Object.entries(limits)) {
    const total = chosen.reduce((sum, a) => sum + a[coding], 0);
    const verdict = total <= limit ? "within" : "OVER";
    if (total > limit) over += 1;
    console.log(`${name} ${coding}: ${total.toLocaleString("en-US")} of ${limit.toLocaleString("en-US")} bytes, ${verdict}`);
  }
}
process.exit(over === 0 ? 0 : 1);
