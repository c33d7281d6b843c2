// docs/API.md says what to build in which order: it has every operation of the contract once, every check and no file that
// is not there, and what it runs at a stage passes on an API that has no more than the stages up to there.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { CHECKS } from "../../scripts/conformance/checks.mjs";
import { runChecks } from "../../scripts/conformance/run.mjs";
import { ROOT } from "../e2e/harness/sandbox.mjs";
import { startProxy } from "./proxy.mjs";
import { startApi } from "./setting.mjs";

const { bundle, loadConfig } = await import(pathToFileURL(createRequire(join(ROOT, "tests/contract/package.json")).resolve("@redocly/openapi-core")));
const PAGE = readFileSync(join(ROOT, "docs/API.md"), "utf8");
const OPERATION = /`((?:GET|PUT|POST|DELETE) \/[^`]+)`/g;

/** The stages of the page: what each builds, and what is run there; all checks where nothing is named. */
const STAGES = PAGE.split(/^## \d\. /m).slice(1).map((text) => {
  const only = /^ {4}make conformance(?: ONLY=(\S+))?$/m.exec(text);
  return { name: text.split("\n")[0], builds: [...text.matchAll(OPERATION)].map(([, one]) => one), only: only?.[1]?.split(",") };
});

test("every operation of the contract is built at one stage", async () => {
  const { bundle: { parsed } } = await bundle({ ref: join(ROOT, "tests/contract/openapi.yaml"), config: await loadConfig(), dereference: true });
  const described = Object.entries(parsed.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
  assert.deepEqual(STAGES.flatMap(({ builds }) => builds).sort(), described.sort());
});

test("every check is explained, and every file is there", () => {
  for (const { name } of CHECKS) assert.match(PAGE, new RegExp(`\`${name}\``), name);
  const links = [...PAGE.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path);
  assert.ok(links.length > 50);
  for (const path of links) assert.ok(existsSync(join(ROOT, "docs", path)), path);
});

/** Is this request one of these operations? A preflight belongs to whatever it asks for. */
function isBuilt(builds, { method, path }) {
  const [, below] = path.split("?")[0].split(/^\/v1/);
  const named = builds.filter((one) => new RegExp(`^${one.split(" ")[1].replace(/\{\w+\}/g, "[^/]+")}$`).test(below));
  return method === "OPTIONS" || named.some((one) => one.startsWith(`${method} `)) || (named.length > 0 && method === "PATCH");
}

let api;
before(async () => {
  api = await startApi();
});
after(() => api.sandbox.stop());

for (const [at, { name, only }] of STAGES.entries()) {
  test(`what is run at the stage "${name}" passes on an API that has come so far`, async () => {
    await api.reset();
    const builds = STAGES.slice(0, at + 1).flatMap((stage) => stage.builds);
    // What is not there is refused as an address that nobody knows.
    const known = (request, send) => send(isBuilt(builds, request) ? request : { ...request, method: "GET", path: "/v1/no-such-address" });
    const proxy = await startProxy(api.sandbox.api, known);
    try {
      const { results } = await runChecks({ base: `${proxy.origin}/v1`, tokens: await api.tokens(), only, settings: { site: api.sandbox.site } });
      assert.deepEqual(results.filter(({ status }) => status !== "passed"), []);
      assert.equal(results.length, only?.length ?? CHECKS.length);
    } finally {
      await proxy.stop();
    }
  });
}
