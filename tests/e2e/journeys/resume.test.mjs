// Interrupted anywhere, and gone on with: killed browser, other browser, reload, Back.
import assert from "node:assert/strict";
import { enter, shows } from "../harness/entries.mjs";
import { journey } from "../harness/journey.mjs";
import {
  STEPS, action, arrive, atStep, back, choose, complete, fillProfile, heading, inMenu, path, payButton, payByCard, profileValue, renewTo, saved, signIn, submit,
} from "../harness/walk.mjs";

/** Opens a path, signing in on the way when the provider asks. */
async function reopen(page, sandbox, where, slug) {
  await page.goto(sandbox.url(where));
  const there = heading(page, STEPS.find((one) => one.slug === slug).heading);
  const chooser = heading(page, "Choose an account");
  await there.or(chooser).waitFor();
  if (await chooser.isVisible()) await choose(page, "Nadia Example");
  await there.waitFor();
}

journey("a browser killed (SIGKILL) after typing in each step loses nothing", { timeout: 240_000 }, async ({ sandbox, onDisk }) => {
  const open = onDisk();
  let person = await open();
  await signIn(person.page, sandbox);
  await action(person.page, "Renew").click();
  for (const { slug } of STEPS.slice(0, -1)) {
    await atStep(person.page, slug);
    const expected = await enter[slug](person.page);
    if (expected !== null) await saved(person.page);
    await person.kill();
    person = await open();
    await reopen(person.page, sandbox, `/renew/${slug}`, slug);
    await shows(person.page, slug, expected);
    await complete(person.page, slug, slug === "payment" ? { method: "Purchase order" } : {});
  }
  await atStep(person.page, "review");
  await person.kill();
  person = await open();
  await reopen(person.page, sandbox, "/renew/review", "review");
  await payButton(person.page).click();
  await arrive(person.page, "Renewal received, payment pending");
});

journey("begun in one browser, gone on with in another", async ({ sandbox, newcomer }) => {
  const first = await newcomer();
  await signIn(first.page, sandbox);
  await renewTo(first.page, "level");

  const second = await newcomer();
  await signIn(second.page, sandbox);
  await action(second.page, "Continue your renewal").click();
  await atStep(second.page, "level");
  await complete(second.page, "level");
  await complete(second.page, "payment");
  await payByCard(second.page, sandbox);

  await first.page.reload();
  await arrive(first.page, "Membership renewed");
});

journey("ux-20 ux-21 ux-55: reload and Back on every step keep what was entered", { timeout: 240_000 }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  for (const [index, { slug }] of STEPS.slice(0, -1).entries()) {
    await atStep(page, slug);
    const expected = await enter[slug](page);
    if (expected !== null) await saved(page);
    await page.reload();
    await atStep(page, slug);
    await shows(page, slug, expected);
    const before = index === 0 ? null : STEPS[index - 1].slug;
    if (before) {
      // The browser's Back and the page's Back link lead to the same place, and coming back finds the typed text.
      await page.getByRole("link", { name: "Back", exact: true }).click();
      await atStep(page, before);
      assert.equal(path(page, sandbox), `/renew/${before}`);
      await complete(page, before);
      await shows(page, slug, expected);
      await back(page);
      await atStep(page, before);
      await page.goForward();
      await atStep(page, slug);
      await shows(page, slug, expected);
    }
    await complete(page, slug, slug === "payment" ? { method: "Purchase order" } : {});
  }
  await atStep(page, "review");
  await page.reload();
  await atStep(page, "review");
});

journey("ux-67: a tab that was overtaken stops saving, says so, and takes the newer answers", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const second = await context.newPage();
  await second.goto(sandbox.url("/renew/profile"));
  await atStep(second, "profile");
  await fillProfile(second, "Trading name (optional)", "Typed in the second tab");
  await saved(second);
  await page.bringToFront();
  await fillProfile(page, "Trading name (optional)", "Typed in the first tab");
  await page.getByText("This renewal was changed in another tab. This tab no longer saves.").first().waitFor();
  await page.getByRole("button", { name: "Use the newer answers" }).click();
  await atStep(page, "profile");
  await shows(page, "profile", "Typed in the second tab");
  await second.reload();
  await atStep(second, "profile");
  await shows(second, "profile", "Typed in the second tab");
});

journey("Your membership offers to continue or to start over; starting over asks first", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await action(page, "Continue your renewal").waitFor();
  const startOver = page.getByRole("button", { name: "Start over", exact: true });
  await startOver.click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await action(page, "Continue your renewal").waitFor();
  assert.equal(await startOver.evaluate((element) => element === document.activeElement), true, "focus is back where it was");
  await startOver.click();
  await dialog.getByRole("button", { name: /^(Start over|Delete)/ }).click();
  await action(page, "Renew").waitFor();
  await action(page, "Renew").click();
  await atStep(page, "requirements");
  await page.goto(sandbox.url("/renew/agreement"));
  await atStep(page, "requirements");
});

journey("ux-34: a later step opened by its address leads to the first incomplete one, without trapping Back", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  await atStep(page, "requirements");
  await complete(page, "requirements");
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await page.goto(sandbox.url("/renew/review"));
  await atStep(page, "profile");
  assert.equal(path(page, sandbox), "/renew/profile");
  await back(page);
  await arrive(page, "Your membership");
});

journey("ux-66: an edited value survives reload, it wins over what the profile says", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "City", "Plovdiv");
  await saved(page);
  await page.reload();
  await atStep(page, "profile");
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((input) => input.value === "Plovdiv"));
  assert.equal(await profileValue(page, "City"), "Plovdiv");
});

journey("ux-62: another account on the same computer sees nothing of the draft", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Trading name (optional)", "Only For Nadia Example");
  await saved(page);
  await inMenu(page, "Sign out");
  await arrive(page, "Renew your partner membership");
  await signIn(page, sandbox, "Quinn Example");
  await renewTo(page, "profile");
  const everything = await page.evaluate(
    () => document.body.innerText + [...document.querySelectorAll("input, textarea")].map((one) => one.value).join(" "),
  );
  assert.doesNotMatch(everything, /Only For Nadia/);
});

journey("a changed location clears a level that is not offered there, and says so", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "payment", { location: /Vienna/, level: /^Premier/ });
  await page.goto(sandbox.url("/renew/location"));
  await atStep(page, "location");
  await page.getByRole("radio", { name: /Sofia/ }).check();
  await submit(page, "location").click();
  await atStep(page, "level");
  await page.getByText(/Premier/).first().waitFor();
  assert.equal(await page.getByRole("radio", { checked: true }).count(), 0, "no level is chosen any more");
  await complete(page, "level");
});
