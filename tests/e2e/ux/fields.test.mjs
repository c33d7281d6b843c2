// Fields: what browsers, keyboards and assistive technology are told about them.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import {
  atStep, edit, field, fillProfile, profileField, profileValue, renewTo, saved, signIn, submit,
} from "../harness/walk.mjs";

/** Attributes of a field as a browser reads them. */
const attributes = async (page, label) =>
  (await profileField(page, label)).evaluate((one) => ({
    type: one.type,
    autocomplete: one.getAttribute("autocomplete"),
    inputmode: one.getAttribute("inputmode"),
    spellcheck: one.getAttribute("spellcheck"),
  }));

journey("ux-44: fields name their purpose", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  for (const [label, token] of [
    ["Legal company name", /organization$/],
    ["Website (optional)", /url$/],
    ["Country", /country$/],
    ["Address line 1", /address-line1$/],
    ["Address line 2 (optional)", /address-line2$/],
    ["City", /address-level2$/],
    ["Postcode", /postal-code$/],
    ["Primary contact name", /name$/],
    ["Primary contact email", /email$/],
    ["Primary contact phone", /tel$/],
  ]) {
    assert.match((await attributes(page, label)).autocomplete ?? "", token, label);
  }
});

journey("ux-45 ux-46: keyboards fit the answer, and nobody spell-checks a name", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  assert.equal((await attributes(page, "Primary contact email")).type, "email");
  assert.equal((await attributes(page, "Primary contact phone")).type, "tel");
  assert.equal((await attributes(page, "Number of customers (optional)")).inputmode, "numeric");
  assert.equal(await page.locator('input[type="number"]').count(), 0);
  for (const label of [
    "Legal company name", "Registration number (EIK)", "VAT number (optional)", "Primary contact name", "Primary contact email",
    "Executive contact name", "Postcode",
  ]) {
    assert.equal((await attributes(page, label)).spellcheck, "false", label);
  }
  await submit(page, "profile").click();
  await atStep(page, "agreement");
  assert.equal(await field(page, "Your full name").getAttribute("spellcheck"), "false");
});

journey("ux-47: the address follows the country, and what was typed is there after switching back", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const country = await profileField(page, "Country");
  const postcode = await profileValue(page, "Postcode");
  await country.selectOption("US");
  await field(page, /ZIP code/i).waitFor();
  await field(page, /^State/).waitFor();
  await country.selectOption("GB");
  await field(page, /^State/).waitFor({ state: "detached" });
  await field(page, "Postcode").waitFor();
  await country.selectOption("IE");
  await field(page, /Eircode/i).waitFor();
  await country.selectOption("HK");
  await field(page, /Eircode/i).waitFor({ state: "detached" });
  assert.equal(await field(page, /postcode|zip code|eircode/i).count(), 0, "Hong Kong has no postcode");
  await country.selectOption("BG");
  await field(page, "Postcode").waitFor();
  assert.equal(await profileValue(page, "Postcode"), postcode);
});

journey("ux-56 ux-65: a draft is written soon after typing, not for every key, and not by opening the page", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await context.addInitScript(() => {
    window.writes = 0;
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function counted(...args) {
      window.writes += 1;
      return put.apply(this, args);
    };
  });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await page.reload();
  await atStep(page, "profile");
  await edit(page, "Company");
  await page.waitForLoadState("networkidle");
  assert.equal(await page.evaluate(() => window.writes), 0, "opening writes nothing");
  await field(page, "Trading name (optional)").pressSequentially("Cedar Trading Exam", { delay: 10 });
  await page.waitForFunction(() => window.writes > 0, null, { timeout: 1000 });
  const writes = await page.evaluate(() => window.writes);
  assert.ok(writes < 18, `${writes} writes for 18 keys`);
});

journey("ux-57: leaving the page at once keeps the last key", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Trading name (optional)", "Cedar Trading Example");
  await page.goto(sandbox.url("/"));
  await page.goto(sandbox.url("/renew/profile"));
  await atStep(page, "profile");
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((one) => one.value === "Cedar Trading Example"));
});

journey("what a field shows of a long text is what is kept", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const name = await profileField(page, "Trading name (optional)");
  await name.fill("");
  await name.focus();
  await page.keyboard.insertText("Cedar ".repeat(200));
  await saved(page);
  const shown = await name.inputValue();
  assert.ok(shown.length > 900, "far more than any name is taken");
  await page.reload();
  await atStep(page, "profile");
  assert.equal(await profileValue(page, "Trading name (optional)"), shown);
});
