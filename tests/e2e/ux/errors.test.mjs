// Mistakes: told once, above and beside, in words that help, with everything kept.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import {
  DEFAULTS, STEPS, action, atStep, complete, field, fill, fillProfile, focus, payByCard, renewTo, rows, saveProfile, signIn, submit, walk,
} from "../harness/walk.mjs";

const BANNED = /\b(please|sorry|invalid|valid|oops|forbidden|required field|error occurred|this field)\b/i;

/** The error summary, once it is there. */
async function summary(page) {
  const heading = page.getByRole("heading", { name: "There is a problem", exact: true });
  await heading.waitFor();
  assert.equal(await heading.evaluate((element) => element.tagName), "H2");
  return page.locator("main").locator("div", { has: heading }).first();
}

/** Texts and targets of the summary's links. */
async function items(page) {
  const box = await summary(page);
  return box.getByRole("link").evaluateAll((links) => links.map((one) => ({ text: one.textContent.trim(), id: decodeURIComponent(one.hash.slice(1)) })));
}

/** Empties the required fields of the profile. */
async function emptyProfile(page) {
  for (const label of ["Legal company name", "City", "Postcode", "Primary contact email"]) await fillProfile(page, label, "");
}

journey("ux-6: the title begins with Error while there are errors", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await submit(page, "agreement").click();
  await summary(page);
  assert.match(await page.title(), /^Error: /);
  await complete(page, "agreement");
  assert.doesNotMatch(await page.title(), /^Error: /);
});

journey("ux-7 ux-8 ux-10: the summary stands in main above the h1, below Back, and is announced once", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  await atStep(page, "requirements");
  await submit(page, "requirements").click();
  const box = await summary(page);
  const order = await box.evaluate((element) => {
    const follows = (a, b) => Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);
    const back = [...document.querySelectorAll("a")].find((one) => one.textContent.trim() === "Back");
    return {
      inMain: element.closest("main") !== null,
      aboveHeading: follows(element, document.querySelector("h1")),
      belowBack: follows(back, element),
      ownRole: element.getAttribute("role"),
      innerAlert: element.querySelectorAll('[role="alert"]').length,
    };
  });
  assert.deepEqual(order, { inMain: true, aboveHeading: true, belowBack: true, ownRole: "group", innerAlert: 0 });
});

journey("ux-9: the summary takes the focus, and gives its tab stop back when left", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await submit(page, "agreement").click();
  const box = await summary(page);
  await page.waitForFunction(() => document.activeElement.querySelector?.("h2")?.textContent.trim() === "There is a problem");
  assert.equal(await box.evaluate((element) => element === document.activeElement), true);
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.activeElement.tagName === "A");
  assert.equal(await box.getAttribute("tabindex"), null);
  await submit(page, "agreement").click();
  await page.waitForFunction(() => document.activeElement.querySelector?.("h2")?.textContent.trim() === "There is a problem");
});

journey("ux-11: each link of the summary brings its field, label in view and focused", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await emptyProfile(page);
  await submit(page, "profile").click();
  const all = await items(page);
  assert.equal(all.length, 4);
  for (const { text, id } of all) {
    const link = (await summary(page)).getByRole("link", { name: text, exact: true });
    await link.click();
    await page.waitForFunction((wanted) => document.activeElement.id === wanted, id);
    const top = await page.evaluate((wanted) => {
      const input = document.getElementById(wanted);
      return (input.labels?.[0] ?? input.closest("fieldset").querySelector("legend")).getBoundingClientRect().top;
    }, id);
    const height = await page.evaluate(() => window.innerHeight);
    assert.ok(top >= 0 && top < height, `${text}: the label is in view (${top})`);
    assert.equal(new URL(page.url()).pathname, "/renew/profile");
  }
});

