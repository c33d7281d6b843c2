// Sessions that end, answers that get lost, addresses opened by hand, a network that is not there.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { REFUSED, UNREACHABLE, answerWithProblem, countRequests } from "../harness/api.mjs";
import { shiftClock } from "../harness/browser.mjs";
import { journey } from "../harness/journey.mjs";
import { ledger } from "../harness/ledger.mjs";
import {
  CARDS, DEFAULTS, action, arrive, atStep, back, button, choose, complete, field, fill, fillProfile, goOnToPay, inMenu, leaveForPayment, path, payButton, payByCard, payWith, profileValue, renewTo, rows, saved, saveProfile, signIn, speak, submit, VERIFIED, walk,
} from "../harness/walk.mjs";

journey("ux-72: 401 in the middle of a form signs in again and returns with what was typed", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Trading name (optional)", "Cedar Trading Example");
  await answerWithProblem(page, sandbox, { method: "PUT", path: /\/profile$/, status: 401, slug: "sign-in-required" });
  // The provider still knows the person, so that they come straight back.
  const signedInAgain = page.waitForResponse((answer) => answer.url() === `${sandbox.idp}/token`);
  await submit(page, "profile").click();
  await signedInAgain;
  await atStep(page, "profile");
  assert.equal(await profileValue(page, "Trading name (optional)"), "Cedar Trading Example");
  await complete(page, "profile");
});

journey("the provider ended the session: the chooser, then the same step with what was typed", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await field(page, "Your full name").fill("Nadia Example");
  await field(page, "Your job title").fill("Managing Director");
  await saved(page);
  await context.clearCookies();
  await page.reload();
  await choose(page, "Nadia Example");
  await atStep(page, "agreement");
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((one) => one.value === "Managing Director"));
  assert.equal(await field(page, "Your full name").inputValue(), "Nadia Example");
});

journey("the return address opened by hand, claiming success, proves nothing", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await page.goto(sandbox.url("/renew/payment/return?status=success&session=made-up&paid=true"));
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  assert.doesNotMatch(await page.locator("body").innerText(), /Membership renewed/);
  assert.equal((await ledger(sandbox)).length, 0);
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await action(page, "Continue your renewal").waitFor();
});

journey("the confirmation opened by hand before paying leads to the next step", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "location");
  await page.goto(sandbox.url("/renew/confirmation"));
  await atStep(page, "location");
});

journey("an answer lost after Pay is shown as checking, never as failure, and pays once", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED, UNREACHABLE] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const keys = new Set();
  let lost = 1;
  await page.route(/\/v1\/renewals\/[^/]+\/payments$/, async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    keys.add(route.request().headers()["idempotency-key"]);
    if (lost > 0) {
      lost -= 1;
      await route.fetch();
      return route.abort("failed");
    }
    return route.fallback();
  });
  await payButton(page).click();
  await page.getByRole("heading", { level: 1, name: /You are leaving for the payment page|Checking your payment/ }).waitFor();
  assert.doesNotMatch(await page.locator("main").innerText(), /declined|failed/i);
  await page.goto(sandbox.url("/renew/review"));
  const heading = page.getByRole("heading", { level: 1 });
  await heading.waitFor();
  await goOnToPay(page);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  assert.equal(keys.size, 1, "one attempt, one key");
  assert.equal((await ledger(sandbox)).length, 1);
});

journey("a payment that stays processing is shown as checking, on the membership too, with no way to pay again", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await leaveForPayment(page, sandbox);
  await payWith(page, CARDS.processing);
  await arrive(page, "Checking your payment");
  assert.equal(await payButton(page).count(), 0);
  await page.goto(sandbox.url("/renew/review"));
  await arrive(page, "Checking your payment");
  assert.equal(await payButton(page).count(), 0);
  await page.goto(sandbox.url("/membership"));
  await page.getByText("Do not pay again: this page tells how it ends.", { exact: false }).waitFor();
  assert.equal(await button(page, "Start over").count(), 0);
  await button(page, "See the payment").click();
  await arrive(page, "Checking your payment");
  // A colleague is told the same, and asks nobody to renew.
  const { page: theirs } = await newcomer();
  await signIn(theirs, sandbox, "Oleg Example");
  await theirs.getByText("Do not pay again: this page tells how it ends.", { exact: false }).waitFor();
  assert.equal(await theirs.getByRole("link", { name: "Ask them to renew" }).count(), 0);
});

journey("ux-73: without a network the page says so, keeps what was typed, and goes on when it is back", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [UNREACHABLE] });
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await fill.agreement(page, DEFAULTS);
  await context.setOffline(true);
  await submit(page, "agreement").click();
  await page.getByText("You are offline.", { exact: false }).waitFor();
  await page.getByText("There is no connection to the program.").waitFor();
  assert.equal(await field(page, "Your job title").inputValue(), DEFAULTS.title);
  await context.setOffline(false);
  await submit(page, "agreement").click();
  await atStep(page, "location");
});

