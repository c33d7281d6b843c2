// The conformance kit passes the sandbox, and finds each of the APIs that break a rule by the check that is for it. With
// ALL=1 every variant is held to every check; without it the first of each check is, and the others to their own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CHECKS } from "../../scripts/conformance/checks.mjs";
import { runChecks } from "../../scripts/conformance/run.mjs";
import { refusal } from "./changes.mjs";
import { startProxy } from "./proxy.mjs";
import { control, startApi } from "./setting.mjs";
import { VARIANTS } from "./variants.mjs";

let api;
before(async () => {
  api = await startApi();
});
after(() => api.sandbox.stop());

/** The rules that a variant was found to break. */
const broken = new Set();

/** Runs the kit against the sandbox as this variant changes it. */
async function found(variant, { only, tokens, ...options } = {}) {
  await api.reset();
  const proxy = await startProxy(api.sandbox.api, variant.make());
  try {
    const given = tokens ?? (await api.tokens());
    const settings = { site: api.sandbox.site, ...options.settings };
    const { results } = await runChecks({ base: `${proxy.origin}/v1`, tokens: given, only, ...options, settings });
    assert.deepEqual(proxy.broken, []);
    for (const { rule } of results.flatMap(({ failures }) => failures)) broken.add(rule);
    return results;
  } finally {
    await proxy.stop();
  }
}

const namesOf = (results, status) => results.filter((result) => result.status === status).map(({ name }) => name);
const HONEST = { make: () => (request, send) => send(request) };

const passesAll = (results) => {
  assert.deepEqual(results.flatMap(({ failures }) => failures), []);
  assert.deepEqual(namesOf(results, "passed"), CHECKS.map(({ name }) => name));
};

test("the sandbox keeps every rule", async () => passesAll(await found(HONEST)));

test("another program, with other levels and a currency without decimals, keeps every rule", async () => {
  const other = await startApi("alliance");
  try {
    const settings = { site: other.sandbox.site, zone: "UTC" };
    const { results, leftover } = await runChecks({ base: `${other.sandbox.api}/v1`, tokens: await other.tokens(), settings });
    passesAll(results);
    assert.equal(leftover, null);
  } finally {
    await other.sandbox.stop();
  }
});

test("each check has a variant that it finds", () => {
  const found = new Set(VARIANTS.map(({ check }) => check));
  assert.deepEqual([...found].sort(), CHECKS.map(({ name }) => name).sort());
});

const firsts = new Set(CHECKS.map(({ name }) => VARIANTS.find(({ check }) => check === name)));
for (const variant of VARIANTS.filter(({ isSlow }) => !isSlow)) {
  test(`${variant.check} finds an API in which ${variant.name}`, async () => {
    const isHeldToAll = process.env.ALL || firsts.has(variant);
    // Some are seen in answers that another check gets.
    const only = isHeldToAll ? undefined : [...(variant.along ?? []), variant.check];
    const results = await found(variant, { only });
    assert.deepEqual(namesOf(results, "failed"), [variant.check]);
    for (const { rule, curl, what } of results.flatMap(({ failures }) => failures)) assert.ok(rule.at && curl, what);
  });
}

test("what is not given or not there is said, and is no failure", async () => {
  const { TOKEN } = await api.tokens();
  const run = (options) => found(HONEST, { tokens: { TOKEN }, ...options });
  const bare = await run({ only: ["input", "cors", "dates", "other-people"], settings: { site: undefined } });
  const told = Object.fromEntries(bare.map(({ name, status, skipped }) => [name, [status, skipped.join()]]));
  assert.equal(told.input[0], "passed");
  assert.match(told.input[1], /EXPIRED_TOKEN is not given/);
  assert.match(told.dates[1], /none of the tokens' organizations is not due/);
  for (const [name, reason] of [["cors", /SITE.* is not given/], ["other-people", /OTHER_TOKEN.* is not given/]]) {
    assert.equal(told[name][0], "unchecked");
    assert.match(told[name][1], reason);
  }
  assert.ok(bare.every(({ isBlocked }) => !isBlocked));
  const own = await runChecks({ base: `${api.sandbox.site}/api/v1`, tokens: { TOKEN }, only: ["cors"], settings: { site: api.sandbox.site } });
  assert.match(own.results[0].skipped.join(), /own origin/);
  const never = { make: () => async (request, send) => send(request.path.includes("/verifications/") ? { ...request, path: "/v1/no-such-address" } : request) };
  const [{ status, skipped }] = await found(never, { only: ["retry-after"] });
  assert.deepEqual([status, /^not seen/.test(skipped.join())], ["unchecked", true]);
});

test("an API that asks for patience gets it", async () => {
  const waits = [];
  const busy = {
    make: () => {
      let left = 2;
      return async (request, send) => {
        const answer = await send(request);
        if (!request.path.endsWith("/account") || (left -= 1) < 0) return answer;
        return { ...refusal(answer, 503, "unavailable"), headers: { ...answer.headers, "content-type": "application/problem+json", "retry-after": "7" } };
      };
    },
  };
  const results = await found(busy, { only: ["retry-after", "clock"], pause: async (seconds) => waits.push(seconds) });
  assert.deepEqual([namesOf(results, "passed"), waits], [["retry-after", "clock"], [7, 7]]);
});

test("a quote is waited for where that is allowed", async () => {
  const slow = VARIANTS.filter(({ isSlow }) => isSlow);
  assert.ok(slow.length > 0);
  for (const [variant, status] of [[HONEST, "passed"], ...slow.map((one) => [one, "failed"])]) {
    let signedIn = await api.tokens();
    const tokens = Object.fromEntries(Object.keys(signedIn).map((name) => [name, () => signedIn[name]()]));
    const pause = async (seconds) => {
      await control(api.sandbox, "clock", { seconds });
      signedIn = await api.tokens();
    };
    const proxy = await startProxy(api.sandbox.api, variant.make());
    try {
      await api.reset();
      const { results } = await runChecks({ base: `${proxy.origin}/v1`, tokens, only: ["quotes"], pause, settings: { wait: 3600 } });
      const [{ failures, skipped }] = results;
      assert.deepEqual([namesOf(results, status), skipped], [["quotes"], []]);
      if (status === "failed") assert.match(failures.at(-1).what, /expired/);
    } finally {
      await proxy.stop();
    }
  }
});

test("each rule is broken by a variant", () => {
  const kept = CHECKS.flatMap(({ name, rules }) => Object.values(rules).filter((rule) => !broken.has(rule)).map(({ at }) => `${name}: ${at}`));
  assert.deepEqual(kept, []);
});
