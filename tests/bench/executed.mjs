// Which functions of the built program a renewal by card executes, from the start page to the confirmation, and how large
// its parts would be if they held nothing else: what splitting by function could give at most.
//
//   node tests/bench/executed.mjs [--dist dist] [--list 40]
//
// `--list` prints so many of the largest functions that were not executed. What is executed inside a function is not told
// apart.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compressed } from "../../scripts/built-files.mjs";
import { CODE, FEATURES, Reader, functionsOf, importedFunctions, number, rewritten, runWasmOpt } from "../../scripts/wasm-format.mjs";
import { launch, newPerson } from "../e2e/harness/browser.mjs";
import { goldenPath } from "../e2e/harness/golden.mjs";
import { ROOT, startSandbox } from "../e2e/harness/sandbox.mjs";

const { dist, list } = parseArgs({
  options: { dist: { type: "string", default: join(ROOT, "dist") }, list: { type: "string", default: "0" } },
}).values;
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
const PARTS = ["app", "shared", "lazy"];
/** The body of a function without locals that is never called. */
const TRAP = Buffer.from([0, 0x00, 0x0b]);

/** A body with its length before it, as it stands in a wasm. */
const sized = (body) => [number(body.length), body];

/** The bodies of the functions of a wasm. */
const bodies = (wasm) => functionsOf(wasm).map(({ body }) => body);

/** A wasm that tells `executed.<part>` the number with which each of its functions begins, and those numbers. */
function instrumented(part, wasm, folder) {
  const to = join(folder, wasm);
  execFileSync("wasm-opt", [join(dist, wasm), "-o", to, `--log-execution=executed-${part}`, ...FEATURES.map((name) => `--enable-${name}`)]);
  const told = readFileSync(to);
  const numbers = bodies(told).map((body) => {
    const reader = new Reader(body, 0);
    for (let left = reader.number(); left > 0; left -= 1) {
      reader.number();
      reader.byte();
    }
    if (reader.byte() !== 0x41) throw new Error(`a function of ${wasm} does not begin with its number`);
    return reader.number();
  });
  return { told, numbers };
}

const folder = mkdtempSync(join(tmpdir(), "executed-"));
const parts = PARTS.map((part) => {
  const file = readdirSync(dist).find((name) => name.startsWith(`${part}-`) && name.endsWith(".wasm"));
  const wasm = readFileSync(join(dist, file));
  return { part, file, wasm, ...instrumented(part, file, folder) };
});
rmSync(folder, { recursive: true });

const executed = new Set();
const browser = await launch();
const sandbox = await startSandbox({ crossOrigin: false, dist });
const { page, context } = await newPerson(browser);
await context.exposeBinding("tellExecuted", (_, told) => told.forEach((one) => executed.add(one)));
await context.addInitScript((names) => {
  const told = new Set();
  const waiting = [];
  const tell = (one) => {
    if (told.has(one)) return;
    told.add(one);
    waiting.push(one);
  };
  const own = Object.fromEntries(names.map((name) => [`executed-${name}`, { log_execution: (id) => tell(`${name} ${id}`) }]));
  const send = () => waiting.length > 0 && globalThis.tellExecuted(waiting.splice(0));
  setInterval(send, 50);
  addEventListener("pagehide", send);
  globalThis.sendExecuted = send;
  // The parts are not those that the page names.
  const { fetch } = globalThis;
  globalThis.fetch = (address, { integrity: _, ...options } = {}) => fetch(address, options);
  for (const way of ["instantiate", "instantiateStreaming"]) {
    const before = WebAssembly[way];
    WebAssembly[way] = (program, imports) => before.call(WebAssembly, program, { ...imports, ...own });
  }
}, PARTS);
for (const { file, told } of parts) {
  await page.route(`**/${file}`, (route) => route.fulfill({ contentType: "application/wasm", body: told }));
}
try {
  await goldenPath(page, sandbox);
  await page.evaluate(() => globalThis.sendExecuted());
} finally {
  await browser.close();
  await sandbox.stop();
}

const print = (label, ...numbers) => console.log(label.padEnd(8), ...numbers.map((one) => one.toLocaleString("en-US").padStart(14)));
const sum = (sizes) => sizes.reduce((all, one) => all + one, 0);
const brotli = (wasm) => compressed(wasm)[".br"].length;
console.log("part        functions       executed     bytes code       executed         brotli       executed");
const totals = [];
const notExecuted = [];
for (const { part, file, wasm, numbers } of parts) {
  const all = bodies(wasm);
  const ran = numbers.map((id) => executed.has(`${part} ${id}`));
  const names = new Map(readFileSync(join(TARGET, "functions", `${file}.txt`), "utf8").trim().split("\n").map((line) => line.split(/ (.*)/s)));
  const first = importedFunctions(wasm);
  all.forEach((body, at) => !ran[at] && notExecuted.push({ part, size: body.length, name: names.get(String(first + at)) ?? "" }));
  const left = rewritten(wasm, { [CODE]: () => Buffer.concat([number(all.length), ...all.flatMap((body, at) => sized(ran[at] ? body : TRAP))]) });
  const smallest = runWasmOpt(left, "--duplicate-function-elimination", "--remove-unused-module-elements");
  const row = [
    all.length, ran.filter(Boolean).length, sum(all.map((body) => body.length)),
    sum(all.map((body, at) => (ran[at] ? body.length : 0))), brotli(wasm), brotli(smallest),
  ];
  print(part, ...row);
  totals.push(row);
}
print("all", ...totals[0].map((_, column) => sum(totals.map((row) => row[column]))));
notExecuted.sort((a, b) => b.size - a.size);
for (const { part, size, name } of notExecuted.slice(0, Number(list))) console.log(part.padEnd(8), String(size).padStart(6), name);
