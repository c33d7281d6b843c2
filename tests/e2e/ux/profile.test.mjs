// The profile, summary first: what is right is continued with one press, and a section opens where something is not.
import assert from "node:assert/strict";
import { REFUSED } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { VERIFIED, atStep, button, edit, field, fillProfile, focus, profileValue, renewTo, saveProfile, saved, signIn, speak, submit, walk } from "../harness/walk.mjs";

const CORRECT = "Everything is correct: continue";
const summary = (page, name) => page.getByRole("region", { name, exact: true });

journey("the profile is a summary, and the button that says it is right needs no scrolling", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ viewport: { width: 1280, height: 800 } });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const correct = button(page, CORRECT);
  const { y, height } = await correct.boundingBox();
  assert.ok(y + height <= 800, `its lower edge is at ${y + height}`);
  const expected = {
    Company: ["Cedar Example EOOD", "Trading as Cedar Example, https://cedar.example", "123456789"],
    "Legal address": ["1 Example Boulevard, 1000 Sofia, Bulgaria"],
    Contacts: ["Nadia Example", "nadia@cedar.example", "Nadia Example"],
    Business: ["System integrator", "Managed services"],
  };
  for (const [name, texts] of Object.entries(expected)) {
    const text = await summary(page, name).innerText();
    for (const one of texts) assert.ok(text.includes(one), `${name}: ${text}`);
  }
  assert.equal(await page.locator("main input, main select").count(), 0);
  await correct.click();
  await atStep(page, "agreement");
});

journey("however long the values are, in either language, the button is in sight and covers nothing that has the focus", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ viewport: { width: 1280, height: 800 } });
  await signIn(page, sandbox, "Quinn Example");
  await renewTo(page, "profile");
  const isInSight = async (name) => {
    const { y, height } = await button(page, name).boundingBox();
    assert.ok(y + height <= 800, `the lower edge of "${name}" is at ${y + height}`);
    return y;
  };
  await isInSight(CORRECT);
  await speak(page, "Български");
  const top = await isInSight("Всичко е вярно: продължете");
  for (const edit of await page.getByRole("button", { name: /^Промяна / }).all()) {
    await edit.focus();
    const { y, height } = await edit.boundingBox();
    assert.ok(y + height <= top, `${await edit.textContent()} ends at ${y + height}, and the foot begins at ${top}`);
  }
});

journey("a section opens in place, tells what is changed, and gives the stored values back", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await button(page, "Edit Contacts").click();
  await page.waitForFunction(() => document.activeElement.id === "contactName");
  await button(page, "Done").click();
  await button(page, "Edit Contacts").waitFor();
  assert.equal((await focus(page)).id, "edit-contacts");
  await fillProfile(page, "City", "Varna");
  await saved(page);
  await button(page, "Save and continue").waitFor();
  await button(page, "Done").click();
  await summary(page, "Legal address").getByText("1 Example Boulevard, 1000 Varna, Bulgaria").waitFor();
  await summary(page, "Legal address").getByText("Changed. The program gets it when you continue.").waitFor();
  await edit(page, "Legal address");
  await button(page, "Undo changes").click();
  await summary(page, "Legal address").getByText("1 Example Boulevard, 1000 Sofia, Bulgaria").waitFor();
  await button(page, CORRECT).click();
  await atStep(page, "agreement");
});

journey("an error opens its section, and its link leads to the field", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ viewport: { width: 390, height: 844 } });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Postcode", "10A");
  await button(page, "Done").click();
  await button(page, "Edit Legal address").waitFor();
  await submit(page, "profile").click();
  await page.getByRole("link", { name: "Postcode: use a format like 1000" }).click();
  await page.waitForFunction(() => document.activeElement.id === "postalCode");
  await field(page, "Postcode").fill("1000");
  await submit(page, "profile").click();
  await atStep(page, "agreement");
});

journey("a change that the program verifies is told before it is saved, and one can go back", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Legal company name", "Cedar Renamed Example EOOD");
  await fillProfile(page, "City", "Varna");
  await submit(page, "profile").click();
  const question = page.getByRole("region", { name: "The program verifies this change" });
  await question.waitFor();
  await page.waitForFunction(() => document.activeElement.id === "verification");
  const told = (await question.innerText()).replaceAll("\u00a0", " ");
  for (const one of ["Legal company name, City", "up to 5 working days", "no new letter", "does not stop the renewal"]) {
    assert.ok(told.includes(one), `${one}: ${told}`);
  }
  await assertAccessible(page, "a change that is verified");
  await button(page, "Go back").click();
  await question.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement.id === "legalName");
  assert.equal(await profileValue(page, "Legal company name"), "Cedar Renamed Example EOOD");
  assert.equal(await profileValue(page, "City"), "Varna");
  await submit(page, "profile").click();
  await button(page, VERIFIED).click();
  await atStep(page, "agreement");
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await atStep(page, "profile");
  await page.getByText(/^Your change of \d+\sNovember 2026 is being verified\.$/).waitFor();
  await page.getByText("Verification usually takes up to 5 working days.").waitFor();
  await assertAccessible(page, "a change that is being verified");
});

journey("a legal form is no legal name, and an odd name is taken once it is confirmed", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Legal company name", "EOOD");
  await submit(page, "profile").click();
  await page.getByRole("link", { name: "Legal company name: enter the whole name" }).waitFor();
  await fillProfile(page, "Legal company name", "CEDAR EXAMPLE EOOD");
  await submit(page, "profile").click();
  await page.getByRole("link", { name: "does not look like the name of a company" }).waitFor();
  await assertAccessible(page, "an odd legal name");
  await page.getByRole("checkbox", { name: "I have checked this name. It is right." }).check();
  await saveProfile(page);
  await atStep(page, "agreement");
});

journey("a tax number is taken while its authority is down, and refused where the authority does not know it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  const pending = "The tax authority does not answer now, so the number is checked later. Nothing waits for it.";
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "VAT number (optional)", "BG123456404");
  await submit(page, "profile").click();
  await page.getByRole("link", { name: "VAT number: the tax authority does not know this number" }).waitFor();
  await assertAccessible(page, "a tax number that is not known");
  await fillProfile(page, "VAT number (optional)", "BG123456503");
  await submit(page, "profile").click();
  await walk(page, "agreement", "review");
  await page.getByText(pending).waitFor();
  await assertAccessible(page, "a tax number that is checked later");
  await page.goto(sandbox.url("/renew/profile"));
  await atStep(page, "profile");
  await summary(page, "Company").getByText(pending).waitFor();
});
