// axe finds nothing on any route in any of its states, light and dark; and nothing scrolls sideways at 320 px.
import assert from "node:assert/strict";
import { REFUSED, answerWithProblem } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { visitAll } from "../harness/routes.mjs";
import {
  CARDS, DEFAULTS, STEPS, action, arrive, atStep, complete, fill, fillProfile, leaveForPayment, payButton, payWith, renewTo, saved, signIn, submit,
} from "../harness/walk.mjs";

const FORMS = STEPS.slice(0, -1).map(({ slug }) => slug);

for (const colorScheme of ["light", "dark"]) {
  journey(`ux-93 ux-94: every route, ${colorScheme}: empty and done`, { timeout: 240_000 }, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ colorScheme, permits: [/status of 404/] });
    await visitAll(page, sandbox, async (name) => {
      if (name === "review") await payButton(page).waitFor();
      await assertAccessible(page, `${name}, ${colorScheme}`);
    });
  });

  journey(`ux-94: every step, ${colorScheme}: with errors, filled and saved`, { timeout: 240_000 }, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ colorScheme });
    await signIn(page, sandbox);
    await action(page, "Renew").click();
    for (const slug of FORMS) {
      await atStep(page, slug);
      if (slug === "profile") {
        await fillProfile(page, "City", "");
        await fillProfile(page, "Postcode", "10A");
      }
      await submit(page, slug).click();
      await page.getByRole("heading", { name: "There is a problem" }).waitFor();
      await assertAccessible(page, `${slug} with errors, ${colorScheme}`);
      if (slug === "profile") {
        await fillProfile(page, "City", "Sofia");
        await fillProfile(page, "Postcode", "1000");
      } else {
        await fill[slug](page, { ...DEFAULTS, method: "Purchase order" });
      }
      // A confirmation is given, not typed: it is not kept.
      if (slug !== "requirements") await saved(page);
      await assertAccessible(page, `${slug} filled, ${colorScheme}`);
      await complete(page, slug, { method: "Purchase order" });
    }
  });
}

journey("ux-94: states beside the way: announcement, declined, checking, pending, dialog, failure", { timeout: 240_000 }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payButton(page).click();
  await arrive(page, "You are leaving for the payment page");
  await assertAccessible(page, "announcement");
  await action(page, "Back to your renewal").click();
  await atStep(page, "review");
  await leaveForPayment(page, sandbox);
  await assertAccessible(page, "payment page");
  await payWith(page, CARDS.declined);
  await arrive(page, "The payment was declined");
  await assertAccessible(page, "declined");

  const other = await newcomer({ permits: [REFUSED] });
  await signIn(other.page, sandbox, "Quinn Example");
  await renewTo(other.page, "agreement", {});
  await other.page.goto(sandbox.url("/membership"));
  await other.page.getByRole("button", { name: "Start over", exact: true }).click();
  await other.page.getByRole("dialog").waitFor();
  await assertAccessible(other.page, "start over dialog");
  await other.page.keyboard.press("Escape");
  await answerWithProblem(other.page, sandbox, { method: "GET", path: /./, status: 500, slug: "internal", times: 100 });
  await other.page.goto(sandbox.url("/membership"));
  await other.page.getByText("req-from-the-test").first().waitFor();
  await assertAccessible(other.page, "service problem");

  const third = await newcomer({ permits: [REFUSED] });
  await signIn(third.page, sandbox, "Greta Example");
  await renewTo(third.page, "review", { name: "Greta Example", location: /./, method: "Bank transfer" });
  await payButton(third.page).click();
  await arrive(third.page, "Renewal received, payment pending");
  await assertAccessible(third.page, "payment pending");
});

for (const name of ["Oleg Example", "Greta Example", "Petra Example", "Lars Example", "Sinead Example", "Rita Example", "Viktor Example", "Ronja Example", "Tomas Example", "Dora Example"]) {
  journey(`ux-94: what ${name} sees`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer();
    await page.goto(sandbox.url("/membership"));
    await arrive(page, "Choose an account");
    await assertAccessible(page, "account chooser");
    await page.getByRole("button", { name: new RegExp(`^${name}:`) }).click();
    await arrive(page, /Your membership|Organizations/);
    await assertAccessible(page, name);
    await page.goto(sandbox.url("/competencies"));
    await arrive(page, /Manage competencies|Organizations/);
    await assertAccessible(page, `${name}, competencies`);
  });
}

