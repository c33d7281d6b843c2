// The whole renewal, by each of its ways in and its ways to pay.
import assert from "node:assert/strict";
import { countRequests, tokenOf } from "../harness/api.mjs";
import { goldenPath } from "../harness/golden.mjs";
import { journey } from "../harness/journey.mjs";
import { ledger } from "../harness/ledger.mjs";
import {
  CARDS, STEPS, action, amountOnPay, arrive, atStep, back, button, complete, field, leaveForPayment, path, payButton,
  payByCard, payWith, renewTo, rows, signIn, submit, walk,
} from "../harness/walk.mjs";

for (const [way, crossOrigin] of [["", true], [", with the API under the site's own origin", false]]) journey(`golden path by card${way}: from the start page to the confirmation`, { crossOrigin }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const creations = countRequests(page, "POST", /\/payments$/);
  const { text } = await goldenPath(page, sandbox, {
    async atMembership() {
      await page.getByText(/25\sJanuary 2027|January\s25, 2027/).first().waitFor();
    },
  });
  assert.match(text, /25\sJanuary 2028|January\s25, 2028/, "the new membership date");

  assert.equal(creations.length, 1, "one payment was asked for");
  const captures = await ledger(sandbox);
  assert.equal(captures.length, 1, "one payment was captured");

  await page.reload();
  await arrive(page, "Membership renewed");
});

journey("Re-enroll on Manage competencies leads to the same renewal as Renew, and to its end", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  const ask = tokenOf(context, sandbox);
  await signIn(page, sandbox);
  await page.getByRole("link", { name: "Requirements and assets" }).first().click();
  await arrive(page, "Manage competencies");
  assert.equal(path(page, sandbox), "/competencies");
  await action(page, "Re-enroll").first().click();
  await atStep(page, "requirements");
  await complete(page, "requirements");
  await complete(page, "profile");

  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  const account = await ask("/account");
  const membership = await ask(`/organizations/${account.body.organizations[0].id}/membership`);
  const renewal = membership.body.currentRenewal.id;
  await action(page, "Continue your renewal").click();
  await walk(page, "agreement", "review");
  await payByCard(page, sandbox);
  const again = await ask(`/organizations/${account.body.organizations[0].id}/membership`);
  assert.equal(again.body.currentRenewal.id, renewal, "there was one renewal all along");
  assert.equal(again.body.currentRenewal.status, "active");
});

journey("bank transfer: instructions, reference and deadline; the confirmation says that payment is pending", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review", { method: "Bank transfer" });
  const amount = await amountOnPay(page);
  await payButton(page).click();
  await arrive(page, "Renewal received, payment pending");
  const text = await page.locator("main").innerText();
  for (const pattern of [/IBAN/, /BIC/, /R-2026-\d{5}/, /24\sDecember 2026|December\s24, 2026/]) assert.match(text, pattern);
  assert.ok(text.includes(amount), "the amount to transfer");
  assert.doesNotMatch(text, /Membership renewed/);
  assert.equal((await ledger(sandbox)).length, 0, "nothing was captured");

  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await page.goto(sandbox.url("/renew/review"));
  await arrive(page, "Renewal received, payment pending");
});

journey("purchase order: its number is asked for and shown", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review", { method: "Purchase order", order: "PO-2026-117" });
  await page.getByText("PO-2026-117").first().waitFor();
  await payButton(page).click();
  await arrive(page, "Renewal received, payment pending");
  await page.getByText("PO-2026-117").first().waitFor();
});

journey("card: the company's own order number may be given, and stands on the confirmation and the order", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "payment");
  await page.getByRole("radio", { name: "Card" }).check();
  await field(page, "Purchase order number (optional)").fill("PO-2026-118");
  await page.reload();
  await atStep(page, "payment");
  assert.equal(await field(page, "Purchase order number (optional)").inputValue(), "PO-2026-118", "it is kept");
  await submit(page, "payment").click();
  await atStep(page, "review");
  await page.getByText("PO-2026-118").first().waitFor();
  await payByCard(page, sandbox);
  const shown = await rows(page);
  assert.ok(shown.some(([term, number]) => term === "Purchase order" && number === "PO-2026-118"), JSON.stringify(shown));
  await page.goto(sandbox.url("/orders"));
  await arrive(page, "Orders and receipts");
  await page.getByText("PO-2026-118").first().waitFor();
});

