// A network and a server at their worst: refusal of everything, silence, a page left in the middle of paying, an attempt
// that is taken up again days later.
import assert from "node:assert/strict";
import { REFUSED, UNREACHABLE, countRequests } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { ledger } from "../harness/ledger.mjs";
import { control } from "../harness/sign_in.mjs";
import {
  CARDS, action, arrive, atStep, choose, payButton, payWith, renewTo, signIn, submit, goOnToPay,
} from "../harness/walk.mjs";

const PAYMENTS = /\/renewals\/[^/]+\/payments$/;
const THREE_DAYS = 3 * 86_400;
/** Tries of one request that may be repeated. */
const TRIES = 4;

journey("promise-45: when everything is refused, each request is tried four times at most, and a keyless one once", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  const tries = new Map();
  let away = true;
  await page.route((url) => url.href.startsWith(`${sandbox.api}/v1/`), async (route) => {
    const { pathname } = new URL(route.request().url());
    const name = `${route.request().method()} ${pathname.split("/").at(-1)}`;
    if (route.request().method() !== "OPTIONS") tries.set(name, (tries.get(name) ?? 0) + 1);
    if (!away) return route.fallback();
    return route.fulfill({ status: 503, headers: { "access-control-allow-origin": sandbox.site }, body: "away" });
  });
  const message = page.getByText("The program is not available at the moment.");

  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  await message.first().waitFor();
  assert.ok(tries.size > 0);
  for (const [name, count] of tries) assert.ok(count <= TRIES, `${name}: ${count}`);
  assert.ok([...tries.values()].includes(TRIES), "what may be repeated is");

  // To begin a renewal has no key: whether it happened is for the person to look at.
  away = false;
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  away = true;
  tries.clear();
  await action(page, "Renew").click();
  await message.first().waitFor();
  assert.deepEqual([...tries], [["POST renewals", 1]]);

  away = false;
  await renewTo(page, "profile");
  away = true;
  tries.clear();
  await submit(page, "profile").click();
  await message.first().waitFor();
  assert.deepEqual([...tries], [["PUT profile", TRIES]], "a replacement that names its version may be repeated");
});

/** Lets the time limits of requests pass at once, and notes them. Runs in the page. */
function shortenLimits() {
  const real = window.setTimeout;
  window.limits = [];
  window.setTimeout = (callback, ms, ...args) => {
    // What takes minutes is no limit of a request: the end of the sign-in, for example.
    if (ms < 10_000 || ms > 60_000) return real(callback, ms, ...args);
    window.limits.push(ms);
    return real(callback, 300, ...args);
  };
}

journey("promise-46: a program that says nothing is given up after ten seconds of reading or thirty of writing, and message", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [UNREACHABLE] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await context.addInitScript(shortenLimits);
  await page.reload();
  await atStep(page, "profile");
  const message = page.getByText("The program did not answer in time.");
  const aborted = async (method, pattern, act) => {
    const ended = [];
    page.on("requestfailed", (request) => {
      if (request.method() === method && pattern.test(request.url())) ended.push(request.failure().errorText);
    });
    await page.route(pattern, (route) => (route.request().method() === method ? undefined : route.fallback()));
    await page.evaluate(() => (window.limits = []));
    await act();
    await message.waitFor();
    assert.deepEqual(ended, Array(TRIES).fill("net::ERR_ABORTED"), "each try was aborted");
    return page.evaluate(() => window.limits);
  };
  assert.deepEqual(await aborted("PUT", /\/renewals\/[^/]+\/profile\?/, () => submit(page, "profile").click()), Array(TRIES).fill(30_000));
  const contacts = await aborted("GET", /\/contacts$/, () => page.getByRole("link", { name: "Organizations", exact: true }).click());
  assert.ok(contacts.every((limit) => limit === 10_000) && contacts.length >= TRIES, String(contacts));
});

journey("promise-46: a page left while the payment is being asked for: it happened, and is gone on with", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED, UNREACHABLE] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const posts = countRequests(page, "POST", PAYMENTS);
  await control(sandbox, "delay", { milliseconds: 1_500 });
  const asked = page.waitForRequest((request) => request.method() === "POST" && PAYMENTS.test(new URL(request.url()).pathname));
  await payButton(page).click();
  await asked;
  await page.goto(sandbox.url("/"));
  await control(sandbox, "delay", { milliseconds: 0 });
  await page.goto(sandbox.url("/renew/review"));
  await goOnToPay(page);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  const keys = await Promise.all(posts.map(async (request) => (await request.allHeaders())["idempotency-key"]));
  assert.equal(new Set(keys).size, 1, "one attempt");
  assert.equal((await ledger(sandbox)).length, 1);
});

journey("promise-04: paid, and never returned: three days later the program is asked, and nothing is paid again", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED, UNREACHABLE] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payButton(page).click();
  await action(page, "Continue to the payment page").click();
  await arrive(page, /^Pay /);
  // The way back breaks off.
  await page.route((url) => url.href.startsWith(sandbox.site), (route) => route.abort());
  await payWith(page, CARDS.approved);
  while ((await ledger(sandbox)).length === 0) await new Promise((next) => setTimeout(next, 20));
  await page.close();

  await control(sandbox, "clock", { seconds: THREE_DAYS });
  const later = await context.newPage();
  const posts = countRequests(later, "POST", PAYMENTS);
  await later.goto(sandbox.url("/renew/review"));
  await arrive(later, "Membership renewed");
  assert.equal(posts.length, 0);
  assert.equal((await ledger(sandbox)).length, 1);
});

journey("promise-04: asked for, the answer lost: three days later the old attempt is over, and a new one has a new key", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED, UNREACHABLE] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const keys = [];
  const lose = (route) => (route.request().method() === "POST" ? route.fetch().then(() => route.abort("failed")) : route.fallback());
  context.on("request", (request) => {
    if (request.method() === "POST" && PAYMENTS.test(new URL(request.url()).pathname)) keys.push(request.headers()["idempotency-key"]);
  });
  await page.route((url) => PAYMENTS.test(url.pathname), lose);
  await payButton(page).click();
  await page.waitForEvent("requestfailed");
  await page.close();
  const before = new Set(keys);
  assert.equal(before.size, 1);

  await control(sandbox, "clock", { seconds: THREE_DAYS });
  const later = await context.newPage();
  await later.goto(sandbox.url("/renew/review"));
  await choose(later, "Nadia Example");
  await arrive(later, /^(Check your renewal and pay|The payment has expired)$/);
  assert.deepEqual(new Set(keys), before, "nothing is asked for before the person does");
  assert.equal((await ledger(sandbox)).length, 0);
  await later.goto(sandbox.url("/renew/review"));
  await atStep(later, "review");
  await payButton(later).click();
  await action(later, "Continue to the payment page").click();
  await arrive(later, /^Pay /);
  await payWith(later, CARDS.approved);
  await arrive(later, "Membership renewed");
  assert.equal(new Set(keys).size, 2);
  assert.equal((await ledger(sandbox)).length, 1);
});
