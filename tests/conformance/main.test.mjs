// The command: what it wants before it sends anything, what it prints for a broken rule, and its exit codes.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { CHECKS } from "../../scripts/conformance/checks.mjs";
import { ROOT } from "../e2e/harness/sandbox.mjs";
import { startProxy } from "./proxy.mjs";
import { startApi } from "./setting.mjs";
import { VARIANTS } from "./variants.mjs";

const MAIN = join(ROOT, "scripts/conformance/main.mjs");
const { parseYaml } = await import(pathToFileURL(createRequire(join(ROOT, "tests/contract/package.json")).resolve("@redocly/openapi-core")));

let api;
before(async () => {
  api = await startApi();
});
after(() => api.sandbox.stop());

/** Runs the command with this environment besides the usual one; answers `{ code, output }`. */
function run(env, ...args) {
  const given = { PATH: process.env.PATH, SCHEMA: "0", ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env: given, encoding: "utf8" }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: stdout + stderr });
    });
  });
}

const variantNamed = (check) => VARIANTS.find((variant) => variant.check === check);

/** Runs the command against an API that stands behind a proxy; `tokens` takes the place of some. */
async function runAgainst(change, { tokens = {}, ...env } = {}, ...args) {
  await api.reset();
  const proxy = await startProxy(api.sandbox.api, change);
  try {
    const given = { ...(await api.tokens()), ...tokens };
    const values = Object.fromEntries(Object.entries(given).map(([name, token]) => [name, token()]));
    return { ...(await run({ API: `${proxy.origin}/v1`, SITE: api.sandbox.site, ...values, ...env }, ...args)), values };
  } finally {
    await proxy.stop();
  }
}

test("what is missing or wrong is named, and nothing is sent", async () => {
  const API = "https://api.partner.example/v1";
  for (const [env, args, reason] of [
    [{}, [], /API is the address/],
    [{ API: "partner" }, [], /API is the address/],
    [{ API }, [], /TOKEN is an access token/],
    [{ API, TOKEN: "t" }, [], /say YES=1/],
    [{ API, TOKEN: "t" }, ["--only", "clock,weather"], /no check weather; they are .*clock/],
    [{ API, TOKEN: "t", SITE: "https://renew.partner.example/" }, [], /SITE is an origin/],
    [{ API, TOKEN: "t", WAIT: "long" }, [], /WAIT is a number/],
  ]) {
    const { code, output } = await run(env, ...args);
    assert.deepEqual([code, reason.test(output)], [2, true], output);
  }
  assert.match((await run({ API, TOKEN: "t" })).output, /It wants a test organization/, "it says first what it does");
});

test("a list names every check", async () => {
  const { code, output } = await run({}, "--list");
  assert.equal(code, 0);
  assert.deepEqual(output.trim().split("\n").map((line) => line.split(" ")[0]), [...CHECKS.map(({ name }) => name), "schema"]);
});

test("a broken rule is told with its place and a request, without a token", async () => {
  const { code, output, values } = await runAgainst(variantNamed("entity-tags").make(), {}, "--only", "entity-tags,clock");
  assert.equal(code, 1, output);
  assert.match(output, /FAILED {7}entity-tags/);
  assert.match(output, /a step with the tag of an earlier state: 200 instead of 412 changed/);
  assert.match(output, /\(tests\/contract\/operations\/problems.yaml#\/RenewalChanged\)/);
  assert.match(output, /curl -i -X PUT 'http:\/\/127.0.0.1:\d+\/v1\/renewals\/[^']+' -H "Authorization: Bearer \$TOKEN" -H 'Content-Type: application\/json' -H 'If-Match: "[^']+' --data-binary '\{"confirmed":true\}'/);
  assert.match(output, /passed {7}clock/);
  for (const [name, token] of Object.entries(values)) assert.ok(!output.includes(token), `${name} is in the output`);
});

test("an organization that cannot renew is no broken rule, and no success", async () => {
  const { OTHER_TOKEN } = await api.tokens();
  const honest = (request, send) => send(request);
  const { code, output } = await runAgainst(honest, { tokens: { TOKEN: OTHER_TOKEN } }, "--only", "step-order,clock");
  assert.equal(code, 2, output);
  assert.match(output, /not checked {2}step-order[^]*the organization cannot renew: its renewal window has not opened/);
  assert.match(output, /1 passed, 0 failed, 1 not checked/);
});

test("an API that does not know the token, or does not answer, is told at once", async () => {
  const unknown = await run({ API: `${api.sandbox.api}/v1`, TOKEN: "not-a-token" });
  assert.deepEqual([unknown.code, /401 sign-in-required/.test(unknown.output)], [2, true], unknown.output);
  const nobody = await run({ API: "http://127.0.0.1:9/v1", TOKEN: "t" });
  assert.deepEqual([nobody.code, /no answer \(/.test(nobody.output)], [2, true], nobody.output);
});

test("an answer that lacks what the description requires is a failure, and the other checks go on", async () => {
  const nothing = async (request, send) => (request.path.endsWith("/levels") ? { ...(await send(request)), body: "{}" } : send(request));
  const { code, output } = await runAgainst(nothing, {}, "--only", "quotes,clock");
  assert.equal(code, 1, output);
  assert.match(output, /FAILED {7}quotes[^]*the last answer cannot be read[^]*\/levels'/);
  assert.match(output, /passed {7}clock/);
});

test("make hands on what it is given", async () => {
  const { TOKEN } = await api.tokens();
  const args = ["conformance", `API=${api.sandbox.api}/v1`, `TOKEN=${TOKEN()}`, "ONLY=clock", "SCHEMA=0"];
  assert.match(execFileSync("make", args, { cwd: ROOT, encoding: "utf8" }), /1 passed, 0 failed/);
});

test("every rule stands where it is said to stand", () => {
  const documents = new Map();
  const documentOf = (name) => {
    if (!documents.has(name)) documents.set(name, parseYaml(readFileSync(join(ROOT, "tests/contract", name), "utf8")));
    return documents.get(name);
  };
  for (const { name, rules } of CHECKS) {
    assert.ok(Object.keys(rules).length > 0, name);
    for (const { at, says } of Object.values(rules)) {
      const [file, pointer = ""] = at.split("#");
      const parts = pointer.split("/").slice(1);
      assert.notEqual(parts.reduce((found, part) => found?.[part], documentOf(file)), undefined, `${name}: ${at}`);
      assert.ok(says.length > 0, at);
    }
  }
});
