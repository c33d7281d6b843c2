// Something typed on each step without completing it, and how to read it back.
import assert from "node:assert/strict";
import { records } from "./storage.mjs";
import { DEFAULTS, field, fill, fillProfile, profileValue } from "./walk.mjs";

/** Enters something on a step without completing it; returns what must be there later. */
export const enter = {
  // A confirmation is given, not typed: it counts when it is sent.
  async requirements(page) {
    await fill.requirements(page);
    return null;
  },
  async profile(page) {
    await fillProfile(page, "Trading name (optional)", "Cedar Trading Example");
    return "Cedar Trading Example";
  },
  async agreement(page) {
    await fill.agreement(page, DEFAULTS);
    return [DEFAULTS.name, DEFAULTS.title];
  },
  async location(page) {
    await fill.location(page, DEFAULTS);
    return true;
  },
  async level(page) {
    await fill.level(page, DEFAULTS);
    return true;
  },
  async payment(page) {
    await fill.payment(page, { ...DEFAULTS, method: "Purchase order" });
    return DEFAULTS.order;
  },
};

const entered = {
  requirements: async () => null,
  profile: (page) => profileValue(page, "Trading name (optional)"),
  agreement: async (page) => [await field(page, "Your full name").inputValue(), await field(page, "Your job title").inputValue()],
  location: (page) => page.getByRole("radio", { name: DEFAULTS.location }).isChecked(),
  level: (page) => page.getByRole("radio", { name: DEFAULTS.level }).isChecked(),
  payment: (page) => field(page, "Purchase order number").inputValue(),
};

/** Waits until a step shows what was entered; the draft is read when the step opens. */
export async function shows(page, slug, expected) {
  const deadline = Date.now() + 10_000;
  let seen = await entered[slug](page);
  while (JSON.stringify(seen) !== JSON.stringify(expected) && Date.now() < deadline) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
    seen = await entered[slug](page);
  }
  if (JSON.stringify(seen) === JSON.stringify(expected)) return;
  // Lost, or only not read? What the page says and what the browser has stored tell them apart.
  const told = await page.locator("main").innerText();
  const stored = JSON.stringify(await records(page));
  assert.deepEqual(seen, expected, `what was entered in ${slug} is there\nthe page says: ${told}\nthe browser has: ${stored}`);
}
