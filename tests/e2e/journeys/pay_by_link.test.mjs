// Somebody else pays: a link is made, passed on, paid by without signing in, withdrawn. And a promotion code.
import assert from "node:assert/strict";
import { REFUSED } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import {
  amountOnPay, arrive, atStep, button, CARDS, field, payButton, payWith, renewTo, signIn,
} from "../harness/walk.mjs";

/** From the review to the link, made. Gives its address. */
async function makeLink(page) {
  await page.getByRole("link", { name: "Somebody else pays? Send them a link" }).click();
  await arrive(page, "Let somebody else pay");
  await button(page, "Make the link").waitFor();
  await assertAccessible(page, "before a payment link is made");
  await button(page, "Make the link").click();
  const text = await page.getByRole("blockquote").textContent();
  const [address] = text.match(/http:\S+\/pay\/([A-Z2-9]{5}-){4}[A-Z2-9]{5}$/) ?? [];
  assert.ok(address, text);
  assert.match(text, /Cedar Example EOOD: €1,428\.00/);
  return address;
}

journey("somebody else pays by a link without signing in, and whoever sent it sees the membership renewed", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const address = await makeLink(page);
  await assertAccessible(page, "a payment link");

  const other = await newcomer();
  await other.page.goto(address);
  await arrive(other.page, "Pay for a partner membership");
  await other.page.getByText("Cedar Example EOOD", { exact: true }).waitFor();
  await other.page.getByText("€1,428.00", { exact: true }).waitFor();
  assert.equal(await other.page.getByText(/Nadia|nadia@|Sofia|4210001/).count(), 0, "nothing else is told");
  await assertAccessible(other.page, "what is to be paid by a link");
  await button(other.page, "Go to the payment page").click();
  await arrive(other.page, /^Pay /);
  assert.equal(new URL(other.page.url()).origin, sandbox.pay);

  await button(page, "Check again").click();
  await page.getByText("Somebody has opened the payment page by your link.").waitFor();
  await assertAccessible(page, "a payment link by which somebody is paying");
  await page.goto(sandbox.url("/renew/review"));
  await arrive(page, "Waiting for the payment");
  await page.getByText("Somebody has opened the payment page by the link that you sent.").waitFor();
  await assertAccessible(page, "an own payment that has to wait");
  await page.getByRole("link", { name: "See the link" }).click();
  await arrive(page, "Let somebody else pay");
  assert.equal(await page.getByRole("banner").locator('nav a[aria-current="true"]').first().textContent(), "Membership");

  await payWith(other.page, CARDS.approved);
  await arrive(other.page, "Pay for a partner membership");
  // What has changed since the page was opened stands in a live region too.
  const paid = other.page.getByText("This membership is paid. Thank you.");
  await paid.first().waitFor();
  assert.equal(other.page.url(), address, "the payment page leads back to the link");
  await assertAccessible(other.page, "a membership that was paid by a link");

  await button(page, "Check again").click();
  await arrive(page, "Membership renewed");
});

journey("a link that is withdrawn leads to no payment, and an own payment is made", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const address = await makeLink(page);
  const early = await newcomer({ permits: [REFUSED] });
  await early.page.goto(address);
  await button(early.page, "Go to the payment page").waitFor();
  await button(page, "Withdraw the link").first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw the link" }).click();
  await button(page, "Make the link").waitFor();
  await button(early.page, "Go to the payment page").click();
  // Whoever has the page open is told by a live region.
  await early.page.getByRole("status").filter({ hasText: "There is no payment under this link." }).waitFor();
  const other = await newcomer({ permits: [REFUSED] });
  await other.page.goto(address);
  await arrive(other.page, "Pay for a partner membership");
  await other.page.getByText("There is no payment under this link.").waitFor();
  await assertAccessible(other.page, "a link that was withdrawn");
  await page.getByRole("link", { name: "Check your renewal and pay" }).click();
  await atStep(page, "review");
  await payButton(page).click();
  await arrive(page, "You are leaving for the payment page");
});

journey("a promotion code changes the price before it is paid, and a bad one stops nobody", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  assert.equal(await amountOnPay(page), "€1,428.00");
  await page.getByText("I have a promotion code", { exact: true }).click();
  await field(page, "Promotion code").fill("spring24");
  await field(page, "Promotion code").press("Enter");
  await page.getByText("The code spring24 has ended. The price is the usual one.").waitFor();
  assert.equal(await amountOnPay(page), "€1,428.00");
  await field(page, "Promotion code").fill("WELCOME10");
  await button(page, "Apply the code").click();
  await page.getByText("The discount of code WELCOME10 is taken off.", { exact: false }).waitFor();
  assert.equal(await amountOnPay(page), "€1,285.20");
  await assertAccessible(page, "a review with a promotion code");
  await payButton(page).click();
  await arrive(page, "You are leaving for the payment page");
  await page.getByText("€1,285.20", { exact: true }).waitFor();
});
