// Two tabs on one draft, as a person uses them: what is called saved stays, and the tab that was overtaken says so.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import { draftKey, records } from "../harness/storage.mjs";
import { action, arrive, atStep, complete, field, renewTo, signIn } from "../harness/walk.mjs";

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const FIELDS = ["Your full name", "Your job title"];
const NAMES = ["signerName", "signerTitle"];
const STALE = "This renewal was changed in another tab. This tab no longer saves.";
const NEWER = "Use the newer answers";

/** A small generator: the same seed gives the same order. */
function chance(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** What the database holds, by field. */
async function stored(page, key) {
  const record = Object.fromEntries(await records(page))[key];
  const { answers } = JSON.parse(JSON.parse(record.text).payload);
  return NAMES.map((name) => answers[name]);
}

/** Waits until the tab is done with saving, and tells how that ended. */
async function settled(page) {
  const status = page.locator("#save-status");
  await status.filter({ hasNotText: "Saving…" }).waitFor();
  return status.innerText();
}

journey("promise-24: twenty orders of typing, saving, reloading in two tabs lose nothing that was called saved", { timeout: 180_000 }, async ({ sandbox, newcomer, t }) => {
  t.diagnostic(`SEED=${SEED}`);
  const below = chance(SEED);
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await field(page, FIELDS[0]).fill("0");
  await field(page, FIELDS[1]).fill("0");
  await page.getByText("Saved in this browser", { exact: true }).waitFor();
  const key = await draftKey(page);
  const second = await context.newPage();
  await second.goto(sandbox.url("/renew/agreement"));
  await atStep(second, "agreement");
  const tabs = [page, second];
  let known = [0, 0];
  let number = 0;
  for (let order = 0; order < 20; order += 1) {
    const tab = tabs[below(2)];
    await tab.bringToFront();
    const which = below(2);
    const act = below(4);
    if (act === 0) {
      await tab.reload();
      await atStep(tab, "agreement");
    } else if (act === 1 && (await action(tab, NEWER).isVisible())) {
      await action(tab, NEWER).click();
      await action(tab, NEWER).waitFor({ state: "detached" });
      await atStep(tab, "agreement");
    } else {
      number += 1;
      await field(tab, FIELDS[which]).fill(String(number));
      const end = await settled(tab);
      const now = (await stored(tab, key)).map(Number);
      if (end !== STALE) assert.equal(now[which], number, `SEED=${SEED}, ${order}: ${end}`);
      else await action(tab, NEWER).waitFor();
    }
    const now = (await stored(tab, key)).map(Number);
    assert.ok(now.every((one, i) => one >= known[i]), `SEED=${SEED}, ${order}: ${known} became ${now}`);
    known = now;
  }
});

journey("promise-24: the overtaken tab says why before anything is typed there in vain, and takes the newer answers", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  const second = await context.newPage();
  await second.goto(sandbox.url("/renew/agreement"));
  await atStep(second, "agreement");
  await field(second, FIELDS[1]).fill("Typed In The Second Tab");
  await second.getByText("Saved in this browser", { exact: true }).waitFor();
  await page.bringToFront();
  await page.getByRole("alert").filter({ hasText: STALE }).waitFor();
  await field(page, FIELDS[1]).fill("Typed In Vain");
  await action(page, NEWER).click();
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((one) => one.value === "Typed In The Second Tab"));
  assert.equal(await action(page, NEWER).count(), 0);
  await field(page, FIELDS[0]).fill("Nadia Example");
  await page.getByText("Saved in this browser", { exact: true }).waitFor();
  await second.bringToFront();
  await second.getByRole("alert").filter({ hasText: STALE }).waitFor();
  // An overtaken tab can finish the step all the same: the server has the last word.
  await complete(second, "agreement");
});

journey("a membership that is open in another tab follows the renewal: begun, a step further, given up", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  const second = await context.newPage();
  await second.goto(sandbox.url("/membership"));
  await arrive(second, "Your membership");
  await action(second, "Renew").waitFor();
  await action(page, "Renew").click();
  await atStep(page, "requirements");
  await action(second, "Continue your renewal").waitFor();
  await second.getByText("Step 1 of 7: Requirements").waitFor();
  await complete(page, "requirements");
  await second.getByText("Step 2 of 7: Profile").waitFor();
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await action(page, "Start over").click();
  await action(page, "Delete and start over").click();
  await action(second, "Renew").waitFor();
});