journey("ux-31 ux-99: a server that fails is told in words with a reference, and the action works again", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Trading name (optional)", "Cedar Trading Example");
  await answerWithProblem(page, sandbox, { method: "PUT", path: /./, status: 500, slug: "internal", times: 20 });
  await submit(page, "profile").click();
  await page.getByText("req-from-the-test").first().waitFor();
  await button(page, /Copy/).first().waitFor();
  assert.equal(await profileValue(page, "Trading name (optional)"), "Cedar Trading Example");
  // Support finds there what answers, and the reference too; the way back leads to what was typed.
  await action(page, "Site status, for support").click();
  await arrive(page, "Site status");
  await page.getByText("req-from-the-test").waitFor();
  await back(page);
  await atStep(page, "profile");
  assert.equal(await profileValue(page, "Trading name (optional)"), "Cedar Trading Example");
  await page.unrouteAll();
  await submit(page, "profile").click();
  await atStep(page, "agreement");
});

journey("someone else changed the profile: both versions, field by field, and the person's choice wins", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  const other = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await signIn(other.page, sandbox);
  await action(other.page, "Continue your renewal").click();
  await atStep(other.page, "profile");
  await fillProfile(other.page, "City", "Varna");
  await saveProfile(other.page);
  await atStep(other.page, "agreement");

  await fillProfile(page, "City", "Plovdiv");
  await submit(page, "profile").click();
  await button(page, VERIFIED).click();
  assert.equal(await page.getByRole("radio", { name: "City: keep yours, Plovdiv" }).isChecked(), true);
  await page.getByRole("radio", { name: "City: take theirs, Varna" }).check();
  // Drawn anew in another language, the page still marks what it is going to send.
  await speak(page, "Български");
  await page.locator('html[lang="bg"]').waitFor();
  await speak(page, "English");
  await page.locator('html[lang="en"]').waitFor();
  assert.equal(await profileValue(page, "City"), "Varna");
  assert.equal(await page.getByRole("radio", { name: "City: take theirs, Varna" }).isChecked(), true);
  assert.equal(await page.getByRole("radio", { name: "City: keep yours, Plovdiv" }).isChecked(), false);
  await submit(page, "profile").click();
  await atStep(page, "agreement");
  await page.goto(sandbox.url("/renew/profile"));
  await atStep(page, "profile");
  assert.equal(await profileValue(page, "City"), "Varna");
});

journey("agreement-changed: the new text is shown and has to be accepted anew", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await fill.agreement(page, DEFAULTS);
  await answerWithProblem(page, sandbox, { method: "PUT", path: /\/signature$/, status: 409, slug: "agreement-changed" });
  await submit(page, "agreement").click();
  await page.getByText(/changed/i).first().waitFor();
  assert.equal(path(page, sandbox), "/renew/agreement");
  await fill.agreement(page, DEFAULTS);
  await submit(page, "agreement").click();
  await atStep(page, "location");
});

journey("the agreement changes between reading and signing: refused, and shown again with what is new", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await fill.agreement(page, DEFAULTS);
  // From now on another text is in force: one section reads differently, one is gone.
  await page.route(
    (url) => url.href.startsWith(sandbox.api) && url.pathname.endsWith("/agreements/current"),
    async (route) => {
      const answer = await route.fetch();
      const agreement = await answer.json();
      agreement.version = "2027.1";
      agreement.sections[1].paragraphs[0] += " Reminders come by post.";
      const [gone] = agreement.sections.splice(10, 1);
      assert.match(gone.heading, /Suspension/);
      const parts = agreement.sections.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs]);
      agreement.digest = createHash("sha256").update([agreement.title, ...parts].join("\n\n")).digest("hex");
      await route.fulfill({ response: answer, json: agreement });
    },
  );
  await answerWithProblem(page, sandbox, { method: "PUT", path: /\/signature$/, status: 409, slug: "agreement-changed" });
  await submit(page, "agreement").click();
  await page.getByRole("heading", { name: "What is new" }).waitFor();
  await page.getByText("New or different: 2. Membership year").waitFor();
  await page.getByText(/No longer in it: 11\. Suspension/).waitFor();
  await page.getByText("Reminders come by post.", { exact: false }).waitFor();
  assert.equal(await page.getByRole("checkbox", { checked: true }).count(), 0, "nothing is accepted for the person");
});

journey("promise-62: what was read is what was signed, to the byte, and can be downloaded with the evidence", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  const read = await page.locator("article.agreement").evaluate((article) =>
    [...article.querySelectorAll("h2, h3, p")].map((part) => part.textContent).join("\n\n"),
  );
  await walk(page, "agreement", "review");
  await payByCard(page, sandbox);
  const shown = await rows(page);
  const [, digest] = shown.find(([name]) => name.startsWith("Fingerprint"));
  const download = page.waitForEvent("download");
  await button(page, "Download the signed agreement").click();
  const text = readFileSync(await (await download).path(), "utf8");
  const [, exact] = text.match(/-----\n([\s\S]*)\n----- END TEXT -----/);
  assert.equal(createHash("sha256").update(exact).digest("hex"), digest, "the text signed is the text of the fingerprint");
  assert.equal(read, exact, "the text on the page is the text signed");
  assert.match(text, /Signer: Nadia Example/);
});

