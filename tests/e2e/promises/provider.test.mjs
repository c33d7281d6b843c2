// The same site with an identity provider that is not the sandbox's: what works only with our own does not count.
import assert from "node:assert/strict";
import { REFUSED, answerWithProblem } from "../harness/api.mjs";
import { launch, newPerson } from "../harness/browser.mjs";
import { enter, shows } from "../harness/entries.mjs";
import { journey } from "../harness/journey.mjs";
import { signInAtProvider } from "../harness/provider.mjs";
import { control, andBack, watchSignIn } from "../harness/sign_in.mjs";
import { action, arrive, atStep, button, complete, inMenu, payByCard, renewTo, saved, submit } from "../harness/walk.mjs";

// Another day than the provider's, which lives in real time.
const elsewhere = { provider: true, clock: "2026-12-08" };

journey("promise-29 promise-38 promise-39: signed in by another provider: renew, a session that ends, sign out", elsewhere, async ({ sandbox, provider, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const seen = watchSignIn(context, provider.issuer);
  await page.goto(sandbox.url("/membership"));
  await signInAtProvider(page);
  await arrive(page, "Your membership");
  await button(page, "Nadia Example").waitFor();
  await renewTo(page, "profile");
  const typed = await enter.profile(page);
  await saved(page);

  // The provider still knows the person, and asks nothing.
  await control(sandbox, "trouble", { problem: "sign-in-required", times: 1 });
  await andBack(page, () => submit(page, "profile").click());
  await atStep(page, "profile");
  await shows(page, "profile", typed);

  // It does not know them any more.
  await context.clearCookies();
  await page.reload();
  await signInAtProvider(page);
  await atStep(page, "profile");
  await shows(page, "profile", typed);
  await complete(page, "profile");
  await complete(page, "agreement");
  for (const { searchParams: asked } of seen.authorize) assert.equal(asked.get("code_challenge_method"), "S256");
  assert.equal(seen.authorize.length, 3);

  await inMenu(page, "Sign out");
  await page.getByRole("button", { name: /^Yes/ }).click();
  await arrive(page, "Renew your partner membership");
  await page.goto(sandbox.url("/membership"));
  await page.getByRole("heading", { name: "Sign in to Example Accounts" }).waitFor();
});

journey("promise-31 promise-21: refused by another provider, then signed in as somebody else", elsewhere, async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await page.goto(sandbox.url("/organizations"));
  await button(page, "Cancel").click();
  await page.getByText("The sign-in was cancelled or refused.").waitFor();
  await action(page, "Sign in again").click();
  await signInAtProvider(page);
  await arrive(page, "Organizations");
  await context.clearCookies();
  await page.reload();
  await signInAtProvider(page, "oleg");
  await arrive(page, "Organizations");
  await page.getByText("You are now signed in as Oleg Example", { exact: false }).waitFor();
});

journey("promise-35: with third-party cookies blocked the whole renewal works, with no frame and no cookie sent across", { ...elsewhere, timeout: 180_000 }, async ({ sandbox, provider }) => {
  const browser = await launch({ more: ["--test-third-party-cookie-phaseout"] });
  try {
    const person = await newPerson(browser, { permits: [REFUSED] });
    const { page, context } = person;
    const frames = [];
    page.on("frameattached", (frame) => frames.push(frame.url()));
    const background = [];
    context.on("request", (request) => {
      if (request.url().startsWith(provider.issuer) && !request.isNavigationRequest()) background.push(request);
    });
    await page.goto(sandbox.url("/membership"));
    await signInAtProvider(page);
    await arrive(page, "Your membership");
    await renewTo(page, "review");
    await payByCard(page, sandbox);
    assert.deepEqual(frames, []);
    assert.ok(background.length >= 3, "description, token and keys");
    for (const request of background) {
      assert.equal((await request.allHeaders()).cookie, undefined, `a cookie went to ${request.url()}`);
    }
    person.assertClean();
  } finally {
    await browser.close();
  }
});

journey("promise-41: another provider is asked for a recent sign-in too, and says when it was", { ...elsewhere, timeout: 180_000 }, async ({ sandbox, provider, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const seen = watchSignIn(context, provider.issuer);
  await page.goto(sandbox.url("/membership"));
  await signInAtProvider(page);
  await arrive(page, "Your membership");
  await renewTo(page, "agreement");
  const typed = await enter.agreement(page);
  // The API says that the sign-in is too old: of so few seconds that the provider has to ask.
  const old = { method: "PUT", path: /\/signature$/, status: 401, slug: "reauth-required", extra: { maxAge: 0 } };
  await answerWithProblem(page, sandbox, old);
  await submit(page, "agreement").click();
  await signInAtProvider(page);
  await atStep(page, "agreement");
  await shows(page, "agreement", typed);
  await complete(page, "agreement");
  assert.equal(seen.authorize.at(-1).searchParams.get("max_age"), "0");
});
