// The program's address check knows better than the address that was typed: both stand side by side, and the person chooses.
import assert from "node:assert/strict";
import { REFUSED } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { VERIFIED, atStep, button, fillProfile, profileValue, renewTo, saveProfile, signIn, submit, walk } from "../harness/walk.mjs";

const QUESTION = { name: "Which address is right?" };
const VERIFICATION = { name: "The program verifies this change" };

/** Types an address that is suggested otherwise in two ways. */
async function type(page) {
  await fillProfile(page, "Address line 1", "1 Example Blvd");
  await fillProfile(page, "City", "Varna");
  await fillProfile(page, "Postcode", "4000");
}

/** The table as it is read, row by row. */
const compared = (question) =>
  question.getByRole("row").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));

journey("a suggested address stands beside the typed one, and what is chosen is saved", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await type(page);
  await submit(page, "profile").click();
  await page.getByRole("region", VERIFICATION).waitFor();
  await button(page, VERIFIED).click();
  const question = page.getByRole("region", QUESTION);
  await question.waitFor();
  assert.equal(await page.getByRole("region", VERIFICATION).count(), 0, "one question after the other");
  await page.waitForFunction(() => document.activeElement.id === "address-question");
  assert.deepEqual(await compared(question), [
    ["", "Yours", "Suggested 1", "Suggested 2"],
    ["Address line 1", "1 Example Blvd", "1 Example Boulevard differs", "1 Example Boulevard differs"],
    ["City", "Varna", "Plovdiv differs", "Varna"],
    ["Postcode", "4000", "4000", "9000 differs"],
  ]);
  assert.ok(await question.getByLabel("Yours", { exact: true }).isChecked());
  await assertAccessible(page, "a suggested address");
  await page.setViewportSize({ width: 320, height: 640 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is cut off on a small screen");
  await question.getByLabel("Yours", { exact: true }).focus();
  await page.keyboard.press("ArrowDown");
  assert.ok(await question.getByLabel("Suggested 1").isChecked(), "it can be chosen by keyboard");
  assert.ok(await question.getByLabel("Suggested 1").evaluate((one) => one === document.activeElement));
  await submit(page, "profile").click();
  await walk(page, "agreement", "review");
  await page.getByText("1 Example Boulevard, 4000 Plovdiv, Bulgaria").waitFor();
});

journey("the typed address is kept after a reload, and one that cannot be checked is saved at once", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await type(page);
  await saveProfile(page);
  await page.getByRole("region", QUESTION).waitFor();
  await page.reload();
  await atStep(page, "profile");
  assert.equal(await profileValue(page, "Address line 1"), "1 Example Blvd");
  await saveProfile(page);
  await page.getByRole("region", QUESTION).waitFor();
  await submit(page, "profile").click();
  await atStep(page, "agreement");
  await page.goto(sandbox.url("/renew/profile"));
  await atStep(page, "profile");
  await page.getByText("1 Example Blvd, 4000 Varna, Bulgaria").waitFor();
  await fillProfile(page, "Address line 1", "503 Example Blvd");
  await saveProfile(page);
  await atStep(page, "agreement");
  await page.goto(sandbox.url("/renew/profile"));
  await page.getByText("The address check does not answer now, so the address is checked later. Nothing waits for it.").waitFor();
});
