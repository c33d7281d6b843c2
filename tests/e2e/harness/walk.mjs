// Ways through the site, by the names and roles a person perceives.
import assert from "node:assert/strict";

/** The seven steps in order, each with its heading. */
export const STEPS = [
  { slug: "requirements", heading: "Check your requirements" },
  { slug: "profile", heading: "Review your organization profile" },
  { slug: "agreement", heading: "Sign the agreement" },
  { slug: "location", heading: "Where is your company located?" },
  { slug: "level", heading: "Choose your renewal level" },
  { slug: "payment", heading: "How do you want to pay?" },
  { slug: "review", heading: "Check your renewal and pay" },
];

/** The step with this name. */
export const step = (slug) => STEPS.find((one) => one.slug === slug);

/** The page's heading, on a page that is not waiting for anything any more: not for the program either, before which the
 * same heading stands. */
export const heading = (page, name) =>
  page
    .getByRole("main")
    .filter({ hasNot: page.locator("#heading:not([hidden])") })
    .filter({ hasNot: page.getByRole("status").filter({ hasText: /…$/ }) })
    .getByRole("heading", { level: 1, name, exact: typeof name === "string" });

/** Waits for the frame in which the page moves the focus: what a browser types before it may end in another field. */
async function focusMoved(page) {
  try {
    await page.evaluate(() => {
      // Without scripts nothing moves the focus, and no such frame is told.
      if (matchMedia("(scripting: none)").matches) return null;
      return new Promise((resolve) => requestAnimationFrame(() => resolve()));
    });
  } catch (error) {
    // A page that is being left moves no focus any more.
    if (!/context was destroyed/.test(error.message)) throw error;
  }
}

/** Waits for the page with this heading, and for what it shows. */
export async function arrive(page, name) {
  await heading(page, name).waitFor();
  await focusMoved(page);
}

/** Waits for a step's page. */
export const atStep = (page, slug) => arrive(page, step(slug).heading);

/** A button by its exact name. */
export const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });

/**
 * The second click of a double click, where what was pressed first is gone: does nothing to the control that stands in
 * its place now.
 *
 * @param {object} place where the first click was, as a box of the page
 * @param {string} name of the control that is there now
 */
export async function secondClick(page, place, name) {
  const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
  const now = await action(page, name).boundingBox();
  assert.ok(x > now.x && x < now.x + now.width && y > now.y && y < now.y + now.height, `${name} stands in the same place`);
  await page.evaluate(() => {
    globalThis.clicksThatArrived = 0;
    // The page's own listener comes first, and lets nothing through.
    addEventListener("click", () => (globalThis.clicksThatArrived += 1), { capture: true });
  });
  await page.mouse.move(x, y);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  assert.equal(await page.evaluate(() => globalThis.clicksThatArrived), 0, "a second click reaches nothing");
}

/** A button or link by its exact name, where a test does not care which of the two it is. */
export const action = (page, name) => button(page, name).or(page.getByRole("link", { name, exact: typeof name === "string" }));

/** Opens the menu of the header and presses something in it. */
export async function inMenu(page, name) {
  const header = page.getByRole("banner");
  await header.getByRole("button").first().click();
  await action(header, name).last().click();
}

/** The word on the menu, by the language's own name. */
const MENU = { English: "Menu", Български: "Меню" };

/** Changes the language in the menu, and waits for the header that speaks it. */
export async function speak(page, language) {
  await inMenu(page, language);
  await page.getByRole("banner").getByText(MENU[language], { exact: true }).waitFor({ state: "attached" });
}

/** A field by its label. */
export const field = (page, name) => page.getByLabel(name, { exact: typeof name === "string" });

/** Picks a person in the account chooser. */
export async function choose(page, name) {
  await arrive(page, "Choose an account");
  await page.getByRole("button", { name: new RegExp(`^${name}:`) }).click();
}

