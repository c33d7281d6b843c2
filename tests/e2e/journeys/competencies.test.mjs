// Competencies: what each needs and has, what a renewal makes of it, and asking a customer for a reference again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { REFUSED, countRequests } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { collapseWhitespace, pdfText } from "../harness/pdf.mjs";
import { arrive, atStep, button, signIn } from "../harness/walk.mjs";

const PATH = "/competencies";
const TITLE = "Manage competencies";
const DATE = String.raw`\d{1,2} [A-Z][a-z]+ \d{4}`;

/** The card of a competency, by its name and level. */
const card = (page, name) => page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name, exact: true }) }).last();

/** What is told of somebody or something in a card: the text from its name on. */
async function told(page, competency, name) {
  const entry = card(page, competency).getByRole("term").filter({ hasText: name }).locator("xpath=..");
  return collapseWhitespace(await entry.first().innerText());
}

/** Whether a card says this. */
async function says(page, competency, pattern) {
  assert.match(collapseWhitespace(await card(page, competency).innerText()), pattern);
}

journey("each kind of requirement tells who and what is missing, and what a renewal makes of the competency", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Ilse Example", PATH, TITLE);
  await page.getByText("At least one requirement is not met yet.", { exact: false }).waitFor();
  await assertAccessible(page, "competencies of every kind");

  await says(page, "Small Business Solutions Specialist", /If you renew now: not possible before its requirements are met/);
  assert.match(await told(page, "Small Business Solutions Specialist", "Jonas Example"), /Not passed.*65%, 70% needed/);
  assert.match(await told(page, "Small Business Solutions Specialist", "Ilse Example"), new RegExp(`Ended.*82%.*Counted until ${DATE}`));

  const cloud = "Cloud Platform Gold";
  await says(page, cloud, /If you renew now: it goes down to Silver Silver needs two certified people and one reference\./);
  await says(page, cloud, new RegExp(`Valid until ${DATE}`));
  assert.match(await told(page, cloud, "Jonas Example"), /Does not count yet.*Exam missing: Cloud Architect.*Exam missing: Cloud Security/);
  assert.match(await told(page, cloud, "Bruno Example"), new RegExp(`Counts.*Cloud Architect ends on ${DATE}, before your membership date`));
  assert.match(await told(page, cloud, "Paula Example"), /Counts elsewhere.*Counts for Modern Workplace, and nobody counts twice/);
  assert.match(await told(page, cloud, "Example Winery KG"), /Rejected.*We were not asked before\./);
  await says(page, cloud, /€61,200\.00 \(€50,000\.00 needed\)/);

  await says(page, "Data Analytics Silver", /If you renew now: it ends/);
  await says(page, "Data Analytics Silver", /Either: By certified people Not met.*Or: By references Not met/);

  await says(page, "Security Silver", /If you renew now: not possible before the program knows/);
  const assessments = card(page, "Security Silver").getByRole("group").filter({ hasText: "3 assessments" });
  await assessments.getByText("3 assessments").click();
  assert.match(await told(page, "Security Silver", "Bruno Example"), /Ended.*71 points, 70 needed/);
  assert.match(await told(page, "Security Silver", "Jonas Example"), /Not passed.*58 points, 70 needed/);

  await says(page, "Modern Workplace Gold", /If you renew now: it stays as it is/);
  await card(page, "Modern Workplace Gold").getByText("2 ways").click();
  await says(page, "Modern Workplace Gold", /Or: By usage Met Users who are active 260 \(250 needed\)/);
  await assertAccessible(page, "competencies with their details");

  const { text } = await pdfText(page, "A4");
  for (const folded of ["Selling workplace services, Ilse Example", "Does not apply", "Example Winery KG"]) {
    assert.ok(text.includes(folded), `${folded} is printed`);
  }
});

journey("a customer is asked for a reference again, and not a second time before seven days are over", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const cloud = "Cloud Platform Gold";
  const resend = "Send again Example Foods OOD";
  await signIn(page, sandbox, "Nadia Example", PATH, TITLE);
  const other = await context.newPage();
  await other.goto(sandbox.url(PATH));
  await arrive(other, TITLE);
  for (const one of [page, other]) await card(one, cloud).getByText("6 references").click();
  assert.match(await told(page, cloud, "Example Harbour AD"), new RegExp(`Awaiting an answer.*You can send it again from ${DATE}`));
  assert.match(await told(page, cloud, "Example Press AD"), /Rejected.*The project is not finished\./);
  assert.equal(await button(page, /^Send again/).count(), 1);
  const sent = countRequests(page, "POST", /\/resend$/);
  await button(page, resend).click();
  await page.waitForFunction(() => document.activeElement.textContent === "Example Foods OOD is asked again.");
  assert.match(await told(page, cloud, "Example Foods OOD"), new RegExp(`You can send it again from ${DATE}`));
  assert.equal(await button(page, resend).count(), 0);
  assert.equal(sent.length, 1);
  await assertAccessible(page, "a customer is asked again");

  // A tab that was opened before asks nobody once more.
  await button(other, resend).click();
  await other.getByText("Example Foods OOD is asked again.").waitFor();
  assert.equal(await button(other, resend).count(), 0);
});

journey("what the program refuses is told in its place, and who may not have a customer asked reads why", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  const refusal = readFileSync(new URL("../../contract/golden/problem.resend-too-early.json", import.meta.url), "utf8");
  await page.route(/\/resend$/, (route) => route.fulfill({
    status: 409,
    contentType: "application/problem+json",
    headers: { "access-control-allow-origin": "*" },
    body: refusal,
  }));
  await signIn(page, sandbox, "Nadia Example", PATH, TITLE);
  await card(page, "Cloud Platform Gold").getByText("6 references").click();
  await button(page, "Send again Example Foods OOD").click();
  await page.getByText("This customer was asked a short while ago.").waitFor();
  await page.getByText(/You can ask again from (28\sNovember|November\s28,) 2026/).waitFor();
  await assertAccessible(page, "a customer who was asked too early");

  const colleague = await newcomer();
  await signIn(colleague.page, sandbox, "Oleg Example", PATH, TITLE);
  await card(colleague.page, "Cloud Platform Gold").getByText("6 references").click();
  assert.match(await told(colleague.page, "Cloud Platform Gold", "Example Foods OOD"), /The Primary Program Contact can send it again/);
  assert.equal(await button(colleague.page, /^Send again/).count(), 0);
});

journey("forty competencies are shown, and what a renewal ends does not stop it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Boyan Example", PATH, TITLE);
  await page.getByText("You can renew, but not keep every competency as it is.").waitFor();
  const more = page.locator("details:not([open]) > summary").filter({ hasText: /^Show \d+ more$/ });
  assert.ok((await page.getByRole("heading", { level: 2 }).count()) < 40, "they come in parts");
  while ((await more.count()) > 0) await more.first().click();
  assert.equal(await page.getByRole("heading", { level: 2 }).count(), 40);
  await says(page, "Retail Migration Silver", /If you renew now: it ends/);
  await assertAccessible(page, "forty competencies");
  await button(page, "Re-enroll").click();
  await atStep(page, "requirements");
  await says(page, "Network Operations Gold", /If you renew now: it goes down a level/);
  await page.getByRole("checkbox", { name: "I confirm that these requirements are met, but for those of what renewing ends or lowers" }).check();
  await button(page, "Save and continue").click();
  await atStep(page, "profile");
  await arrive(page, "Review your organization profile");
});
