// Never paid twice: double clicks, slow answers, two tabs.
import assert from "node:assert/strict";
import { REFUSED, answerWithProblem, countRequests } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { ledger } from "../harness/ledger.mjs";
import {
  CARDS, action, arrive, atStep, path, payButton, payWith, renewTo, signIn, goOnToPay,
} from "../harness/walk.mjs";

const PAYMENTS = /\/renewals\/[^/]+\/payments$/;

journey("ux-27: a double click on Pay makes one request and one captured payment", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const posts = countRequests(page, "POST", PAYMENTS);
  await payButton(page).click({ clickCount: 2, delay: 5, noWaitAfter: true });
  await arrive(page, "You are leaving for the payment page");
  assert.equal(posts.length, 1);
  await action(page, "Continue to the payment page").dblclick({ noWaitAfter: true });
  await arrive(page, /^Pay /);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  assert.equal((await ledger(sandbox)).length, 1);
});

journey("ux-28 ux-29: while the answer takes seconds, more clicks send nothing; the wait is announced and focus stays", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const posts = countRequests(page, "POST", PAYMENTS);
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route((url) => PAYMENTS.test(url.pathname), async (route) => {
    if (route.request().method() === "POST") await held;
    await route.fallback();
  });
  const pay = payButton(page).or(page.locator('button[aria-disabled="true"]'));
  await payButton(page).focus();
  await page.keyboard.press("Enter");
  const busy = page.locator('button[aria-disabled="true"]');
  await busy.waitFor();
  assert.equal(await busy.evaluate((element) => element === document.activeElement), true, "focus stays on the button");
  assert.equal(await page.locator("button[disabled]").count(), 0);
  await page.getByRole("status").filter({ hasText: /\S/ }).first().waitFor();
  for (let click = 0; click < 5; click += 1) await pay.first().click({ force: true, noWaitAfter: true });
  await page.keyboard.press("Enter");
  assert.equal(posts.length, 1);
  release();
  await arrive(page, "You are leaving for the payment page");
  assert.equal(posts.length, 1);
});

journey("ux-30: the key of an attempt stays the same over a lost answer and a reload", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED, /net::ERR_/] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const keys = [];
  let refuse = true;
  await page.route((url) => PAYMENTS.test(url.pathname), async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    keys.push(route.request().headers()["idempotency-key"]);
    return refuse ? route.abort("failed") : route.fallback();
  });
  const first = page.waitForRequest((request) => request.method() === "POST" && PAYMENTS.test(new URL(request.url()).pathname));
  await payButton(page).click();
  await first;
  await page.getByRole("heading", { level: 1, name: /Checking your payment|No payment has been made|Check your renewal and pay/ }).waitFor();
  refuse = false;
  await page.goto(sandbox.url("/renew/review"));
  await goOnToPay(page);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  assert.ok(keys.length >= 2, "asked again after the lost request");
  assert.equal(new Set(keys).size, 1, "with the same key");
});

journey("an error of the server after Pay is not taken for success", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payButton(page).waitFor();
  await answerWithProblem(page, sandbox, { method: "POST", path: /\/payments$/, status: 500, slug: "internal", times: 1 });
  await payButton(page).click();
  // The same attempt is repeated under its key, and leads to the payment page.
  await arrive(page, /You are leaving for the payment page|Checking your payment|No payment has been made/);
  assert.notEqual(path(page, sandbox), "/renew/confirmation");
  assert.equal((await ledger(sandbox)).length, 0);
});

journey("ux-68: two tabs pay at once: one captured payment, and both show the receipt", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const second = await context.newPage();
  await second.goto(sandbox.url("/renew/review"));
  await atStep(second, "review");
  await payButton(second).waitFor();
  await Promise.all([page, second].map((tab) => tab.evaluate(() => {
    const pay = [...document.querySelectorAll("button")].find((one) => /^Pay /.test(one.textContent.trim()));
    pay.click();
  })));
  for (const tab of [page, second]) {
    await tab.bringToFront();
    await tab
      .getByRole("heading", { level: 1, name: /You are leaving for the payment page|Checking your payment/ })
      .or(payButton(tab))
      .first()
      .waitFor();
  }
  // Each tab goes as far as it can: to the payment page and through it.
  await page.bringToFront();
  await toPaymentPage(page);
  await second.bringToFront();
  await toPaymentPage(second);
  await page.bringToFront();
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  await second.bringToFront();
  if (await second.getByLabel("Card number").count()) {
    // The provider knows better than to charge twice, and leads back to the site, which finds the receipt.
    await payWith(second, CARDS.approved);
    await arrive(second, "Membership renewed");
  }
  await second.goto(sandbox.url("/renew/review"));
  await arrive(second, "Membership renewed");
  assert.equal((await ledger(sandbox)).length, 1, "one captured payment");
});

journey("ux-68: a payment in one tab shows the receipt in the other, which can't pay any more", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const second = await context.newPage();
  await second.goto(sandbox.url("/renew/review"));
  await atStep(second, "review");
  await payButton(second).waitFor();
  await page.bringToFront();
  await payButton(page).click();
  await toPaymentPage(page);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  await second.bringToFront();
  await arrive(second, "Membership renewed");
  assert.equal(await payButton(second).count(), 0);
});

/** To the hosted payment page from wherever the tab stands, if it can go there. */
async function toPaymentPage(tab) {
  const leave = action(tab, "Continue to the payment page");
  if (!(await leave.isVisible())) {
    await tab.reload();
    await leave.or(payButton(tab)).first().waitFor();
    if (!(await leave.isVisible())) await payButton(tab).click();
  }
  await leave.waitFor();
  // News from the other tab may come in the moment of the press: the page looks again then, and one presses once more.
  await tab.waitForFunction(() => {
    const named = (button) => button.textContent.trim() === "Continue to the payment page";
    const button = [...document.querySelectorAll("button")].find(named);
    if (button?.ariaDisabled !== "true") button?.click();
    return !button && document.querySelector("h1")?.textContent.startsWith("Pay ");
  });
  await arrive(tab, /^Pay /);
}