journey("ux-11: the link to a question with several answers leads to its first answer", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "location");
  for (const slug of ["location", "level", "payment"]) {
    await atStep(page, slug);
    await submit(page, slug).click();
    const [only, ...more] = await items(page);
    assert.deepEqual(more, [], slug);
    await (await summary(page)).getByRole("link", { name: only.text, exact: true }).click();
    const first = page.getByRole("main").getByRole("radio").first();
    await page.waitForFunction((id) => document.activeElement.id === id, only.id);
    assert.equal(await first.evaluate((radio) => radio === document.activeElement), true, slug);
    await complete(page, slug);
  }
});

journey("ux-12 ux-13 ux-14: same words above and beside, tied to the field, and what was typed stays", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await emptyProfile(page);
  await fillProfile(page, "Postcode", "10A");
  await fillProfile(page, "Primary contact email", "nadia at cedar");
  await fillProfile(page, "Trading name (optional)", "Cedar Trading Example");
  const typed = await page.locator("main input, main select").evaluateAll((all) => all.map((one) => [one.id, one.value]));
  await submit(page, "profile").click();
  const all = await items(page);
  assert.ok(all.length >= 4, JSON.stringify(all));
  for (const { text, id } of all) {
    const tied = await page.evaluate((wanted) => {
      const input = document.getElementById(wanted);
      const ids = (input.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
      const texts = ids.map((one) => document.getElementById(one)?.textContent.trim() ?? null);
      return { texts, invalid: input.getAttribute("aria-invalid") };
    }, id);
    assert.equal(tied.invalid, "true", `${id} is marked`);
    assert.ok(!tied.texts.includes(null), `${id}: every description exists`);
    assert.ok(tied.texts.some((one) => one.replace(/^Error:\s*/, "") === text), `${id}: ${JSON.stringify(tied.texts)} has ${text}`);
  }
  const after = await page.locator("main input, main select").evaluateAll((every) => every.map((one) => [one.id, one.value]));
  assert.deepEqual(after, typed);
});

journey("ux-15: nothing is complained about before Save and continue", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Postcode", "junk");
  await page.keyboard.press("Tab");
  await fillProfile(page, "City", "");
  await page.keyboard.press("Tab");
  assert.equal(await page.locator('[aria-invalid="true"]').count(), 0);
  assert.equal(await page.getByRole("heading", { name: "There is a problem" }).count(), 0);
});

journey("ux-100: an error goes when its control gets another answer, and the others stay", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await submit(page, "agreement").click();
  const before = (await items(page)).map(({ id }) => id);
  assert.deepEqual(before, ["signer-name", "signer-title", "authority", "accepted"]);
  await field(page, "Your full name").fill("Nadia Example");
  await page.getByRole("checkbox", { name: "I have read and accept the agreement" }).check();
  await page.locator("#accepted-error").waitFor({ state: "detached" });
  assert.deepEqual((await items(page)).map(({ id }) => id), ["signer-title", "authority"]);
  assert.deepEqual(await page.locator('[aria-invalid="true"]').evaluateAll((all) => all.map((one) => one.id)), ["signer-title", "authority"]);
  await page.getByRole("checkbox", { name: "I have read and accept the agreement" }).uncheck();
  assert.equal(await page.locator("#accepted-error").count(), 0, "it is judged when it is sent");
  await submit(page, "agreement").click();
  await page.locator("#accepted-error").waitFor();

  await complete(page, "agreement");
  await submit(page, "location").click();
  await summary(page);
  await page.getByRole("radio", { name: /Sofia/ }).check();
  await page.getByRole("heading", { name: "There is a problem" }).waitFor({ state: "detached" });
  assert.doesNotMatch(await page.title(), /^Error: /);
});

journey("ux-16 ux-23 ux-25 ux-26: forms leave checking to the page; one primary button, never Next, never disabled", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  for (const [index, { slug }] of STEPS.entries()) {
    await atStep(page, slug);
    if (slug === "review") await page.getByRole("button", { name: /^Pay / }).waitFor();
    assert.equal(await page.locator("form:not([novalidate])").count(), 0, `${slug}: novalidate`);
    assert.equal(await page.locator("main [required]").count(), 0, `${slug}: no required`);
    assert.equal(await page.locator("button[disabled]").count(), 0, `${slug}: no disabled button`);
    assert.equal(await page.getByRole("button", { name: /^Next\b/ }).count(), 0, `${slug}: no Next`);
    const primary = page.locator("main button[type=submit]:visible, main form button:not([type]):visible");
    assert.equal(await primary.count(), 1, `${slug}: one primary button`);
    if (index + 1 < STEPS.length) await complete(page, slug);
  }
});

