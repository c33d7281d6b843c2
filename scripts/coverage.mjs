// Are at least 95 of 100 lines of the application covered by tests on the host, random histories left out? Prints the
// files that have uncovered lines, and fails below that. Needs cargo-llvm-cov (scripts/setup.sh --deep).
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");
const MIN_PERCENT = 95;
const report = join(TARGET, "coverage.json");

mkdirSync(TARGET, { recursive: true });
const packages = ["-p", "partner-renewal", "-p", "simulation"];
const measured = ["llvm-cov", "--locked", ...packages, "--tests", "--json", "--summary-only", "--output-path", report];
const { status } = spawnSync("cargo", measured, { cwd: ROOT, stdio: "inherit" });
if (status !== 0) process.exit(1);

const files = JSON.parse(readFileSync(report, "utf8")).data[0].files.map(({ filename, summary: { lines } }) => ({
  name: relative(ROOT, filename),
  count: lines.count,
  missing: lines.count - lines.covered,
}));
const app = files.filter(({ name }) => name.startsWith("src/app/"));
const sum = (member) => app.reduce((total, file) => total + file[member], 0);
const percent = sum("count") === 0 ? 0 : 100 - (100 * sum("missing")) / sum("count");
for (const { name, count, missing } of app.filter((file) => file.missing > 0)) {
  console.log(`${name.padEnd(40)} ${missing} of ${count} lines not covered`);
}
console.log(`coverage: ${percent.toFixed(1)} % of the lines of src/app, ${MIN_PERCENT} % wanted`);
process.exit(percent >= MIN_PERCENT ? 0 : 1);
