// The verification of a company: why it was rejected, an appeal with a document, and who may not appeal.
import assert from "node:assert/strict";
import { REFUSED, answerWithProblem, countRequests } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { control } from "../harness/sign_in.mjs";
import { action, arrive, button, field, rows, signIn } from "../harness/walk.mjs";

const TITLE = "Verification of your company";
const PDF = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(3000, " ")]);
const named = (name, buffer = PDF) => ({ name, mimeType: "application/pdf", buffer });

const focused = (page, id) => page.waitForFunction((id) => document.activeElement?.id === id, id);

/** Signs in and follows the link of the membership page. */
async function open(page, sandbox, person) {
  await signIn(page, sandbox, person);
  await action(page, "See the verification").click();
  await arrive(page, TITLE);
}

async function fillIn(page) {
  await field(page, "Kind of document").selectOption({ label: "Extract from the company register" });
  await field(page, "What the program should know (optional)").fill("The number has ten digits since 2024.");
  await field(page, "The document").setInputFiles(named("Извлечение 2026.pdf"));
}

journey("a rejected company appeals with a document, and the verification is pending again until it is decided", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await open(page, sandbox, "Ronja Example");
  const told = new Map(await rows(page));
  assert.equal(told.get("Reason"), "The business register has no company with your registration number.");
  assert.match(told.get("Who can appeal"), /^Ronja Example/);
  assert.match(told.get("Who can help"), /^Partner desk/);
  await page.getByText("You can appeal 3 more times.").waitFor();
  await page.getByText("An answer usually comes within 5 working days.").waitFor();
  await assertAccessible(page, "a rejected verification");

  await button(page, "Send the appeal").click();
  const summary = page.getByRole("group", { name: "There is a problem" });
  await summary.getByRole("link", { name: "Select the kind of document" }).waitFor();
  await summary.getByRole("link", { name: "Choose the file with the document" }).click();
  await focused(page, "proof");
  await assertAccessible(page, "an appeal with errors");

  const sent = countRequests(page, "POST", /\/appeals$/);
  await fillIn(page);
  await button(page, "Send the appeal").dblclick();
  await focused(page, "appeal-sent");
  assert.equal(sent.length, 1, "a second click sends nothing");
  await page.getByText(/^We received your appeal on .*2026.*\. The verification is pending again\.$/).waitFor();
  await page.getByText("Извлечение 2026.pdf (3 KB)").waitFor();
  assert.equal(await button(page, "Send the appeal").count(), 0);
  await assertAccessible(page, "an appeal that was received");

  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await page.getByText("Being verified").waitFor();
  await page.getByText("Your appeal is being read.").waitFor();
  await action(page, "See the verification").click();
  await arrive(page, TITLE);
  await page.getByText(/^We received your appeal on/).waitFor();

  await control(sandbox, "verification", { organization: "org-elder", state: "rejected" });
  await page.reload();
  await arrive(page, TITLE);
  await page.getByText("You can appeal 2 more times.").waitFor();
  assert.ok(new Map(await rows(page)).has("Rejected on"), "what was sent before stays");
  await control(sandbox, "verification", { organization: "org-elder", state: "accepted" });
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await action(page, "Renew").waitFor();
});

journey("a rejected company corrects its data, and is verified anew", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await open(page, sandbox, "Ronja Example");
  const number = field(page, "Registration number");
  await number.waitFor();
  assert.equal(await field(page, "Legal company name").inputValue(), "Elder Example AB");
  await button(page, "Correct and have it verified").click();
  const summary = page.getByRole("group", { name: "There is a problem" });
  await summary.getByRole("link", { name: "Change what is wrong first" }).waitFor();
  await assertAccessible(page, "a correction of nothing");
  await number.fill("12");
  await button(page, "Correct and have it verified").click();
  const right = page.getByRole("checkbox", { name: "I have checked this number. It is right." });
  await right.waitFor();
  await assertAccessible(page, "a number that looks unusual");
  await number.fill("556677-8899");
  await right.waitFor({ state: "detached" });
  await page.reload();
  await arrive(page, TITLE);
  await page.waitForFunction(() => document.querySelector("#registrationNumber")?.value === "556677-8899");

  const sent = countRequests(page, "PUT", /\/profile$/);
  await button(page, "Correct and have it verified").dblclick();
  await page.getByText("The program is verifying your company.").waitFor();
  assert.equal(sent.length, 1, "a second click sends nothing");
  assert.equal(await button(page, "Correct and have it verified").count(), 0);
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await page.getByText("Being verified").waitFor();
  await control(sandbox, "verification", { organization: "org-elder", state: "accepted" });
  await page.reload();
  await arrive(page, "Your membership");
  await action(page, "Renew").waitFor();
});

journey("what the server refuses of an appeal is told, and nothing that is typed is lost", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await open(page, sandbox, "Ronja Example");
  await fillIn(page);
  await answerWithProblem(page, sandbox, { method: "PUT", path: /\/document$/, status: 413, slug: "proof-too-large" });
  await button(page, "Send the appeal").click();
  await page.getByRole("link", { name: "The file must be 2 MB or smaller" }).waitFor();
  await page.reload();
  await arrive(page, TITLE);
  assert.match(await field(page, "What the program should know (optional)").inputValue(), /ten digits/);
  await control(sandbox, "verification", { organization: "org-elder", state: "accepted" });
  await field(page, "The document").setInputFiles(named("late.pdf"));
  await button(page, "Send the appeal").click();
  await page.getByText("An appeal is not possible now.").waitFor();
  await page.getByText("The program has verified your company. There is nothing to do here.").waitFor();
});

journey("a colleague reads who can appeal, and who has used all appeals is led to the program", async ({ sandbox, newcomer }) => {
  const ebba = await newcomer();
  await open(ebba.page, sandbox, "Ebba Example");
  await ebba.page.getByText("Only the Primary Program Contact can appeal: Ronja Example.").waitFor();
  assert.equal(await button(ebba.page, "Send the appeal").count(), 0);
  await assertAccessible(ebba.page, "a rejection as a colleague sees it");

  const kaspar = await newcomer();
  await open(kaspar.page, sandbox, "Kaspar Example");
  await kaspar.page.getByText("No appeal is left. Write to the program if you have something new.").waitFor();
  const href = await action(kaspar.page, "Write to the program").getAttribute("href");
  assert.match(href, /^mailto:desk@partner-program\.example\?subject=Yew/);
  assert.equal(await kaspar.page.getByText("Rejected on", { exact: true }).count(), 3);
  await assertAccessible(kaspar.page, "no appeal is left");
});

journey("who is being verified reads since when, and how long it usually takes", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Viktor Example");
  await page.getByText(/^Since 22\sNovember 2026: /).waitFor();
  await page.getByText("You can renew as soon as it is done. Verification usually takes up to 5 working days.").waitFor();
});