journey("ux-17: every message says what to do", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  const messages = [];
  for (const { slug } of STEPS.slice(0, -1)) {
    await atStep(page, slug);
    if (slug === "profile") {
      await emptyProfile(page);
      await submit(page, slug).click();
      messages.push(...(await items(page)).map((one) => one.text));
      await fillProfile(page, "Legal company name", "x".repeat(400));
      await fillProfile(page, "City", "Sofia");
      await fillProfile(page, "Postcode", "999999");
      await fillProfile(page, "Primary contact email", "nobody");
      await fillProfile(page, "VAT number (optional)", "??");
      await fillProfile(page, "Number of customers (optional)", "many");
      await submit(page, slug).click();
      await page.getByRole("heading", { name: "There is a problem" }).waitFor();
      messages.push(...(await items(page)).map((one) => one.text));
      await fillProfile(page, "Legal company name", "Cedar Example EOOD");
      await fillProfile(page, "Postcode", "1000");
      await fillProfile(page, "Primary contact email", "nadia@cedar.example");
      await fillProfile(page, "VAT number (optional)", "");
      await fillProfile(page, "Number of customers (optional)", "12");
    } else {
      await submit(page, slug).click();
      messages.push(...(await items(page)).map((one) => one.text));
    }
    await complete(page, slug);
  }
  assert.ok(messages.length >= 12, JSON.stringify(messages));
  for (const message of messages) {
    assert.doesNotMatch(message, BANNED);
    assert.match(message, /^\p{Lu}/u, "a sentence");
    assert.doesNotMatch(message, /[a-z]+_[a-z]+|\{/, `no key and no placeholder is left in: ${message}`);
  }
});

journey("ux-18: spaces, hyphens, dots and case do not matter", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Quinn Example");
  await renewTo(page, "profile");
  await fillProfile(page, "ZIP code", " 98052\u20116399 ");
  await fillProfile(page, "Primary contact phone", "+1 (425) 555-0100");
  await saveProfile(page);
  await atStep(page, "agreement");
});

journey("ux-51: the signature has to be the person's name, with a message of its own", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await fill.agreement(page, { ...DEFAULTS, name: "Somebody Else" });
  await submit(page, "agreement").click();
  const [first] = await items(page);
  assert.match(first.text, /name/i);
  assert.equal(new URL(page.url()).pathname, "/renew/agreement");
  const { tag } = await focus(page);
  assert.notEqual(tag, "BODY");
});

journey("ux-51: who signs under another name than the account's confirms it, and both names are on the confirmation", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await fill.agreement(page, { ...DEFAULTS, name: "Nadia Q. Example" });
  await page.getByRole("checkbox", { name: "This is my full name, although my account says: Nadia Example" }).check();
  await submit(page, "agreement").click();
  await walk(page, "location", "review");
  await payByCard(page, sandbox);
  const shown = new Map(await rows(page));
  assert.match(shown.get("Signed by") ?? "", /^Nadia Q\. Example/);
  assert.equal(shown.get("Name of the account"), "Nadia Example");
});

journey("ux-50: the agreement is on the page, with version and date; its boxes start unticked", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  assert.equal(await page.getByRole("checkbox", { checked: true }).count(), 0);
  assert.equal(await page.getByRole("checkbox").count(), 2);
  const text = await page.locator("main").innerText();
  assert.match(text, /version/i);
  assert.match(text, /20\d\d/);
  await page.getByRole("button", { name: /^Print/ }).first().waitFor();
  await page.getByText("I do not accept", { exact: true }).waitFor();
});