journey("declined, then approved: everything is kept and a second try pays once", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const amount = await amountOnPay(page);
  const keys = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && /\/renewals\/[^/]+\/payments$/.test(request.url())) {
      keys.push(request.headers()["idempotency-key"]);
    }
  });
  await leaveForPayment(page, sandbox);
  await payWith(page, CARDS.declined);
  await arrive(page, "The payment was declined");
  await button(page, "Choose another way to pay").or(page.getByRole("link", { name: "Choose another way to pay" })).waitFor();
  await action(page, "Try again").click();
  // Trying again leads to paying: by the announcement, or by the review that offers it.
  await arrive(page, /You are leaving for the payment page|Check your renewal and pay/);
  const leave = action(page, "Continue to the payment page");
  await leave.or(payButton(page)).waitFor();
  if (await payButton(page).isVisible()) {
    assert.equal(await amountOnPay(page), amount, "the same amount");
    await payButton(page).click();
  }
  await arrive(page, "You are leaving for the payment page");
  await action(page, "Continue to the payment page").click();
  await arrive(page, /^Pay /);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  assert.equal(keys.length, 2);
  assert.notEqual(keys[0], keys[1], "a declined attempt is over: the next one has a key of its own");
  assert.equal((await ledger(sandbox)).length, 1);
});

journey("declined for want of funds, then another way to pay", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await leaveForPayment(page, sandbox);
  await payWith(page, CARDS.insufficient);
  await arrive(page, "The payment was declined");
  await action(page, "Choose another way to pay").click();
  await atStep(page, "payment");
  await complete(page, "payment", { method: "Bank transfer" });
  await payButton(page).click();
  await arrive(page, "Renewal received, payment pending");
});

journey("a card that needs a challenge is approved after it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await leaveForPayment(page, sandbox);
  await payWith(page, CARDS.challenge);
  await arrive(page, "Confirm it is you");
  await button(page, "Approve").click();
  await arrive(page, "Membership renewed");
});

journey("cancelled on the payment page: back at the site with nothing paid", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await leaveForPayment(page, sandbox);
  await page.getByRole("link", { name: "Cancel and go back" }).click();
  await arrive(page, "The payment was cancelled");
  assert.equal((await ledger(sandbox)).length, 0);
  await page.goto(sandbox.url("/renew/review"));
  await payByCard(page, sandbox);
  assert.equal((await ledger(sandbox)).length, 1);
});

journey("the way back from the announcement leads to the renewal, and nothing is lost", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payButton(page).click();
  await arrive(page, "You are leaving for the payment page");
  await action(page, "Back to your renewal").click();
  await atStep(page, "review");
  await payByCard(page, sandbox);
  assert.equal((await ledger(sandbox)).length, 1);
});

journey("the browser closed on the payment page after paying: the membership is renewed all the same", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await leaveForPayment(page, sandbox);
  await page.route((url) => url.origin === sandbox.site, (route) => route.abort("aborted"));
  const closed = page.waitForEvent("requestfailed");
  await payWith(page, CARDS.approved);
  await closed;
  const other = await newcomer();
  await signIn(other.page, sandbox);
  await other.page.goto(sandbox.url("/renew/confirmation"));
  await arrive(other.page, "Membership renewed");
});

journey("after paying, every step leads to the confirmation, and it is there on any later day", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  const ask = tokenOf(context, sandbox);
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payByCard(page, sandbox);
  const { body } = await ask("/account");
  const membership = await ask(`/organizations/${body.organizations[0].id}/membership`);
  for (const { slug } of STEPS) {
    await page.goto(sandbox.url(`/renew/${slug}`));
    await arrive(page, "Membership renewed");
    assert.equal(path(page, sandbox), "/renew/confirmation");
  }
  const other = await newcomer();
  const reprint = `/renewals/${membership.body.currentRenewal.id}/confirmation`;
  await signIn(other.page, sandbox, "Nadia Example", reprint, "Membership renewed");
  assert.equal(path(other.page, sandbox), reprint);
});

journey("Back after paying never pays again", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payByCard(page, sandbox);
  const creations = countRequests(page, "POST", /\/renewals\/[^/]+\/payments$/);
  await back(page);
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await payButton(page).count(), 0);
  assert.equal(creations.length, 0);
  assert.equal((await ledger(sandbox)).length, 1);
});