journey("quote-changed: the new amount is shown before anything is paid", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await answerWithProblem(page, sandbox, { method: "POST", path: /\/payments$/, status: 409, slug: "quote-changed" });
  const quotes = countRequests(page, "POST", /\/quotes$/);
  await payButton(page).click();
  await page.getByText(/changed|new amount/i).first().waitFor();
  await payButton(page).waitFor();
  assert.ok(quotes.length >= 1, "a new quote was asked for");
  await payByCard(page, sandbox);
});

journey("declining the agreement leads out with its consequence", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await page.getByText("I do not accept", { exact: true }).click();
  await page.getByText(/not be renewed|cannot be renewed|can't be renewed|will not renew|membership (will )?end/i).first().waitFor();
});

journey("ux-60: with storage denied the renewal works in memory, and says that it is not saved here", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await context.addInitScript((origin) => {
    if (location.origin !== origin) return;
    const deny = () => {
      throw new DOMException("denied", "SecurityError");
    };
    Object.defineProperty(window, "indexedDB", { get: deny });
    Object.defineProperty(window, "localStorage", { get: deny });
  }, sandbox.site);
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await page.getByText(/Not saved on this device/i).first().waitFor();
  await complete(page, "agreement");
  await complete(page, "location");
  await complete(page, "level");
  await complete(page, "payment");
  await payByCard(page, sandbox);
});

journey("sign-out clears what is ours, blanks other tabs, and works without a network", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [UNREACHABLE] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Trading name (optional)", "Cedar Trading Example");
  await saved(page);
  const second = await context.newPage();
  await second.goto(sandbox.url("/membership"));
  await arrive(second, "Your membership");
  await page.bringToFront();
  await page.evaluate(() => localStorage.setItem("not-ours", "kept"));
  await inMenu(page, "Sign out");
  await arrive(page, "Renew your partner membership");
  await second.getByText("Cedar Example EOOD").first().waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => localStorage.getItem("not-ours")), "kept");
  const left = await page.evaluate(dumpStorage);
  assert.doesNotMatch(left, /Cedar Trading Example/);
});

journey("ux-69: no token and no secret is ever stored or in an address", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const urls = [];
  page.on("framenavigated", (frame) => urls.push(frame.url()));
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const dump = await page.evaluate(dumpStorage);
  assert.doesNotMatch(dump, /eyJ[\w-]+\.[\w-]+\./, "no token");
  assert.doesNotMatch(urls.filter((url) => url.startsWith(sandbox.site)).join("\n"), /eyJ|access_token|id_token/);
  assert.equal(new URL(page.url()).search, "");
  await payByCard(page, sandbox);
  assert.doesNotMatch(await page.evaluate(dumpStorage), /4242[ -]?4242|eyJ[\w-]+\./);
  const kept = await page.evaluate(() => Object.keys(localStorage));
  // The references of the last answers are for support, the next sign-in for speed, and nothing is lost with them.
  const known = ["language", "epoch", "config", "requests", "next-sign-in", "config-at"].map((name) => `partner-renewal.${name}`);
  assert.deepEqual(kept.filter((key) => !known.includes(key)), [], "what a killed browser would lose is not kept there");
});

journey("a device whose clock is wrong by days can sign in and renew", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await shiftClock(context, 3 * 86_400_000);
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
});

journey("a program whose day is months from the device's can be signed in to", { clock: "2027-03-01" }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
});

journey("ux-98: when the program can't be loaded, the page says so and the start page still reads", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/\.wasm/, REFUSED, UNREACHABLE, /console:/, /page error/] });
  await page.route(/\.wasm$/, (route) => route.abort("failed"));
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await page.getByText(/could not be loaded|did not load|couldn't be loaded|could not load/i).first().waitFor();
  await action(page, "Start now").first().waitFor();
});

journey("ux-98: without scripts the start page reads and the other pages say what is missing", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ javaScriptEnabled: false, permits: [/request failed: GET .*\.js csp$/] });
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await page.getByText(/JavaScript/).first().waitFor();
  await action(page, "Start now").first().waitFor();
  assert.equal(await page.getByText("could not be loaded").isVisible(), false, "nothing has failed");
});

journey("an unknown address is Page not found, with a way out", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await page.goto(sandbox.url("/nothing-is-here"));
  await arrive(page, "Page not found");
  assert.match(await page.title(), /^Page not found/);
});

/** Everything in the three storages as one text. Runs in the page. */
async function dumpStorage() {
  const parts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const store of database.objectStoreNames) {
      parts.push(
        await new Promise((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(JSON.stringify(request.result));
          request.onerror = () => reject(request.error);
        }),
      );
    }
    database.close();
  }
  return parts.join("\n");
}
