// The membership centre in every engine: people, competencies, orders and a letter, a payment by somebody else, the help,
// and what the profile asks before it is saved.
import assert from "node:assert/strict";
import { renewalAtReview } from "../harness/client.mjs";
import { ledger } from "../harness/ledger.mjs";
import { inEachEngine } from "./journey.mjs";
import { PAID, atStep, complete, payWithCard, visit } from "./walk.mjs";

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
  await tab.arrive("Pay for a partner membership");
  await tab.element("text", "Cedar Example EOOD");
  await tab.click("button", "Go to the payment page");
  await tab.arrive(/^Pay /);
  await payWithCard(tab, "Pay for a partner membership");
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
  await tab.element("text", "Check this letter");
  await tab.click("action", /\/verify\//);
  await tab.arrive("Membership check");
  await tab.element("text", "This membership is in force");
});

inEachEngine("whoever has lapsed asks to rejoin, and takes that back", {}, async ({ sandbox, open }) => {
  const { tab } = await open();
  await visit(tab, sandbox, "/membership", "Your membership", "Lars Example");
  await tab.click("action", "Rejoin the program");
  await tab.arrive("Rejoin the program");
  await tab.click("button", "Ask to rejoin");
  await tab.element("text", /^Asked for on 24\sNovember 2026/);
  await visit(tab, sandbox, "/membership", "Your membership", "Lars Example");
  await tab.click("action", "See the request");
  await tab.click("button", "Take the request back");
  await tab.element("button", "Ask to rejoin");
});

inEachEngine("help opens over the page and closes again", {}, async ({ sandbox, open }) => {
  const { tab } = await open();
  await visit(tab, sandbox, "/membership", "Your membership");
  await tab.click("button", "Help with this page");
  await tab.element("text", /^This page says when your membership has to be renewed/);
  await tab.click("button", "Close");
  await tab.until(() => tab.evaluate(() => !document.querySelector("dialog[open]")), "the page without the help");
});

inEachEngine("a competency tells what is missing, and a customer is asked for a reference again", {}, async ({ sandbox, open }) => {
  const { tab } = await open();
  await visit(tab, sandbox, "/competencies", "Manage competencies");
  await tab.element("text", "Cloud Platform Gold");
  await tab.click("text", /^6 references$/);
  await tab.element("text", "The project is not finished.");
  await tab.click("button", /^Send again\s*Example Foods OOD$/);
  await tab.element("text", "Example Foods OOD is asked again.");
  await tab.until(async () => !(await tab.shows("button", /^Send again/)), "nobody else to be asked");
});

inEachEngine("the profile asks about the verification, then about the address, and saves what is chosen", { permits: [/409/] }, async ({ sandbox, open }) => {
  const { tab } = await open();
  await visit(tab, sandbox, "/membership", "Your membership");
  await tab.click("action", "Renew");
  await complete(tab, "requirements");
  await atStep(tab, "profile");
  await tab.click("button", /^Edit\s*Legal address$/);
  await tab.fill("Address line 1", "1 Example Blvd");
  await tab.click("button", "Save and continue");
  await tab.element("text", "The program verifies this change");
  await tab.element("text", /up to 5\sworking days/);
  await tab.click("button", "Go back");
  await tab.until(async () => !(await tab.shows("text", "The program verifies this change")), "the profile again");
  assert.equal(await tab.valueOf("Address line 1"), "1 Example Blvd");
  await tab.click("button", "Save and continue");
  await tab.click("button", "Save and have it verified");
  await tab.element("text", "Which address is right?");
  await tab.until(() => tab.evaluate(() => document.activeElement.id === "address-question"), "the focus on the question");
  await tab.click("radio", "Suggested");
  await tab.click("button", "Save and continue");
  await atStep(tab, "agreement");
  await visit(tab, sandbox, "/renew/profile", "Review your organization profile");
  await tab.element("text", "1 Example Boulevard, 1000 Sofia, Bulgaria");
});

inEachEngine("who cannot appeal any more reads how the verification stands, and exemption from tax is told beside it", {}, async ({ sandbox, open }) => {
  const { tab } = await open();
  await visit(tab, sandbox, "/verification", "Verification of your company", "Kaspar Example");
  await tab.element("text", "The program could not verify your company.");
  await tab.element("text", "No appeal is left. Write to the program if you have something new.");
  await visit(tab, sandbox, "/organizations/org-yew/tax-exemption", "Exemption from tax");
  await tab.click("button", "Ask for exemption");
  await tab.element("text", "Select the ground for exemption");
});
