// Each way to pay, when things do not go straight: money that comes late, short or never; a payment page left open.
import assert from "node:assert/strict";
import { REFUSED, paymentOf, tokenOf } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { ledger } from "../harness/ledger.mjs";
import { control } from "../harness/sign_in.mjs";
import {
  CARDS, PENDING, action, arrive, atStep, button, choose, complete, leaveForPayment, orderBy, path, payButton,
  payByCard, payWith, renewTo, rows, signIn,
} from "../harness/walk.mjs";

const HOUR = 3_600;

/** Renews by an order that is paid later, up to its confirmation; gives the payment's id too. */
async function order({ sandbox, newcomer }, method) {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const ask = tokenOf(context, sandbox);
  await orderBy(page, sandbox, method);
  return { page, payment: (await paymentOf(ask)).id };
}

/** Pays by card when the sign-in is too old for it: who pays is asked anew. */
async function payAfterAWhile(page, sandbox) {
  await payButton(page).click();
  await choose(page, "Nadia Example");
  await atStep(page, "review");
  await payByCard(page, sandbox);
  assert.equal((await ledger(sandbox)).length, 1);
}

for (const method of ["Bank transfer", "Purchase order"]) {
  journey(`${method}: short money is told and waited for; with the rest the membership is renewed`, async (world) => {
    const { sandbox } = world;
    const { page, payment } = await order(world, method);
    await control(sandbox, "settle", { payment, amount: 100_000 });
    await page.reload();
    await arrive(page, PENDING);
    if (method === "Bank transfer") assert.match(new Map(await rows(page)).get("Received so far"), /1,000\.00/);
    await control(sandbox, "settle", { payment });
    await page.reload();
    await arrive(page, "Membership renewed");
    const captured = (await ledger(sandbox)).reduce((sum, one) => sum + one.amount, 0);
    assert.equal(captured, 142_800, "exactly what was asked for");
    await page.goto(sandbox.url("/membership"));
    await page.getByText("Renewed until", { exact: true }).waitFor();
    await page.getByText("25 January 2028", { exact: true }).first().waitFor();
    await page.getByText("There is nothing to do.", { exact: true }).waitFor();
  });
}

journey("Bank transfer: when its deadline passes the page says so, keeps everything, and another way pays", async (world) => {
  const { sandbox } = world;
  const { page } = await order(world, "Bank transfer");
  await control(sandbox, "clock", { seconds: 31 * 24 * HOUR });
  // The lasting link leads on; whoever has sent the money after all is told not to pay twice.
  await page.reload();
  await atStep(page, "review");
  await page.getByText(/^The payment was due by 24\sDecember 2026 and did not arrive\./).waitFor();
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await action(page, "Continue your renewal").click();
  await atStep(page, "review");
  await page.goto(sandbox.url("/renew/payment"));
  await atStep(page, "payment");
  await complete(page, "payment");
  await payAfterAWhile(page, sandbox);
});

journey("Card: a payment page that ran out takes no money, says so, and the next one does", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await leaveForPayment(page, sandbox);
  await control(sandbox, "clock", { seconds: HOUR });
  await payWith(page, CARDS.approved);
  await arrive(page, /expired/);
  assert.equal((await ledger(sandbox)).length, 0);
  await page.goto(sandbox.url("/renew/payment/return"));
  await arrive(page, "The payment has expired");
  await action(page, "Try again").click();
  await payAfterAWhile(page, sandbox);
});

journey("Card: money that was captured after the payment had run out renews the membership, once", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const ask = tokenOf(context, sandbox);
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const asked = page.waitForResponse((answer) => answer.request().method() === "POST" && /\/payments$/.test(new URL(answer.url()).pathname));
  await payButton(page).click();
  const { id: payment } = await (await asked).json();
  await arrive(page, "You are leaving for the payment page");
  await control(sandbox, "clock", { seconds: HOUR });
  await page.goto(sandbox.url("/renew/review"));
  await page.getByRole("heading", { level: 1, name: /^(Check your renewal and pay|The payment has expired)$/ }).waitFor();
  await control(sandbox, "settle", { payment });
  await page.goto(sandbox.url("/renew/review"));
  await arrive(page, "Membership renewed");
  assert.equal((await ledger(sandbox)).length, 1);
  assert.equal((await ask("/organizations/org-cedar/membership")).body.currentRenewal.status, "active");
});

journey("Card: a method changed while a payment is open ends that payment before there is another", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await leaveForPayment(page, sandbox);
  const old = page.url();
  await page.goto(sandbox.url("/renew/payment"));
  await arrive(page, "Checking your payment");
  await button(page, "Cancel this payment").click();
  await arrive(page, "The payment was cancelled");
  await action(page, "Choose another way to pay").click();
  await atStep(page, "payment");
  await complete(page, "payment", { method: "Bank transfer" });
  await payButton(page).click();
  await arrive(page, PENDING);
  // The old page takes no card any more, and leads to how things stand.
  await page.goto(old);
  await arrive(page, PENDING);
  assert.equal((await ledger(sandbox)).length, 0);
  assert.equal(path(page, sandbox), "/renew/confirmation");
});

journey("on the last day of the grace period only a card is offered, because other money would come too late", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await control(sandbox, "clock", { seconds: 29 * 24 * HOUR });
  await signIn(page, sandbox, "Greta Example");
  await renewTo(page, "payment", { name: "Greta Example", location: /^Rowan Example/ });
  assert.equal(await page.getByRole("radio").count(), 1);
  await page.getByRole("radio", { name: "Card" }).waitFor();
});