/** Opens `path` and signs in on the way, ending at the page with `heading`. */
export async function signIn(page, sandbox, name = "Nadia Example", path = "/membership", heading = "Your membership") {
  await page.goto(sandbox.url(path));
  await choose(page, name);
  await arrive(page, heading);
}

/** What a walk enters where it is told nothing else. */
export const DEFAULTS = {
  name: "Nadia Example",
  title: "Managing Director",
  location: /Sofia/,
  level: /^Advanced/,
  method: "Card",
  order: "PO-2026-117",
};

/** Fills each step with what a person would; does not continue. */
export const fill = {
  async requirements(page) {
    await page.getByRole("checkbox", { name: "I confirm that these requirements are met" }).check();
  },
  async profile(page) {
    // Prefilled and right: there is nothing to type.
    await section(page, "Company").waitFor();
  },
  async agreement(page, { name, title }) {
    await field(page, "Your full name").fill(name);
    await field(page, "Your job title").fill(title);
    await page.getByRole("checkbox", { name: /^I am authorized to sign for / }).check();
    await page.getByRole("checkbox", { name: "I have read and accept the agreement" }).check();
  },
  async location(page, { location }) {
    await page.getByRole("radio", { name: location }).check();
  },
  async level(page, { level }) {
    await page.getByRole("radio", { name: level }).check();
  },
  async payment(page, { method, order }) {
    await page.getByRole("radio", { name: method }).check();
    if (method === "Purchase order") await field(page, "Purchase order number").fill(order);
  },
};

/** The button that completes a step: that of the profile says whether anything was changed. */
export const SUBMIT = {
  profile: /^(Everything is correct: continue|Save and continue)$/,
  agreement: "Accept and continue",
};
export const submit = (page, slug) => button(page, SUBMIT[slug] ?? "Save and continue");

/** The button that saves a change which the program verifies, once the question about it is read. */
export const VERIFIED = "Save and have it verified";

/** Saves the profile, also where the program asks first because it will verify the change. */
export async function saveProfile(page) {
  await submit(page, "profile").click();
  const asked = button(page, VERIFIED);
  await asked.or(heading(page, step("agreement").heading)).first().waitFor();
  if (await asked.isVisible()) await asked.click();
}

/** A section of the profile. */
const section = (page, name) => page.getByRole("region", { name, exact: true });

/** The section of the profile that has the field with this label. */
function sectionOf(label) {
  if (/^(Legal company|Trading|Registration|VAT|Website)/.test(label)) return "Company";
  if (/^(Country|Address|City|Postcode|Region|ZIP)/.test(label)) return "Legal address";
  return /contact/.test(label) ? "Contacts" : "Business";
}

/** Opens a section of the profile, unless it is open: one with changes is. */
export async function edit(page, name) {
  const opening = button(page, `Edit ${name}`);
  const fields = page.getByRole("group", { name, exact: true });
  await opening.or(fields).first().waitFor();
  if (await opening.isVisible()) await opening.click();
  await fields.waitFor();
  await focusMoved(page);
}

/** A field of the profile, whose section is opened for it. */
export async function profileField(page, label) {
  await edit(page, sectionOf(label));
  return field(page, label);
}

/** Fills a field of the profile. */
export const fillProfile = async (page, label, value) => (await profileField(page, label)).fill(value);

/** What a field of the profile holds. */
export const profileValue = async (page, label) => (await profileField(page, label)).inputValue();

/** Fills and completes the step that is shown, and waits for the next one. */
export async function complete(page, slug, choices = {}) {
  await fill[slug](page, { ...DEFAULTS, ...choices });
  if (slug === "profile") await saveProfile(page);
  else await submit(page, slug).click();
  await atStep(page, STEPS[STEPS.findIndex((one) => one.slug === slug) + 1].slug);
}

