// Tax: each tax on a line of its own, and exemption from it, which never keeps anybody from paying.
import assert from "node:assert/strict";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { control } from "../harness/sign_in.mjs";
import {
  CARDS,
  amountOnPay,
  arrive,
  atStep,
  button,
  field,
  leaveForPayment,
  payWith,
  renewTo,
  rows,
  signIn,
  submit,
  walk,
} from "../harness/walk.mjs";

const certificate = { name: "Certificate.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nexempt") };
const ask = (page) => page.getByRole("main").getByRole("button", { name: "Ask for exemption", exact: true });

/** The rows of the price: what it is for, and how much. */
const price = async (page) => (await rows(page)).filter(([, amount]) => /^[A-Z$€ ]*[\d,]+\.\d\d$/.test(amount));

journey("a country with two taxes shows each on a line, and a rejected request with its reason", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Desmond Example");
  await renewTo(page, "review", { name: "Desmond Example", location: /Vancouver/ });
  const lines = await price(page);
  const minor = (text) => Math.round(Number(text.replace(/[^\d.]/g, "")) * 100);
  assert.deepEqual(lines.map(([term]) => term), ["Membership fee, Advanced", "GST 5%, Canada", "PST 7%, Canada", "Total"], JSON.stringify(lines));
  const [fee, gst, pst, total] = lines.map(([, amount]) => minor(amount));
  assert.deepEqual([gst, pst, total], [Math.round(fee * 0.05), Math.round(fee * 0.07), fee + gst + pst]);
  await page.getByRole("link", { name: "Exemption from tax" }).click();
  await arrive(page, "Exemption from tax");
  await page.getByText(/^Rejected on .*2026.* Ground: Public body\./).waitFor();
  await page.getByText("The certificate names another company.").waitFor();
  await assertAccessible(page, "a rejected exemption");
});

journey("dinars have three decimals on every page, on the payment page and on the receipt", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Desmond Example");
  await renewTo(page, "location", { name: "Desmond Example" });
  await page.getByRole("radio", { name: /Manama/ }).check();
  await submit(page, "location").click();
  await atStep(page, "level");
  await page.getByText("BHD 200.415", { exact: false }).first().waitFor();
  await walk(page, "level", "review");
  const lines = (await rows(page)).filter(([, amount]) => amount.startsWith("BHD"));
  assert.deepEqual(
    lines.map(([term, amount]) => [term, amount.replace(/\s/g, " ")]),
    [["Membership fee, Advanced", "BHD 486.755"], ["VAT 10%, Bahrain", "BHD 48.676"], ["Total", "BHD 535.431"]],
  );
  assert.equal((await amountOnPay(page)).replace(/\s/g, " "), "BHD 535.431");
  await leaveForPayment(page, sandbox);
  await page.getByRole("heading", { name: "Pay BHD 535.431" }).waitFor();
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  const paid = (await rows(page)).map((row) => row.join(": ").replace(/\s/g, " "));
  assert.ok(paid.includes("Total: BHD 535.431"), paid.join("; "));
});

journey("exemption is asked for with a certificate, changes nothing until it is accepted, and takes the tax away", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const before = await amountOnPay(page);
  await page.getByRole("link", { name: "Exemption from tax" }).click();
  await arrive(page, "Exemption from tax");
  await ask(page).click();
  await page.getByRole("link", { name: "Select the ground for exemption", exact: true }).waitFor();
  await assertAccessible(page, "exemption with nothing chosen");
  await field(page, "Ground for exemption").selectOption({ label: "Charitable organization" });
  await field(page, "Certificate").setInputFiles(certificate);
  await ask(page).dblclick();
  await page.getByText(/^Asked for on .*2026.* Ground: Charitable organization\./).waitFor();
  await page.getByText("Nothing changes in your prices until it is decided.").waitFor();
  await assertAccessible(page, "a request for exemption");

  await page.goto(sandbox.url("/renew/review"));
  await atStep(page, "review");
  await page.getByText("The price stays as it is until that is decided, and you can pay meanwhile.", { exact: false }).waitFor();
  assert.equal(await amountOnPay(page), before);

  await control(sandbox, "tax-exemption", { organization: "org-cedar", state: "accepted" });
  await page.reload();
  await atStep(page, "review");
  await page.getByText("No tax is charged: Charitable organization.").waitFor();
  const lines = await price(page);
  assert.deepEqual(lines.map(([term]) => term), ["Membership fee, Advanced", "Total"], JSON.stringify(lines));
  await page.getByRole("link", { name: "Exemption from tax" }).click();
  await arrive(page, "Exemption from tax");
  await page.getByText(/^Accepted on .* Ground: Charitable organization\./).waitFor();
  assert.equal(await button(page, "Ask for exemption").count(), 0);
});

journey("a colleague reads how it stands, and who can ask", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Oleg Example", "/organizations/org-cedar/tax-exemption", "Exemption from tax");
  await page.getByText("Only your primary program contact can ask for it.").waitFor();
  assert.equal(await button(page, "Ask for exemption").count(), 0);
});
