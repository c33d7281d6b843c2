// Orders and receipts: documents to keep, an order that is cancelled, money that is asked back, proof of a membership.
import assert from "node:assert/strict";
import { REFUSED } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { pdfText } from "../harness/pdf.mjs";
import { action, arrive, button, signIn } from "../harness/walk.mjs";

/** The order that leads to this date, as its card. */
const order = (page, until) => page.getByRole("main").locator("section").filter({ hasText: until });

/** The text of what the browser saves when the button is pressed. */
async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() };
}

/** What happened to an order, with its days, the oldest first. */
async function happened(card) {
  const events = await card.locator("details dl.dated > div").evaluateAll((all) =>
    all.map((one) => [one.querySelector("dt"), one.querySelector("dd")].map((part) => part.innerText.replace(/\s+/g, " "))),
  );
  return events.map(([when, what]) => [when.match(/\d+ \w+ \d{4}/)?.[0], what.match(/^[A-Z][a-z]+( [a-z]+)*/)?.[0]]);
}

async function done(page, text) {
  await page.getByRole("main").getByText(text, { exact: false }).waitFor();
  await page.waitForFunction((said) => document.activeElement.textContent.includes(said), text);
}

journey("earlier orders are listed with what happened, and their documents are saved", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Dora Example");
  await page.getByRole("banner").getByRole("link", { name: "Orders", exact: true }).first().click();
  await arrive(page, "Orders and receipts");
  const cards = page.getByRole("heading", { level: 2, name: /^Membership until/ });
  await cards.first().waitFor();
  assert.equal(await cards.count(), 3);
  await assertAccessible(page, "orders");
  const first = page.getByRole("main").locator("section").first();
  for (const [label, name, content] of [
    ["Download the receipt", /receipt.*\.html$/i, "R-2026-00912"],
    ["Download the invoice", /invoice.*\.html$/i, "R-2026-00912"],
    ["Download the signed agreement", /\.txt$/, "Signer: Dora Example"],
  ]) {
    const file = await saved(page, () => first.getByRole("button", { name: label }).click());
    assert.match(file.name, name);
    assert.ok(file.text.includes(content), `${label}: ${file.text.slice(0, 200)}`);
  }
  await arrive(page, "Orders and receipts");
  assert.deepEqual(await happened(first), [["12 November 2026", "Ordered"], ["12 November 2026", "Paid"]]);
  const second = page.getByRole("main").locator("section").nth(1);
  await second.getByText("What happened", { exact: true }).click();
  assert.deepEqual(await happened(second), [["10 November 2025", "Ordered"], ["10 November 2025", "Paid"]]);
  await first.getByRole("link", { name: "Open the confirmation" }).click();
  await arrive(page, "Membership renewed");
});

journey("the money of a paid order is asked back, and the membership is as it was", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Dora Example", "/orders", "Orders and receipts");
  await button(page, "Ask for a refund").click();
  const dialog = page.getByRole("dialog", { name: /^Ask for .* back\?$/ });
  await dialog.waitFor();
  await assertAccessible(page, "a question before money is asked back");
  await dialog.getByRole("button", { name: "Leave it as it is" }).click();
  await button(page, "Ask for a refund").click();
  await dialog.getByRole("button", { name: "Ask for a refund" }).click();
  await done(page, "The money of order R-2026-00912 is on its way back.");
  const first = page.getByRole("main").locator("section").first();
  await first.locator(".status").getByText("Refunded", { exact: true }).waitFor();
  assert.equal(await first.getByRole("link", { name: "Open the confirmation" }).count(), 0, "nothing calls it active");
  await first.getByRole("heading", { level: 2, name: /, not in force/ }).waitFor();
  await assertAccessible(page, "an order that was refunded");
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await action(page, "Renew").waitFor();
});

journey("an order that waits for its money is cancelled, and money that comes later goes back", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Milena Example", "/orders", "Orders and receipts");
  await page.getByText(/^We await .* It has to arrive by/).waitFor();
  await page.getByRole("heading", { level: 2, name: /^Renewal until \d/ }).first().waitFor();
  await page.getByRole("link", { name: "How to pay" }).click();
  await arrive(page, "Renewal received, payment pending");
  await page.goto(sandbox.url("/orders"));
  await arrive(page, "Orders and receipts");
  await button(page, "Cancel the order").first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the order" }).click();
  await done(page, "is cancelled.");
  assert.equal(await button(page, "Cancel the order").count(), 0);
  await page.reload();
  await arrive(page, "Orders and receipts");
  await page.locator(".status").getByText("Cancelled", { exact: true }).waitFor();
});

journey("whoever cannot have a letter now reads why, and is not offered one", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Lars Example", "/organizations/org-alder/letter", "Proof of membership");
  await page.getByText("A letter cannot be issued now.").waitFor();
  await page.getByText("It proves a membership that is in force.", { exact: false }).waitFor();
  assert.equal(await button(page, "Issue the letter").count(), 0);
  await assertAccessible(page, "no letter can be issued");
});

journey("a letter is issued and printed, anybody checks it without signing in, and it is revoked", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Dora Example", "/orders", "Orders and receipts");
  await page.getByRole("link", { name: "A letter that proves your membership" }).click();
  await arrive(page, "Proof of membership");
  await button(page, "Issue the letter").click();
  await page.getByRole("heading", { name: "Check this letter" }).waitFor();
  await assertAccessible(page, "a letter");
  for (const format of ["A4", "Letter"]) {
    // What a sandbox is may stand on a second sheet; a live site does not say it.
    assert.match((await pdfText(page, format)).pages[0], /\/verify\/[A-Z2-9-]{29}/, `${format}: all of it on one sheet`);
  }
  const address = page.getByRole("main").getByRole("link", { name: /\/verify\// });
  const url = await address.getAttribute("href");
  assert.match(url, /\/verify\/([A-Z2-9]{5}-){4}[A-Z2-9]{5}$/);

  const other = await newcomer();
  await other.page.goto(url);
  await arrive(other.page, "Membership check");
  await other.page.getByText("This membership is in force").waitFor();
  await other.page.getByText("Aspen Example EOOD", { exact: true }).waitFor();
  assert.equal(await other.page.getByText(/dora@|R-2026|588/).count(), 0, "nothing else is told");
  await assertAccessible(other.page, "a letter that is checked");

  await button(page, "Revoke the letter").first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke the letter" }).click();
  await button(page, "Issue the letter").waitFor();
  const third = await newcomer({ permits: [REFUSED] });
  await third.page.goto(url);
  await arrive(third.page, "Membership check");
  await third.page.getByText("No letter holds under this code.").waitFor();
  await assertAccessible(third.page, "a letter that was revoked");
});
