// The review: every answer, an Edit for each, and back again.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import {
  amountOnPay, arrive, atStep, complete, fillProfile, payButton, renewTo, rows, saveProfile, signIn, submit,
} from "../harness/walk.mjs";

journey("ux-38 ux-24: everything is shown before paying, nothing is final, and the button names the amount", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const amount = await amountOnPay(page);
  assert.match(amount, /^€[\d,]+\.\d\d$/);
  const text = await page.locator("main").innerText();
  assert.match(text, /nothing is final|not final/i);
  for (const words of ["Cedar Example EOOD", "Sofia", "Advanced", "Nadia Example", "VAT", amount]) assert.ok(text.includes(words), words);
  assert.match(text, /25\sJanuary 2028|January\s25, 2028/, "the new membership date");
});

journey("ux-39: every Edit says what it changes", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payButton(page).waitFor();
  const links = page.getByRole("link", { name: /^Edit / });
  const names = (await links.allTextContents()).map((one) => one.replace(/\s+/g, " ").trim());
  assert.ok(names.length >= 5, JSON.stringify(names));
  assert.equal(new Set(names).size, names.length, JSON.stringify(names));
});

journey("ux-40: Edit leads to the step and back to the review, with no steps in between", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payButton(page).waitFor();
  const before = await amountOnPay(page);
  await page.getByRole("link", { name: /^Edit .*level/i }).first().click();
  await atStep(page, "level");
  await page.getByRole("radio", { name: /^Foundation/ }).check();
  await submit(page, "level").click();
  await atStep(page, "review");
  await payButton(page).waitFor();
  assert.notEqual(await amountOnPay(page), before, "the fee follows the level");
  await page.getByRole("link", { name: /^Edit .*(payment|pay)/i }).first().click();
  await atStep(page, "payment");
  await page.getByRole("radio", { name: "Bank transfer" }).check();
  await submit(page, "payment").click();
  await atStep(page, "review");
});

journey("ux-41: what a change makes necessary is asked before returning to the review", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review", { location: /Vienna/, level: /^Premier/ });
  await page.getByRole("link", { name: /^Edit .*location/i }).first().click();
  await atStep(page, "location");
  await page.getByRole("radio", { name: /Sofia/ }).check();
  await submit(page, "location").click();
  await atStep(page, "level");
  await page.getByRole("radio", { name: /^Advanced/ }).check();
  await submit(page, "level").click();
  await page.getByRole("heading", { level: 1, name: /How do you want to pay\?|Check your renewal and pay/ }).waitFor();
});

journey("ux-42: what was left out reads Not provided", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "VAT number (optional)", "");
  await submit(page, "profile").click();
  await atStep(page, "agreement");
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await page.goto(sandbox.url("/renew/agreement"));
  await atStep(page, "agreement");
  for (const slug of ["agreement", "location", "level", "payment"]) await complete(page, slug);
  await payButton(page).waitFor();
  const shown = await rows(page);
  assert.ok(shown.some(([, description]) => description === "Not provided"), JSON.stringify(shown));
});

journey("ux-43: nothing is asked twice: no later step has an empty field for what the profile holds", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  for (const slug of ["agreement", "location", "level"]) {
    assert.equal(await page.locator('main input[autocomplete*="address"], main input[autocomplete*="email"], main input[autocomplete="organization"]').count(), 0, slug);
    await complete(page, slug);
  }
  assert.equal(await page.locator('main input[autocomplete*="address"], main input[autocomplete*="postal"]').count(), 0);
});

journey("legal name changed after signing: the signature is void, and the agreement is asked for again", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payButton(page).waitFor();
  await page.getByRole("link", { name: "Edit Company", exact: true }).click();
  await atStep(page, "profile");
  await fillProfile(page, "Legal company name", "Cedar Renamed Example EOOD");
  await saveProfile(page);
  await atStep(page, "agreement");
});

for (const viewport of [{ width: 390, height: 844 }, { width: 320, height: 640 }]) {
  journey(`on a phone of ${viewport.width} px the button to pay stays at the foot and never covers what has the focus`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ viewport });
    await signIn(page, sandbox);
    await renewTo(page, "review");
    const inWindow = await payButton(page).evaluate((button) => {
      const { top, bottom } = button.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    assert.ok(inWindow, "in sight from the beginning");
    const seen = [];
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press("Tab");
      const { name, isCovered } = await page.evaluate(() => {
        const element = document.activeElement;
        const { left, top, width, height } = element.getBoundingClientRect();
        const over = document.elementFromPoint(left + width / 2, top + height / 2);
        return { name: element.textContent.trim(), isCovered: over !== null && !element.contains(over) && !over.contains(element) };
      });
      assert.equal(isCovered, false, name);
      seen.push(name);
      if (/^Pay /.test(name)) break;
    }
    assert.ok(seen.filter((name) => name.startsWith("Edit")).length >= 6, seen.join(", "));
    assert.match(seen.at(-1), /^Pay €/);
  });
}
