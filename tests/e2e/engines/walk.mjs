// Ways through the site for a `Tab` of any engine; what is entered is the same as in Chromium's journeys.
import { CARDS, DEFAULTS, STEPS, SUBMIT } from "../harness/walk.mjs";

export const TRADING_NAME = "Trading name (optional)";

export const PAID = "Membership renewed";

export const atStep = (tab, slug) => tab.arrive(STEPS.find((one) => one.slug === slug).heading);

/** Waits until the app has taken the place of the start page in the HTML. */
export const started = (tab) => tab.until(() => tab.evaluate(() => !document.getElementById("app").hidden), "the app");

/** Opens a path, signing in on the way when the provider asks, and ends at the page with this heading. */
export async function visit(tab, sandbox, path, heading, name = DEFAULTS.name) {
  await tab.goto(sandbox.url(path));
  await arriveSignedIn(tab, heading, name);
}

/** Waits for the page with this heading, signing in on the way when the provider asks. */
export async function arriveSignedIn(tab, heading, name = DEFAULTS.name) {
  const chooser = "Choose an account";
  await tab.until(async () => (await tab.shows("heading", heading)) || tab.shows("heading", chooser), `${heading} or sign-in`);
  if (await tab.shows("heading", chooser)) await tab.click("button", new RegExp(`^${name}:`));
  await tab.arrive(heading);
}

/** What a person enters in each step. */
const FILL = {
  async requirements(tab) {
    await tab.click("checkbox", "I confirm that these requirements are met");
  },
  async profile(tab) {
    await tab.element("button", SUBMIT.profile);
  },
  async agreement(tab) {
    await tab.fill("Your full name", DEFAULTS.name);
    await tab.fill("Your job title", DEFAULTS.title);
    await tab.click("checkbox", /^I am authorized to sign for /);
    await tab.click("checkbox", "I have read and accept the agreement");
  },
  async location(tab) {
    await tab.click("radio", DEFAULTS.location);
  },
  async level(tab) {
    await tab.click("radio", DEFAULTS.level);
  },
  async payment(tab) {
    await tab.click("radio", DEFAULTS.method);
  },
};

/** Fills and completes the step that is shown, and waits for the next one. */
export async function complete(tab, slug) {
  await atStep(tab, slug);
  await FILL[slug](tab);
  await tab.click("button", SUBMIT[slug] ?? "Save and continue");
  await atStep(tab, STEPS[STEPS.findIndex((one) => one.slug === slug) + 1].slug);
}

/** Opens the section of the profile that has the trading name, unless it is open: one with changes is. */
export async function editCompany(tab) {
  const opening = ["button", /^Edit\s*Company$/];
  const name = ["field", TRADING_NAME];
  await tab.until(async () => (await tab.shows(...opening)) || tab.shows(...name), "the company");
  if (!(await tab.shows(...name))) await tab.click(...opening);
  await tab.element(...name);
}

/** From the review, or from an attempt that was announced already, to the hosted payment page. */
export async function goToPay(tab) {
  const leave = ["action", "Continue to the payment page"];
  const pay = ["button", /^Pay \S*\d/];
  await tab.until(async () => (await tab.shows(...leave)) || tab.shows(...pay), "a way to pay");
  if (!(await tab.shows(...leave))) await tab.click(...pay);
  await tab.click(...leave);
  await tab.arrive(/^Pay /);
}

/** Fills the hosted payment page, pays, and waits for the page with this heading. */
export async function payWithCard(tab, heading = PAID) {
  await tab.fill("Card number", CARDS.approved);
  await tab.fill("Expiry date", "12/29");
  await tab.fill("Security code", "123");
  await tab.fill("Name on card", DEFAULTS.name);
  await tab.click("button", "Pay now");
  await tab.arrive(heading);
}

/** What was typed is saved in this browser, and the step says so. */
export const saved = (tab) => tab.element("text", "Saved in this browser");
