// The files of a container: the nginx that is installed runs with its main file, and its Containerfile keeps the rules that
// linters of such files check.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT } from "../e2e/harness/sandbox.mjs";
import { servesAsTheSandbox } from "./cases.mjs";
import { followReadme } from "./readme.mjs";

servesAsTheSandbox("container");

const root = mkdtempSync(join(tmpdir(), "renewal-container-"));
let context;
let instructions;
before(() => {
  const options = ["--discovery", join(ROOT, "tests/deploy/discovery.oidc.json")];
  const here = followReadme("container", { root, base: "/", options });
  context = join(here, "deploy-out/container");
  // One instruction a line: continued lines are joined, comments left out.
  const lines = readFileSync(join(context, "Containerfile"), "utf8").replace(/\\\n\s*/g, "").split("\n");
  instructions = lines.filter((line) => line && !line.startsWith("#")).map((line) => {
    const [, name, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? assert.fail(`${line} is no instruction`);
    return { name, rest };
  });
});
after(() => rmSync(root, { recursive: true, force: true }));

const all = (name) => instructions.filter((one) => one.name === name).map(({ rest }) => rest);

test("the Containerfile copies what is in its folder, the build and the operator's config.json among it", () => {
  const sources = all("COPY").map((rest) => rest.split(" ")[0]);
  for (const source of sources) assert.ok(existsSync(join(context, source)), source);
  assert.ok(sources.includes("dist/") && sources.includes("config.json"));
  assert.equal(existsSync(join(context, "dist", "config.json")), false, "the build brings none");
  for (const rest of all("COPY")) assert.match(rest, / \/\S+$/, "to an absolute path");
});

test("the Containerfile keeps the rules of its linters", () => {
  const known = ["FROM", "RUN", "COPY", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"];
  assert.deepEqual(instructions.map(({ name }) => name).filter((name) => !known.includes(name)), []);
  assert.equal(instructions[0].name, "FROM");
  assert.match(all("FROM").join(), /^[\w.-]+(\/[\w.-]+)+:(?!latest)[\w.-]+$/, "one image of a named registry and release (DL3006, DL3007)");
  assert.match(all("USER").at(-1), /^(?!root|0)/, "not as root (DL3002)");
  for (const run of all("RUN")) {
    assert.doesNotMatch(run, /\bsudo\b|\bapt-get (dist-)?upgrade|\bapt install/, "DL3004, DL3005, DL3027");
    if (!run.includes("apt-get install")) continue;
    assert.match(run, /^apt-get update && apt-get install /, "a fresh list in the same layer (DL3009)");
    assert.match(run, /--yes\b/, "DL3014");
    assert.match(run, /--no-install-recommends\b/, "DL3015");
    assert.match(run, /rm -rf \/var\/lib\/apt\/lists/, "DL3009");
  }
  assert.equal(all("CMD").length, 1, "DL4003");
  for (const exec of [...all("CMD"), ...all("HEALTHCHECK").map((rest) => rest.replace(/^.*CMD /, ""))]) {
    assert.ok(Array.isArray(JSON.parse(exec)), "arguments as a list (DL3025)");
  }
  const ports = all("EXPOSE").map(Number);
  assert.ok(ports.every((port) => port > 1024 && port < 65536), "a port that needs no rights (DL3011)");
  const server = readFileSync(join(context, "conf.d/partner-renewal.conf"), "utf8");
  for (const port of ports) assert.match(server, new RegExp(`listen ${port};`));
  assert.ok(all("HEALTHCHECK")[0].includes(`:${ports[0]}/health`));
  assert.match(server, /location = \/health /);
});
