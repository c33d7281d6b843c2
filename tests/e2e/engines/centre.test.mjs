// The membership centre in every engine: people, orders and a letter, a payment by somebody else, and the help.
import assert from "node:assert/strict";
import { renewalAtReview } from "../harness/client.mjs";
import { ledger } from "../harness/ledger.mjs";
import { inEachEngine } from "./journey.mjs";
import { PAID, payWithCard, visit } from "./walk.mjs";

inEachEngine("somebody else pays by a link, once, and the renewal is confirmed", { permits: [/404/] }, async ({ sandbox, open }) => {
  await renewalAtReview(sandbox);
  const { tab } = await open();
  await visit(tab, sandbox, "/renew/review", "Check your renewal and pay");
  await tab.click("action", "Somebody else pays? Send them a link");
  await tab.arrive("Let somebody else pay");
  await tab.click("button", "Make the link");
  await tab.element("button", "Copy the text");
  const address = await tab.evaluate(() => document.querySelector("blockquote").textContent.match(/http:\S+$/)[0]);
  await tab.goto(address);
  await tab.arrive("Pay a partner membership");
  await tab.element("text", "Cedar Example EOOD");
  await tab.click("button", "Go to the payment page");
  await tab.arrive(/^Pay /);
  await payWithCard(tab, "Pay a partner membership");
  await tab.element("text", "This membership is paid. Thank you.");
  assert.equal((await ledger(sandbox)).length, 1);
  await visit(tab, sandbox, "/renew/confirmation", PAID);
});

inEachEngine("somebody is invited and removed again, after a question", {}, async ({ sandbox, open }) => {
  const { tab } = await open();
  await visit(tab, sandbox, "/organizations/org-cedar/people", "People");
  await tab.click("button", "Invite somebody");
  await tab.fill("Full name", "Ida Example");
  await tab.fill("Email address", "ida@cedar.example");
  await tab.click("checkbox", "Technical contact");
  await tab.click("button", "Send the invitation");
  await tab.element("text", /^Ida Example is invited/);
  await tab.click("button", /^Remove\s*Ida Example$/);
  await tab.click("button", "Remove");
  await tab.element("text", "Ida Example is removed.");
});

inEachEngine("a letter is issued from the orders, and anybody checks its code", {}, async ({ sandbox, open }) => {
  const { tab } = await open();
  await visit(tab, sandbox, "/orders", "Orders and receipts", "Dora Example");
  await tab.click("action", "A letter that proves your membership");
  await tab.arrive("Proof of membership");
  await tab.click("button", "Issue the letter");
  await tab.element("text", "Check this certificate");
  await tab.click("action", /\/verify\//);
  await tab.arrive("Membership check");
  await tab.element("text", "This membership is in force");
});

inEachEngine("help opens over the page and closes again", {}, async ({ sandbox, open }) => {
  const { tab } = await open();
  await visit(tab, sandbox, "/membership", "Your membership");
  await tab.click("button", "Help with this page");
  await tab.element("text", /^This page says when your membership has to be renewed/);
  await tab.click("button", "Close");
  await tab.until(() => tab.evaluate(() => !document.querySelector("dialog[open]")), "the page without the help");
});