/** From one step (shown now) to another. */
export async function walk(page, from, to, choices = {}) {
  const first = STEPS.findIndex((one) => one.slug === from);
  const last = STEPS.findIndex((one) => one.slug === to);
  await atStep(page, from);
  for (const { slug } of STEPS.slice(first, last)) await complete(page, slug, choices);
}

/** From Your membership, by Renew, to the step with this name. */
export async function renewTo(page, slug, choices = {}) {
  await action(page, "Renew").click();
  await walk(page, "requirements", slug, choices);
}

/** The button that pays: its name carries the amount. */
export const payButton = (page) => page.getByRole("button", { name: /^Pay .*\d/ });

/** The amount that the Pay button names. */
export async function amountOnPay(page) {
  const name = (await payButton(page).textContent()).trim();
  const amount = name.replace(/^Pay\s+/, "");
  assert.match(amount, /\d/, "the Pay button names an amount");
  return amount;
}

/** Cards of the sandbox's payment page. */
export const CARDS = {
  approved: "4242 4242 4242 4242",
  declined: "4000 0000 0000 0002",
  insufficient: "4000 0000 0000 9995",
  challenge: "4000 0000 0000 3220",
  processing: "4000 0000 0000 0077",
};

/** From the review to the hosted payment page, over the page that announces it. */
export async function leaveForPayment(page, sandbox) {
  await payButton(page).click();
  await arrive(page, "You are leaving for the payment page");
  await page.getByText(new URL(sandbox.pay).host).first().waitFor();
  await action(page, "Continue to the payment page").click();
  await arrive(page, /^Pay /);
  assert.equal(new URL(page.url()).origin, sandbox.pay, "the payment page is on its own origin");
}

/** To the hosted payment page from wherever an attempt stands: announced already, or still to be asked for. */
export async function goOnToPay(page) {
  const leave = action(page, "Continue to the payment page");
  await leave.or(payButton(page)).first().waitFor();
  if (!(await leave.isVisible())) await payButton(page).click();
  await leave.click();
  await arrive(page, /^Pay /);
}

/** Fills the hosted payment page and pays. */
export async function payWith(page, card) {
  await field(page, "Card number").fill(card);
  await field(page, "Expiry date").fill("12/29");
  await field(page, "Security code").fill("123");
  await field(page, "Name on card").fill("Nadia Example");
  await button(page, "Pay now").click();
}

/** From the review to the confirmation, by card. */
export async function payByCard(page, sandbox) {
  await leaveForPayment(page, sandbox);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
}

/** The heading of a confirmation that waits for its money. */
export const PENDING = "Renewal received, payment pending";

/** Signs in and renews by an order that is paid later, up to its confirmation. */
export async function orderBy(page, sandbox, method) {
  await signIn(page, sandbox);
  await renewTo(page, "review", { method });
  await payButton(page).click();
  await arrive(page, PENDING);
}

/** Rows of the page's description lists and fee tables: [term, description]. */
export async function rows(page) {
  return page.locator("main dt, main tr th[scope=row]").evaluateAll((terms) => {
    const collapseWhitespace = (text) => text.replace(/\s+/g, " ").trim();
    return terms.map((term) => {
      const row = term.closest("tr") ?? term.parentElement;
      return [collapseWhitespace(term.textContent), collapseWhitespace(row.querySelector("dd, td")?.textContent ?? "")];
    });
  });
}

/** The path of the page within the site. */
export const path = (page, sandbox) => new URL(page.url()).pathname.replace(sandbox.base.slice(0, -1), "");

/** What has the focus: its tag and its text. */
export const focus = (page) =>
  page.evaluate(() => {
    const { tagName, textContent, id } = document.activeElement;
    return { tag: tagName, text: textContent.replace(/\s+/g, " ").trim(), id };
  });

/** One step back in the history, as the browser's button does it. */
export const back = (page) => page.evaluate(() => void setTimeout(() => history.back()));

/** What was typed is saved in this browser, and the step says so. */
export const saved = (page) => page.getByText("Saved in this browser", { exact: true }).waitFor();
