// What the site tells its operator of what goes wrong: nothing where nobody asked for it, and then nothing about people.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REFUSED, answerWithProblem } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { ROOT } from "../harness/sandbox.mjs";
import { action, atStep, button, complete, fillProfile, saved, signIn } from "../harness/walk.mjs";

const TYPED = "Typed by somebody";

/** Names an address for reports in the settings, and collects all that is sent there. */
async function collect(page, sandbox) {
  const address = `${sandbox.api}/reports`;
  await page.route("**/config.json", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), reports: address } });
  });
  const sent = [];
  await page.route(address, async (route) => {
    const request = route.request();
    sent.push({ body: request.postData(), headers: await request.allHeaders(), from: page.url() });
    await route.fulfill({ status: 204 });
  });
  return sent;
}

/** The members of each kind of report, and what each may be. */
const PAGES = new Set(readFileSync(join(ROOT, "deploy/routes.txt"), "utf8").trim().split("\n"));
const page = (text) => PAGES.has(text) || text === "other";
const whole = (number) => Number.isInteger(number) && number >= 0;
const MEMBERS = {
  request: { to: (text) => ["api", "site", "provider"].includes(text), status: whole, id: (text) => /^[\w.-]{1,64}$/.test(text) },
  policy: { directive: (text) => /^[a-z-]+$/.test(text), blocked: (text) => /^(|[a-z-]+|https?:\/\/[^/?#@]+)$/.test(text) },
  file: { file: (text) => /^[\w-]+\.\w+$/.test(text) },
  crash: { place: (text) => /^[\w-]+\.wasm:wasm-function\[\d+\]:0x[\da-f]+$/.test(text) },
  start: { reason: (text) => /^[a-z]+$/.test(text) },
  timings: { answer: whole, painted: whole, loaded: whole, ready: whole },
};

/** Reads every byte of what was sent: members nobody knows, and values that are not of their kind, fail. */
function read(sent) {
  return sent.flatMap(({ body }) => {
    const { v, build, reports, ...more } = JSON.parse(body);
    assert.deepEqual([v, more], [1, {}]);
    assert.match(build, /^[0-9a-f]{16}$/);
    for (const { kind, page: at, ...members } of reports) {
      assert.ok(page(at), at);
      for (const [name, value] of Object.entries(members)) assert.ok(MEMBERS[kind]?.[name]?.(value), `${kind}.${name}: ${value}`);
    }
    return reports;
  });
}

/** Leaves the page for another tab, as the browser tells it. */
const hide = (page) =>
  page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });

journey("reports tell what went wrong and where, and nothing about people", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const secrets = new Set(["Nadia", "nadia", "Cedar", "org-cedar", "renewal-", "example", TYPED]);
  context.on("request", (request) => {
    const bearer = request.headers().authorization;
    if (bearer) secrets.add(bearer.split(" ")[1]);
    const code = new URL(request.url()).searchParams.get("code");
    if (code) secrets.add(code);
  });
  const sent = await collect(page, sandbox);
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  await complete(page, "requirements");
  await atStep(page, "profile");
  await fillProfile(page, "Trading name (optional)", TYPED);
  await saved(page);
  await answerWithProblem(page, sandbox, { method: "PUT", path: /\/profile$/, status: 500, slug: "internal" });
  await button(page, "Save and continue").click();
  await page.getByText("req-from-the-test").waitFor();
  // The browser tells of a picture from elsewhere, with something of the page in its address.
  await page.evaluate((typed) => {
    const blockedURI = `https://tracker.invalid/picture?typed=${typed}`;
    const told = { blockedURI, effectiveDirective: "img-src", violatedDirective: "img-src", documentURI: location.href };
    dispatchEvent(new SecurityPolicyViolationEvent("securitypolicyviolation", { ...told, disposition: "enforce", originalPolicy: "", statusCode: 200 }));
  }, TYPED);
  await hide(page);
  // A crash is told at once.
  const crashed = page.waitForResponse((answer) => answer.request().postData()?.includes('"crash"') ?? false);
  await page.evaluate(() => globalThis.__fatal("app-0123_bg.wasm:wasm-function[12]:0x3f"));
  await crashed;
  const reports = read(sent);
  const of = (kind) => reports.filter((one) => one.kind === kind);
  assert.deepEqual(of("request"), [{ kind: "request", page: "/renew/profile", to: "api", status: 500, id: "req-from-the-test" }]);
  assert.deepEqual(of("policy"), [{ kind: "policy", page: "/renew/profile", directive: "img-src", blocked: "https://tracker.invalid" }]);
  assert.deepEqual(of("crash"), [{ kind: "crash", page: "/renew/profile", place: "app-0123_bg.wasm:wasm-function[12]:0x3f" }]);
  assert.equal(of("timings").length, 1);
  for (const { body, headers, from } of sent) {
    for (const secret of secrets) assert.ok(!body.includes(secret), `${secret} in ${body}`);
    assert.deepEqual([headers.cookie, headers.authorization, headers.referer], [undefined, undefined, undefined]);
    assert.ok(!from.includes("/sign-in/callback"), "nothing is sent from the return of the sign-in");
  }
});

journey("without an address nothing is told, and the answers ask no browser to report", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const strange = [];
  const known = [sandbox.site, sandbox.api, sandbox.idp];
  context.on("request", (request) => known.some((one) => request.url().startsWith(one)) || strange.push(request.url()));
  context.on("request", (request) => request.url().includes("/reports") && strange.push(request.url()));
  const asking = [];
  context.on("response", (answer) => {
    const headers = answer.headers();
    if (headers["reporting-endpoints"] ?? headers["report-to"] ?? headers.nel) asking.push(answer.url());
  });
  await signIn(page, sandbox);
  await answerWithProblem(page, sandbox, { method: "POST", path: /\/renewals$/, status: 500, slug: "internal" });
  await action(page, "Renew").click();
  await page.getByText("req-from-the-test").waitFor();
  await hide(page);
  await page.evaluate(() => globalThis.__fatal("app-0123_bg.wasm:wasm-function[12]:0x3f"));
  await page.getByRole("alertdialog").waitFor();
  assert.deepEqual([strange, asking], [[], []]);
});

journey("a page that cannot start tells the operator why", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/net::ERR_FAILED/] });
  const sent = await collect(page, sandbox);
  await page.route(/_bg\.wasm$/, (route) => route.abort());
  const told = page.waitForResponse(`${sandbox.api}/reports`);
  await page.goto(sandbox.url("/organizations/org-cedar/people"));
  await told;
  await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
  await page.waitForFunction(() => document.documentElement.dataset.failed === "damaged");
  const reports = read(sent).filter(({ kind }) => kind === "start");
  assert.deepEqual(reports, [{ kind: "start", page: "/organizations/*/people", reason: "damaged" }]);
});
