// Measures the release build in dist: the figures of a visit on a fast and on a slow line, and how time and memory grow.
// Writes docs/bench/figures.json, docs/bench/growth.svg and docs/PERFORMANCE.md. Times depend on the machine: compare
// ratios, of one run.
//
//   node tests/bench/run.mjs [--rounds 3] [--only figures|growth]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "../e2e/harness/browser.mjs";
import { ROOT, startSandbox } from "../e2e/harness/sandbox.mjs";
import { measureRound } from "./figures.mjs";
import { measureGrowth } from "./growth.mjs";
import { NETWORKS, spread } from "./measure.mjs";
import { growthPlot } from "./plot.mjs";
import { report } from "./report.mjs";

const { values: { rounds: given, only } } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, only: { type: "string" } },
});
const rounds = Number(given);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${given}: a whole number from 1`);
if (only && !["figures", "growth"].includes(only)) throw new Error(`--only ${only}: figures or growth`);

/** A page is drawn in a few milliseconds, so it is drawn several times. */
const GROWTH_ROUNDS = 5;

/** The first screenful of the longest list that is measured is there in less, in milliseconds. */
const FIRST_SCREENFUL_MS = 50;

const folder = join(ROOT, "docs/bench");
const file = join(folder, "figures.json");
// The site and the API have one origin, as README recommends.
const sandbox = () => startSandbox({ crossOrigin: false });
const browser = await launch();

/** The spread of each figure over the rounds. */
const merged = (runs) => Object.fromEntries(Object.keys(runs[0]).map((name) => [name, spread(runs.map((run) => run[name]))]));

async function measureFigures() {
  const result = {};
  for (const network of Object.keys(NETWORKS)) {
    const runs = [];
    for (let round = 0; round <= rounds; round += 1) {
      const served = await sandbox();
      // The first round warms up the browser, and is not counted.
      const measured = await measureRound(browser, network, served).finally(() => served.stop());
      if (round > 0) runs.push(measured);
      console.error(`bench: ${network}, round ${round} of ${rounds}`);
    }
    result[network] = { figures: merged(runs.map(({ figures }) => figures)), steps: merged(runs.map(({ steps }) => steps)) };
  }
  return result;
}

const open = async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  return context.newPage();
};

const before = only ? JSON.parse(readFileSync(file, "utf8")) : {};
const result = {
  browser: `Chromium ${browser.version()}`,
  rounds,
  networks: only === "growth" ? before.networks : await measureFigures(),
  growth: only === "figures" ? before.growth : await measureGrowth({ open, sandbox }, Math.max(rounds, GROWTH_ROUNDS)),
};
await browser.close();

mkdirSync(folder, { recursive: true });
writeFileSync(file, `${JSON.stringify(result, (_, value) => (typeof value === "number" ? Number(value.toFixed(2)) : value), 1)}\n`);
writeFileSync(join(folder, "growth.svg"), growthPlot(result.growth));
writeFileSync(join(ROOT, "docs/PERFORMANCE.md"), report(result));
console.log(report(result));
for (const { unit, points } of result.growth.drawn) {
  const { size, median } = points.at(-1);
  if (median < FIRST_SCREENFUL_MS) continue;
  console.error(`bench: ${size} ${unit}: ${median.toFixed(0)} ms, not less than ${FIRST_SCREENFUL_MS}`);
  process.exitCode = 1;
}
