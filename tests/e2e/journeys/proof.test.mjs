// Proof of a bank transfer: sent from the confirmation that waits for the money, replaced, refused, and not asked for
// where it means nothing.
import assert from "node:assert/strict";
import { REFUSED, answerWithProblem, countRequests, paymentOf, tokenOf } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { control } from "../harness/sign_in.mjs";
import { arrive, button, field, focus, orderBy } from "../harness/walk.mjs";

const PDF = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(3000, " ")]);
const LABEL = "Your bank’s confirmation";
const named = (name, buffer = PDF) => ({ name, mimeType: "application/pdf", buffer });

/** Orders by transfer, and opens the form for a proof: the focus is on the control. */
async function openForm(page, sandbox) {
  await orderBy(page, sandbox, "Bank transfer");
  await button(page, "Add your bank’s confirmation").click();
  await focused(page, "proof");
}

/** Waits until the focus is on the element with this id: it moves with the next picture. */
const focused = (page, id) => page.waitForFunction((id) => document.activeElement?.id === id, id);

journey("proof of a transfer: sent, told on the spot and on any later visit, replaced by another", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  const ask = tokenOf(context, sandbox);
  await openForm(page, sandbox);
  const sent = countRequests(page, "PUT", /\/proof$/);
  await field(page, LABEL).setInputFiles(named("Превод 24.11 – Sofia.pdf"));
  await button(page, "Send file").dblclick();
  await page.getByText("We have your file Превод 24.11 – Sofia.pdf (3 KB)").waitFor();
  // The focus is on what was done.
  await focused(page, "proof-sent");
  assert.equal(sent.length, 1, "a second click sends nothing");
  assert.equal((await paymentOf(ask)).proof.name, "Превод 24.11 – Sofia.pdf");
  assert.equal(await field(page, LABEL).inputValue(), "", "the control is empty again");
  await assertAccessible(page, "proof sent");

  await page.reload();
  await page.getByText(/We have your file Превод .* received on .*2026/).waitFor();
  assert.equal(await page.getByText("If you have already sent the money").count(), 0, "who has sent it is not asked whether");
  assert.equal(await field(page, LABEL).count(), 0, "the form is opened by whoever wants to send another file");
  await button(page, "Send another file instead").click();
  await focused(page, "proof");
  await field(page, LABEL).setInputFiles(named("second.pdf"));
  await button(page, "Send another file instead").click();
  await page.getByText("We have your file second.pdf").waitFor();
  assert.equal((await paymentOf(ask)).proof.name, "second.pdf");
});

journey("proof of a transfer: no file, one of another kind and one too large are told before anything is sent", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await openForm(page, sandbox);
  const sent = countRequests(page, "PUT", /\/proof$/);
  const refused = async (message) => {
    await button(page, "Send file").click();
    await page.getByRole("link", { name: message, exact: true }).waitFor();
    await focused(page, "error-summary");
    assert.match(await page.title(), /^Error: /);
    await page.getByRole("link", { name: message, exact: true }).click();
    await focused(page, "proof");
  };
  await refused("Choose the file to send");
  await assertAccessible(page, "proof missing");
  await field(page, LABEL).setInputFiles(named("letter.pdf", Buffer.from("PK\u0003\u0004 a letter with another ending")));
  await refused("The file must be a PDF, PNG or JPEG");
  await field(page, LABEL).setInputFiles(named("large.pdf", Buffer.concat([PDF, Buffer.alloc(2 * 1024 * 1024)])));
  await refused("The file must be 2 MB or smaller");
  assert.equal(sent.length, 0);
  await field(page, LABEL).setInputFiles(named("right.pdf"));
  await button(page, "Send file").click();
  await page.getByText("We have your file right.pdf").waitFor();
  assert.equal(await page.getByText("There is a problem").count(), 0);
});

journey("proof of a transfer: what the server refuses is told at the file, and a settled transfer shows how it stands", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const ask = tokenOf(context, sandbox);
  await openForm(page, sandbox);
  await field(page, LABEL).setInputFiles(named("transfer.pdf"));
  await answerWithProblem(page, sandbox, { method: "PUT", path: /\/proof$/, status: 413, slug: "proof-too-large" });
  await button(page, "Send file").click();
  await page.getByRole("link", { name: "The file must be 2 MB or smaller" }).waitFor();
  await answerWithProblem(page, sandbox, { method: "PUT", path: /\/proof$/, status: 500, slug: "internal" });
  await button(page, "Send file").click();
  await page.getByText("req-from-the-test").waitFor();
  assert.equal(await field(page, LABEL).evaluate((control) => control.files[0].name), "transfer.pdf", "the choice is kept");

  // The money arrives before the file does.
  const { id } = await paymentOf(ask);
  await control(sandbox, "settle", { payment: id });
  await button(page, "Send file").click();
  await arrive(page, "Membership renewed");
  assert.match((await focus(page)).text, /^(Membership renewed|Renewal received)/, "the focus is on the heading");
  assert.equal(await field(page, LABEL).count(), 0, "nobody is asked for proof of what has arrived");
});
