// A session that ends, a role that is lost, and a sign-in that has become too old, at each step of the renewal.
import assert from "node:assert/strict";
import { REFUSED, answerWithProblem, tokenOf } from "../harness/api.mjs";
import { shiftClock } from "../harness/browser.mjs";
import { SIGN_IN_PAGES } from "../harness/sign_in_page.mjs";
import { enter, shows } from "../harness/entries.mjs";
import { journey } from "../harness/journey.mjs";
import { ledger } from "../harness/ledger.mjs";
import { control, andBack, revokeTokens, watchSignIn } from "../harness/sign_in.mjs";
import {
  CARDS, DEFAULTS, STEPS, action, arrive, atStep, button, choose, complete, fill, path, payButton, payWith, renewTo,
  signIn, submit, goOnToPay,
} from "../harness/walk.mjs";

const TYPED = STEPS.slice(0, -1);

for (const { at, options } of SIGN_IN_PAGES) {
  journey(`promise-38: a token that ends at any of the seven steps leads back to that step with what was typed${at}`, { ...options, timeout: 180_000 }, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer({ permits: [REFUSED] });
    await signInPage.signIn(page);
    const seen = watchSignIn(context, signInPage.issuer);
    await action(page, "Renew").click();
    for (const { slug } of TYPED) {
      await atStep(page, slug);
      const typed = await enter[slug](page);
      await signInPage.endToken();
      await andBack(page, () => submit(page, slug).click());
      await atStep(page, slug);
      await shows(page, slug, typed);
      await complete(page, slug);
    }
    await atStep(page, "review");
    await signInPage.endToken();
    await andBack(page, () => payButton(page).click());
    // The person had asked to pay: it goes on from there, or they press the button once more.
    await goOnToPay(page);
    await payWith(page, CARDS.approved);
    await arrive(page, "Membership renewed");
    assert.equal((await ledger(sandbox)).length, 1, "paid once");
    // Seven sessions that ended, and the return from the payment page.
    assert.equal(seen.authorize.length, 8, "one sign-in each");
  });
}

journey("promise-38: an API that takes no token leads to words, not to a loop of sign-ins", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const seen = watchSignIn(context, sandbox.idp);
  await answerWithProblem(page, sandbox, { method: "GET", path: /./, status: 401, slug: "sign-in-required", times: 99 });
  await page.goto(sandbox.url("/membership"));
  await choose(page, "Nadia Example");
  await page.getByText("Your session has ended.").waitFor();
  assert.equal(seen.authorize.length, 1);
  await page.unrouteAll();
  await button(page, "Try again").click();
  await page.getByText("Cedar Example EOOD").first().waitFor();
  assert.equal(seen.authorize.length, 1);
});

for (const days of [-1, 3]) {
  journey(`promise-40: a device whose clock is wrong by ${days} days signs in once, also in mid-session`, async ({ sandbox, newcomer }) => {
    const { page, context } = await newcomer({ permits: [REFUSED] });
    await shiftClock(context, days * 86_400_000);
    const seen = watchSignIn(context, sandbox.idp);
    await signIn(page, sandbox);
    await renewTo(page, "profile");
    const typed = await enter.profile(page);
    await revokeTokens(sandbox);
    await andBack(page, () => submit(page, "profile").click());
    await atStep(page, "profile");
    await shows(page, "profile", typed);
    await complete(page, "profile");
    assert.equal(seen.authorize.length, 2);
  });
}

for (const { at, options } of SIGN_IN_PAGES) {
  journey(`promise-42: a role lost at any step names who has it now, and nothing is lost${at}`, { ...options, timeout: 180_000 }, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer({ permits: [REFUSED] });
    const ask = tokenOf(context, sandbox);
    await signInPage.signIn(page);
    const { body } = await ask("/organizations/org-cedar/contacts");
    const contact = (name) => body.contacts.find((one) => one.name === name).id;
    const handTo = (name) => control(sandbox, "primary-contact", { organization: "org-cedar", contact: contact(name) });
    await action(page, "Renew").click();
    for (const { slug } of STEPS) {
      await atStep(page, slug);
      const act = slug === "review" ? payButton(page) : submit(page, slug);
      const typed = slug === "review" ? null : await enter[slug](page);
      await handTo("Oleg Example");
      await act.click();
      await page.getByRole("main").getByText("Only the Primary Program Contact may do this.").waitFor();
      const text = await page.getByRole("main").innerText();
      assert.match(text, /Ask Oleg Example \(oleg@cedar\.example\) to go on\. Everything done so far is kept/);
      assert.equal(path(page, sandbox), `/renew/${slug}`);
      if (slug !== "review") await shows(page, slug, typed);
      await handTo("Nadia Example");
      if (slug !== "review") await complete(page, slug);
    }
    assert.equal((await ledger(sandbox)).length, 0, "nothing was paid");

    await handTo("Oleg Example");
    const oleg = await newcomer();
    await signInPage.signIn(oleg.page, "Oleg Example");
    await action(oleg.page, "Continue your renewal").click();
    await atStep(oleg.page, "review");
  });
}

