// The whole renewal by card, from the start page to the confirmation, whatever server the site comes from.
import assert from "node:assert/strict";
import {
  CARDS, STEPS, action, amountOnPay, arrive, button, complete, leaveForPayment, path, payWith, rows,
} from "./walk.mjs";

/**
 * Signs in as Nadia and renews; `atMembership` looks at the membership before. Returns what the confirmation says.
 *
 * @param {{atMembership?: () => Promise<void>}} options
 */
export async function goldenPath(page, sandbox, { atMembership } = {}) {
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await action(page, "Start now").first().click();
  await arrive(page, "Choose an account");
  await page.getByRole("button", { name: /^Nadia Example:/ }).click();
  await arrive(page, "Your membership");
  await page.getByText("Cedar Example EOOD").first().waitFor();
  await page.getByText(/\b62 days\b/).first().waitFor();
  await atMembership?.();

  await action(page, "Renew").click();
  for (const [index, { slug, heading }] of STEPS.slice(0, -1).entries()) {
    await arrive(page, heading);
    assert.equal(path(page, sandbox), `/renew/${slug}`);
    await page.getByText(`Step ${index + 1} of 7`).first().waitFor();
    await complete(page, slug);
  }
  await page.getByText("Step 7 of 7").first().waitFor();
  const amount = await amountOnPay(page);
  const shown = await rows(page);
  assert.ok(shown.length >= 8, `the review shows every answer: ${JSON.stringify(shown)}`);

  await leaveForPayment(page, sandbox);
  await arrive(page, `Pay ${amount}`);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  assert.equal(path(page, sandbox), "/renew/confirmation");
  const text = await page.locator("main").innerText();
  assert.match(text, /R-\d{4}-\d{5}/, "the reference");
  assert.ok(text.includes(amount), "the amount");
  for (const words of ["Cedar Example EOOD", "Advanced", "Sofia", "Nadia Example"]) assert.ok(text.includes(words), words);
  await button(page, "Print this page").waitFor();
  await page.getByRole("main").getByRole("link", { name: "Orders and receipts" }).waitFor();
  return { text };
}
