// The program panics: the page freezes, says so, keeps what was typed, and sends nothing more. Needs a build that can
// panic on demand (tests/mutants/panic-on-demand.patch, by `make mutants`); not part of `make test`.
import assert from "node:assert/strict";
import { countRequests } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { ledger } from "../harness/ledger.mjs";
import {
  DEFAULTS, STEPS, action, arrive, atStep, button, complete, field, fill, fillProfile, payButton, renewTo, saved, signIn,
} from "../harness/walk.mjs";

const PERMITS = [/RuntimeError: unreachable/, /page error: .*unreachable/, /panicked at/, /already being updated|disposed/];

/** Makes the program panic in this way and waits for the page that says so. */
async function panic(page, how) {
  await page.evaluate((how) => {
    try {
      dispatchEvent(new CustomEvent("panic-on-demand", { detail: how }));
    } catch {
      // The trap also comes out of the event here.
    }
  }, how);
  const said = page.getByRole("alertdialog", { name: "Sorry, this page has stopped" });
  await said.waitFor();
  assert.equal(await page.evaluate(() => document.getElementById("app").inert), true, "the rest of the page is frozen");
  // The place in the source where the build keeps it, else in the program.
  assert.match(await said.getByRole("code").textContent(), /^\S+(\.rs:\d+|\.wasm:wasm-function\[\d+\]:0x[\da-f]+) \d{4}-/);
}

/** Reloads by the page's own button; the next panic counts as a first one. */
async function reload(page, again = true) {
  if (again) await page.evaluate(() => sessionStorage.removeItem("partner-renewal.crashed"));
  await button(page, "Reload").click();
}

const typed = {
  profile: { enter: (page) => fillProfile(page, "Trading name (optional)", "Typed before the panic"), label: "Trading name (optional)", value: "Typed before the panic" },
  agreement: { enter: (page) => field(page, "Your job title").fill("Typed before the panic"), label: "Your job title", value: "Typed before the panic" },
};

for (const how of ["handler", "signal", "task"]) {
  journey(`promise-59: a panic in a ${how} at each step freezes, explains and loses nothing`, { timeout: 240_000 }, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ permits: PERMITS });
    await signIn(page, sandbox);
    await action(page, "Renew").click();
    for (const { slug } of STEPS.slice(0, -1)) {
      await atStep(page, slug);
      if (typed[slug]) {
        await typed[slug].enter(page);
        await saved(page);
      }
      await panic(page, how);
      await reload(page);
      await atStep(page, slug);
      if (typed[slug]) assert.equal(await field(page, typed[slug].label).inputValue(), typed[slug].value);
      await complete(page, slug);
    }
    await atStep(page, "review");
    await payButton(page).waitFor();
    const posts = countRequests(page, "POST", /\/payments$/);
    await panic(page, how);
    await page.keyboard.press("Enter");
    await page.evaluate(() => [...document.querySelectorAll("#app button[type=submit]")].forEach((one) => one.click()));
    assert.equal(posts.length, 0, "a frozen page pays nothing");
    await reload(page);
    await atStep(page, "review");
    await payButton(page).click();
    await arrive(page, "You are leaving for the payment page");
    await panic(page, how);
    await reload(page);
    await action(page, "Continue to the payment page").waitFor();
    assert.equal(posts.length, 1);
    assert.equal((await ledger(sandbox)).length, 0);
  });
}

journey("promise-59: two panics within a minute start without the draft, and say so", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: PERMITS });
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await fill.agreement(page, DEFAULTS);
  await saved(page);
  await panic(page, "handler");
  await reload(page, false);
  await atStep(page, "agreement");
  assert.equal(await field(page, "Your job title").inputValue(), DEFAULTS.title, "after the first the draft is there");
  await panic(page, "handler");
  await reload(page, false);
  await atStep(page, "agreement");
  await page.getByText("The page stopped twice in a row", { exact: false }).waitFor();
  assert.equal(await field(page, "Your job title").inputValue(), "");
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await page.getByRole("link", { name: /Download/ }).or(page.getByRole("button", { name: /Download/ })).first().waitFor();
});
