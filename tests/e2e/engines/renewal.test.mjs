// The renewal in every engine: to its end, after the browser was killed, in two tabs, and back from the payment page.
import assert from "node:assert/strict";
import { renewalAtReview } from "../harness/client.mjs";
import { ledger } from "../harness/ledger.mjs";
import { readPdf } from "../harness/pdf.mjs";
import { STEPS } from "../harness/walk.mjs";
import { inEachEngine } from "./journey.mjs";
import { PAID, TRADING_NAME, arriveSignedIn, atStep, complete, editCompany, goToPay, payWithCard, saved, started, visit } from "./walk.mjs";

const REVIEW = "Check your renewal and pay";

inEachEngine("golden path: from the start page to the confirmation, paid once", {}, async ({ sandbox, open }) => {
  const { tab } = await open();
  await tab.goto(sandbox.url("/"));
  await started(tab);
  await tab.arrive("Renew your partner membership");
  await tab.click("link", "Start now");
  await arriveSignedIn(tab, "Your membership");
  await tab.click("action", "Renew");
  for (const { slug } of STEPS.slice(0, -1)) await complete(tab, slug);
  await goToPay(tab);
  await payWithCard(tab);
  assert.match(await tab.describe(), /R-2026-\d{5}/);
  assert.equal((await ledger(sandbox)).length, 1);
});

inEachEngine("a browser killed (SIGKILL) on the profile step comes back with what was typed", {}, async ({ sandbox, open }) => {
  const before = await open();
  await visit(before.tab, sandbox, "/membership", "Your membership");
  await before.tab.click("action", "Renew");
  await complete(before.tab, "requirements");
  await editCompany(before.tab);
  await before.tab.fill(TRADING_NAME, "Cedar Trading Example");
  await saved(before.tab);
  await before.kill();

  const { tab } = await open();
  await visit(tab, sandbox, "/renew/profile", "Review your organization profile");
  await tab.until(async () => (await tab.valueOf(TRADING_NAME)) === "Cedar Trading Example", "what was typed");
  await complete(tab, "profile");
});

inEachEngine("of two tabs the overtaken one stops saving, says so, and takes the newer answers", {}, async ({ sandbox, open }) => {
  const { tab, newTab } = await open();
  await visit(tab, sandbox, "/membership", "Your membership");
  await tab.click("action", "Renew");
  await complete(tab, "requirements");
  const second = await newTab();
  await visit(second, sandbox, "/renew/profile", "Review your organization profile");
  await editCompany(second);
  await second.fill(TRADING_NAME, "Typed in the second tab");
  await saved(second);
  await tab.activate();
  await editCompany(tab);
  await tab.fill(TRADING_NAME, "Typed in the first tab");
  await tab.element("alert", "This renewal was changed in another tab. This tab no longer saves.");
  await tab.click("button", "Use the newer answers");
  await tab.until(async () => (await tab.valueOf(TRADING_NAME)) === "Typed in the second tab", "the newer answers");
});

inEachEngine("Back from the payment page shows what the server knows, and what is paid is paid once", {}, async ({ sandbox, open }) => {
  await renewalAtReview(sandbox);
  const { tab } = await open();
  await visit(tab, sandbox, "/renew/review", REVIEW);
  await goToPay(tab);
  await tab.back();
  await tab.until(async () => (await tab.url()).startsWith(sandbox.site), "the site");
  // Nothing is paid, and the attempt that the server has is gone on with: there is no second one to begin.
  await tab.arrive("Checking your payment");
  await tab.element("action", "Continue to the payment page");
  assert.equal(await tab.shows("button", /^Pay \S*\d/), false);
  await goToPay(tab);
  await payWithCard(tab);
  assert.equal((await ledger(sandbox)).length, 1);
  await visit(tab, sandbox, "/renew/review", PAID);
});

/** Letters and digits alone: line breaks and hyphenation on paper do not matter. */
const bare = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");

inEachEngine("the confirmation prints with every row, without what is only of use on a screen", {}, async ({ sandbox, open }) => {
  await renewalAtReview(sandbox);
  const { tab } = await open();
  await visit(tab, sandbox, "/renew/review", REVIEW);
  await goToPay(tab);
  await payWithCard(tab);
  const shown = await tab.rows();
  assert.ok(shown.length >= 8, JSON.stringify(shown));
  const { text, pages } = await readPdf(await tab.pdf());
  assert.ok(pages.length <= 3, `${pages.length} pages`);
  for (const words of [PAID, ...shown.flat()]) assert.ok(bare(text).includes(bare(words)), words);
  for (const heading of ["Your renewal", "What you paid", "Signed agreement", "What happens next"]) {
    assert.ok(!pages.some((sheet) => sheet.endsWith(heading)), `${heading} is the last line of a sheet`);
  }
  for (const chrome of ["Sign out", "Print this page", "Skip to", "Requirements and assets"]) assert.ok(!text.includes(chrome), chrome);
});