/** Nothing on the page scrolls sideways. */
async function assertNarrow(page, name) {
  const { over, widest } = await page.evaluate(() => {
    const over = document.documentElement.scrollWidth - window.innerWidth;
    const outside = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1);
    return { over, widest: outside.slice(-3).map((one) => one.outerHTML.slice(0, 120)) };
  });
  assert.ok(over <= 0, `${name} by ${over} px: ${widest.join(" | ")}`);
}

journey("ux-91: at 320 px no route scrolls sideways", { timeout: 240_000 }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ viewport: { width: 320, height: 640 }, permits: [/status of 404/] });
  await visitAll(page, sandbox, (name) => assertNarrow(page, name));
});

/** The reader has letters twice as large as usual. */
function doubleText() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":root { font-size: 200% !important; }");
  document.adoptedStyleSheets = [sheet];
}

for (const width of [1280, 390, 320]) {
  journey(`ux-91: with letters twice as large nothing scrolls sideways at ${width} px`, { timeout: 240_000 }, async ({ sandbox, newcomer }) => {
    const { page, context } = await newcomer({ viewport: { width, height: 800 }, permits: [/status of 404/] });
    await context.addInitScript(doubleText);
    await visitAll(page, sandbox, (name) => assertNarrow(page, name));
  });
}

journey("ux-95: the whole renewal by keyboard alone", { timeout: 240_000 }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Choose an account");
  await reach(page, /^Nadia Example/);
  await page.keyboard.press("Enter");
  await arrive(page, "Your membership");
  await reach(page, /^Renew$/);
  await page.keyboard.press("Enter");
  await atStep(page, "requirements");
  await reach(page, /^I confirm/);
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await atStep(page, "profile");
  await reach(page, /^Everything is correct: continue$/);
  await page.keyboard.press("Enter");
  await atStep(page, "agreement");
  await reach(page, /^Your full name/);
  await page.keyboard.type("Nadia Example");
  await reach(page, /^Your job title/);
  await page.keyboard.type("Managing Director");
  await reach(page, /^I am authorized/);
  await page.keyboard.press("Space");
  await reach(page, /^I have read/);
  await page.keyboard.press("Space");
  await reach(page, /^Accept and continue$/);
  await page.keyboard.press("Enter");
  for (const slug of ["location", "level", "payment"]) {
    await atStep(page, slug);
    await reach(page, /./, "radio");
    await page.keyboard.press("Space");
    await reach(page, /^Save and continue$/);
    await page.keyboard.press("Enter");
  }
  await atStep(page, "review");
  await payButton(page).waitFor();
  await reach(page, /^Pay /);
  await page.keyboard.press("Enter");
  await arrive(page, "You are leaving for the payment page");
  await reach(page, /^Continue to the payment page$/);
  await page.keyboard.press("Enter");
  await arrive(page, /^Pay /);
});

/** Tabs until the focus is on an element with this name; every stop must show that it has the focus. */
async function reach(page, name, type = null) {
  for (let stop = 0; stop < 80; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      // Of a choice, the whole card shows the focus.
      const shown = [element, element.closest("label"), element.closest(".level")].filter(Boolean).map((one) => getComputedStyle(one));
      const label = element.labels?.[0]?.textContent ?? element.getAttribute("aria-label") ?? element.textContent;
      return {
        tag: element.tagName,
        type: element.type ?? null,
        name: label.replace(/\s+/g, " ").trim(),
        outlined: shown.some((style) => style.outlineStyle !== "none") || element.tagName === "BODY",
      };
    });
    assert.ok(at.outlined, `the focus on ${at.tag} ${at.name} shows`);
    if (name.test(at.name) && (type === null || at.type === type)) return;
  }
  assert.fail(`no tab stop named ${name}`);
}