/** Lets the sign-in become too old while the token is good: it was had on the way, without a question. */
async function grow(page, sandbox, slug) {
  await control(sandbox, "clock", { seconds: 9 * 60 });
  await page.reload();
  await atStep(page, slug);
  await control(sandbox, "clock", { seconds: 7 * 60 });
}

journey("promise-41: signing needs a recent sign-in; the person returns to the step with what was typed", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const seen = watchSignIn(context, sandbox.idp);
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await grow(page, sandbox, "agreement");
  const typed = await enter.agreement(page);
  await submit(page, "agreement").click();
  await choose(page, "Nadia Example");
  await atStep(page, "agreement");
  assert.equal(seen.authorize.at(-1).searchParams.get("max_age"), "900");
  await page.getByText("Thank you for signing in again.", { exact: false }).waitFor();
  await shows(page, "agreement", typed);
  assert.equal(await page.getByRole("checkbox", { checked: true }).count(), 0, "ticks are given anew");
  await complete(page, "agreement");
  assert.equal(await page.getByText("Thank you for signing in again.", { exact: false }).count(), 0, "said once");
});

journey("promise-41: a token that ended and a sign-in that is too old are one way, not two", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  const typed = await enter.agreement(page);
  const seen = watchSignIn(context, sandbox.idp);
  await control(sandbox, "clock", { seconds: 16 * 60 });
  await submit(page, "agreement").click();
  await choose(page, "Nadia Example");
  await atStep(page, "agreement");
  await shows(page, "agreement", typed);
  await complete(page, "agreement");
  assert.equal(seen.authorize.length, 1);
});

journey("promise-41: paying needs a recent sign-in, and is done once", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await grow(page, sandbox, "review");
  const seen = watchSignIn(context, sandbox.idp);
  await payButton(page).click();
  await choose(page, "Nadia Example");
  await atStep(page, "review");
  assert.equal(seen.authorize[0].searchParams.get("max_age"), "900");
  assert.equal((await ledger(sandbox)).length, 0);
  await payButton(page).click();
  await action(page, "Continue to the payment page").click();
  await arrive(page, /^Pay /);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  assert.equal((await ledger(sandbox)).length, 1);
});

journey("promise-41: a provider that lets an old sign-in pass does not get through", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  // Old beyond the difference between two clocks that is forgiven.
  await grow(page, sandbox, "agreement");
  await grow(page, sandbox, "agreement");
  await fill.agreement(page, DEFAULTS);
  // It does as if it had not been asked how old the sign-in may be.
  await context.route(
    (url) => url.href.startsWith(`${sandbox.idp}/authorize`),
    (route) => {
      const asked = new URL(route.request().url());
      for (const name of ["max_age", "prompt"]) asked.searchParams.delete(name);
      return route.fulfill({ status: 302, headers: { location: asked.href } });
    },
  );
  await submit(page, "agreement").click();
  await page.getByText("The sign-in could not be finished.").waitFor();
  await page.getByText("SignInTooOld").waitFor();
});

journey("shortly before the sign-in ends it is said, and one press goes on where one was", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  // The first token is good for seconds; of so short a sign-in the last quarter is warned of.
  await page.route(/\/token$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), expires_in: 36 } });
  }, { times: 1 });
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await page.getByLabel("Your job title").fill("Director");
  const warning = page.getByText("Your sign-in ends in a moment. What you typed is kept.");
  await warning.waitFor({ timeout: 60_000 });
  const seen = watchSignIn(context, sandbox.idp);
  await action(page, "Stay signed in").click();
  await atStep(page, "agreement");
  assert.equal(seen.authorize.length, 1, "one press is one sign-in");
  await warning.waitFor({ state: "hidden" });
  assert.equal(await page.getByLabel("Your job title").inputValue(), "Director");
});
