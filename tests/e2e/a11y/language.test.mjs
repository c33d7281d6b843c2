// The same journey in Bulgarian, and the switch between the two languages.
import assert from "node:assert/strict";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { arrive, atStep, fillProfile, renewTo, saved, signIn, speak } from "../harness/walk.mjs";

journey("ux-89: switching the language keeps the page and what was typed", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Trading name (optional)", "Cedar Trading Example");
  await saved(page);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await speak(page, "Български");
  await page.locator('html[lang="bg"]').waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((one) => one.value === "Cedar Trading Example"));
  assert.equal(new URL(page.url()).pathname, "/renew/profile");
  const text = await page.locator("main").innerText();
  assert.match(text, /[а-я]{4}/i);
  assert.doesNotMatch(text, /Save and continue|Legal company name/);
  await assertAccessible(page, "profile in Bulgarian");
  await speak(page, "English");
  await page.locator('html[lang="en"]').waitFor();
  await atStep(page, "profile");
});

journey("a browser that speaks Bulgarian is answered in Bulgarian, with its dates and money", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ locale: "bg-BG" });
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Choose an account");
  await page.getByRole("button", { name: /^Nadia Example:/ }).click();
  await page.locator('html[lang="bg"]').waitFor();
  await page.getByText(/25\sянуари 2027/).first().waitFor();
  const text = await page.locator("body").innerText();
  for (const english of ["Your membership", "Organizations", "Sign out", "days left"]) assert.ok(!text.includes(english), english);
  await assertAccessible(page, "membership in Bulgarian");
});

journey("words that arrive damaged, or not whole, change nothing and leave no error behind", async ({ sandbox, newcomer }) => {
  // The browser says itself that it refuses them.
  const { page } = await newcomer({ permits: [/integrity/] });
  await signIn(page, sandbox);
  const answered = page.waitForResponse(/\/locales\/bg-/);
  await page.route(/\/locales\/bg-/, (route) => route.fulfill({ contentType: "application/json", body: "{" }));
  // As a translator does it, or the app when the language is changed.
  await page.evaluate(() => document.documentElement.setAttribute("lang", "bg"));
  await (await answered).finished();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await arrive(page, "Your membership");
});
