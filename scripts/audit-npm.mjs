// Asks the npm registry which packages of the build and the tests have known vulnerabilities. None of them is shipped.
//
//   node scripts/audit-npm.mjs
//
// A registry that cannot be asked (a mirror may have no such address) is said to be so: ends with 1 when anything was found, and
// with 3 when nothing was found and something could not be asked.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NPM } from "./update-pinned.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What `npm audit --json` says: `{ found }`, lines about packages, or `{ why }` where it could not ask. */
function answerOf({ stdout, stderr, error }) {
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return { why: error?.message ?? (stderr.trim().split("\n").at(-1) || "npm said nothing") };
  }
  const counts = report.metadata?.vulnerabilities;
  if (typeof counts?.total !== "number" || typeof report.vulnerabilities !== "object") return { why: report.message ?? report.error?.summary ?? "npm gave no report" };
  const found = Object.values(report.vulnerabilities).map(({ name, severity, fixAvailable }) => `${name} (${severity})${fixAvailable ? ", with a fix" : ""}`);
  return { found: found.length > 0 || counts.total === 0 ? found : [`${counts.total} that npm does not name`] };
}

let [vulnerable, unasked] = [0, 0];
for (const folder of NPM) {
  const { found, why } = answerOf(spawnSync("npm", ["audit", "--json"], { cwd: join(ROOT, folder), encoding: "utf8", timeout: 120_000 }));
  const manifest = join(folder, "package.json");
  if (why !== undefined) unasked += 1;
  else vulnerable += found.length;
  console.log(`npm audit: ${manifest}: ${why !== undefined ? `could not be asked (${why})` : found.length === 0 ? "ok, nothing known" : found.join("; ")}`);
}
process.exitCode = vulnerable > 0 ? 1 : unasked > 0 ? 3 : 0;
