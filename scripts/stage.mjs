// Lays out what scripts/build.sh has split, as Trunk lays out a build in one piece: optimizes both parts of the program
// and puts them with public/ and the page into one folder, for scripts/dist.mjs to finish.
//
//   BASE=/ node scripts/stage.mjs SPLIT BOUND STAGING
//
// SPLIT is what wasm-split-cli wrote, BOUND what wasm-bindgen made of the first part.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { orderFunctions } from "./order-functions.mjs";

const [split, bound, staging] = process.argv.slice(2);
const fail = (message) => {
  console.error(`stage: ${message}`);
  process.exit(1);
};
if (!staging) fail("BASE=/ node scripts/stage.mjs SPLIT BOUND STAGING");

let html = readFileSync("index.html", "utf8");
/** Replaces exactly one place in the page, and returns what stood there. */
function replaceOnce(pattern, text) {
  const found = [...html.matchAll(new RegExp(pattern, "g"))];
  if (found.length !== 1) fail(`index.html has ${found.length} times ${pattern}`);
  html = html.replace(found[0][0], () => text);
  return found[0][0];
}

/** Names of the parts as the splitter writes them. What the last two share is a part too, without a name of its own. */
const written = readdirSync(split).filter((name) => name.endsWith(".wasm") && name !== "app.wasm");
const shared = written.filter((name) => name.startsWith("chunk_"));
const parts = { shared: shared[0], lazy: "split_lazy.wasm", centre: "split_centre.wasm" };
if (shared.length !== 1 || written.sort().join() !== Object.values(parts).sort().join()) {
  fail(`expected the lazy part, the membership centre and what they share, found ${written.join(", ") || "nothing"}`);
}

rmSync(staging, { recursive: true, force: true });
mkdirSync(staging, { recursive: true });
cpSync("public", staging, { recursive: true });
replaceOnce("<base data-trunk-public-url />", `<base href="${process.env.BASE}" />`);
replaceOnce('<link data-trunk rel="copy-dir"[^>]*>', "");
const program = replaceOnce('<link\\s+data-trunk\\s+rel="rust"[^>]*>', "");
const attribute = (name) => program.match(new RegExp(`${name}="([^"]*)"`))?.[1] ?? fail(`index.html has no ${name}`);
const options = [`-O${attribute("data-wasm-opt")}`, ...attribute("data-wasm-opt-params").split(" ")];

/** Writes the optimized form of a wasm file. */
function optimize(from, name) {
  const to = join(staging, name);
  execFileSync("wasm-opt", [...options, "-g", "--strip-producers", from, "-o", to], { stdio: "inherit" });
  if (statSync(to).size >= statSync(from).size) fail(`wasm-opt made ${from} no smaller`);
  writeFileSync(to, orderFunctions(readFileSync(to)));
}
optimize(join(bound, "app_bg.wasm"), "app_bg.wasm");
for (const [name, file] of Object.entries(parts)) optimize(join(split, file), `${name}.wasm`);
cpSync(join(bound, "app.js"), join(staging, "app.js"));
const files = 'data-js="app.js" data-wasm="app_bg.wasm" data-shared="shared.wasm" data-lazy="lazy.wasm" data-centre="centre.wasm"';
replaceOnce("</head>", `<script type="module" src="boot.js" ${files}></script></head>`);
writeFileSync(join(staging, "index.html"), html);
