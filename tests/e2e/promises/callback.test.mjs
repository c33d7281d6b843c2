// The return from the identity provider: only the answer to this tab's own question signs in, and every other one
// leads to a sign-in or to a page for people.
import assert from "node:assert/strict";
import { REFUSED, UNREACHABLE } from "../harness/api.mjs";
import { SIGN_IN_PAGES } from "../harness/sign_in_page.mjs";
import { journey } from "../harness/journey.mjs";
import { answerSignInWith, isCallback, watchSignIn } from "../harness/sign_in.mjs";
import { action, arrive, back, heading, path } from "../harness/walk.mjs";

for (const { at, options } of SIGN_IN_PAGES) {
  journey(`promise-30: two tabs that sign in at once each end where they wanted${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page: first, context } = await newcomer();
    const second = await context.newPage();
    const seen = watchSignIn(context, signInPage.issuer);
    await first.goto(sandbox.url("/organizations"));
    await second.goto(sandbox.url("/competencies"));
    await signInPage.question(first).waitFor();
    await signInPage.question(second).waitFor();
    await signInPage.enter(second);
    await arrive(second, "Manage competencies");
    await signInPage.enter(first);
    await arrive(first, "Organizations");
    assert.equal(new Set(seen.authorize.map((url) => url.searchParams.get("state"))).size, 2, "each has its own state");
    assert.equal(seen.token.length, 2);
  });

  journey(`promise-31: a bookmarked callback leads to one fresh sign-in${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer();
    const seen = watchSignIn(context, signInPage.issuer);
    await page.goto(sandbox.url(`/sign-in/callback?code=old&state=old&iss=${encodeURIComponent(signInPage.issuer)}`));
    await signInPage.enter(page);
    await arrive(page, "Your membership");
    assert.equal(seen.authorize.length, 1);
    assert.ok(seen.token.every((form) => form.get("code") !== "old"), "its code is never used");
  });

  journey(`promise-31: a callback that stays strange ends on a page for people, without a loop${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer();
    const seen = watchSignIn(context, signInPage.issuer);
    await answerSignInWith(context, signInPage, () => sandbox.url("/sign-in/callback?code=foreign&state=foreign"));
    await page.goto(sandbox.url("/sign-in/callback?code=old&state=old"));
    await page.getByText("The sign-in could not be finished.").waitFor();
    await action(page, "Site status, for support").waitFor();
    assert.equal(seen.authorize.length, 1, "one fresh sign-in, no more");
    assert.equal(seen.token.length, 0);
    assert.equal(new URL(page.url()).search, "");
    await context.unrouteAll();
    await action(page, "Sign in again").click();
    await signInPage.enter(page);
    await arrive(page, "Your membership");
  });

  journey(`promise-30: an answer with a foreign state signs nobody in${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer();
    const seen = watchSignIn(context, signInPage.issuer);
    let forged = true;
    // Someone else's answer arrives in place of the provider's: a code that would sign in as them.
    await context.route(
      (url) => url.href.startsWith(signInPage.authorize),
      (route) => {
        if (!forged) return route.fallback();
        forged = false;
        return route.fulfill({ status: 302, headers: { location: sandbox.url("/sign-in/callback?code=theirs&state=theirs") } });
      },
    );
    await page.goto(sandbox.url("/membership"));
    await signInPage.enter(page);
    await arrive(page, "Your membership");
    assert.equal(seen.authorize.length, 2, "the forged one, and a fresh one");
    assert.deepEqual(seen.token.map((form) => form.get("code") === "theirs"), [false]);
  });

  journey(`promise-30: the right state with another issuer's answer, twice the same parameter, or no code is refused${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer();
    const seen = watchSignIn(context, signInPage.issuer);
    for (const rest of [`code=c&iss=${encodeURIComponent("https://other.example")}`, "code=c", `code=a&code=b&iss=${signInPage.issuer}`, `iss=${signInPage.issuer}`]) {
      await answerSignInWith(context, signInPage, (asked) => sandbox.url(`/sign-in/callback?state=${asked.searchParams.get("state")}&${rest}`));
      await page.goto(sandbox.url("/membership"));
      await page.getByText("The sign-in could not be finished.").waitFor();
      await context.unrouteAll();
    }
    assert.equal(seen.token.length, 0, "nothing was exchanged");
  });

  journey(`promise-30: a callback replayed, in the same tab or stolen into another, is of no use${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer();
    const thief = await newcomer();
    const seen = watchSignIn(context, signInPage.issuer);
    await signInPage.signIn(page);
    const [used] = seen.returns;
    await page.goto(used);
    await arrive(page, "Your membership");
    assert.equal(seen.authorize.length, 2, "one fresh sign-in, without a question");
    const codes = seen.token.map((form) => form.get("code"));
    assert.equal(new Set(codes).size, codes.length, "no code is sent twice");

    const stolen = watchSignIn(thief.context, signInPage.issuer);
    await thief.page.goto(used);
    await signInPage.question(thief.page).waitFor();
    assert.equal(stolen.token.length, 0);
  });

  journey(`what is asked for while the program starts is asked once${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer();
    const asked = [];
    context.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname.split("/").at(-1)}`));
    await signInPage.signIn(page);
    for (const one of ["POST token", "GET jwks", "GET account"]) {
      assert.equal(asked.filter((request) => request === one).length, 1, `${one}: ${asked.join(", ")}`);
    }
  });

  journey(`promise-30: a return that is loaded again before the program was there sends its code once${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer({ permits: [UNREACHABLE] });
    const seen = watchSignIn(context, signInPage.issuer);
    await page.goto(sandbox.url("/competencies"));
    await signInPage.question(page).waitFor();
    // The program does not arrive; the code is sent all the same.
    await context.route(/_bg\.wasm$/, (route) => route.abort());
    const sent = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.request().postData()?.includes("code_verifier"));
    await signInPage.enter(page);
    await sent;
    assert.equal(seen.token.length, 1);
    await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
    await context.unrouteAll();
    await page.reload();
    await arrive(page, "Your membership");
    const codes = seen.token.map((form) => form.get("code"));
    assert.equal(codes.length, 2, "another sign-in was begun, without a question");
    assert.equal(new Set(codes).size, 2, "no code is sent twice");
  });

  journey(`promise-31: Back after the sign-in meets no error and no trap${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer();
    const seen = watchSignIn(context, signInPage.issuer);
    await page.goto(sandbox.url("/"));
    await action(page, "Start now").click();
    await signInPage.enter(page);
    await arrive(page, "Your membership");
    const start = heading(page, "Renew your partner membership");
    const membership = heading(page, "Your membership");
    // The provider's own page may be one entry of the history: going there asks again, or comes straight back to the
    // membership.
    for (let presses = 0; presses < 3 && !(await start.isVisible()); presses += 1) {
      const shown = page.waitForEvent("framenavigated", { predicate: (frame) => !isCallback(frame.url()) });
      await back(page);
      await shown;
      await start.or(membership).or(signInPage.question(page)).waitFor();
    }
    await start.waitFor();
    assert.equal(path(page, sandbox), "/");
    assert.ok(seen.authorize.length <= 3, `${seen.authorize.length} requests to sign in`);
  });
}

journey("promise-33: the page to go on to is one of the site's, whatever stands in the storage or the address", async ({ sandbox, signInPage, newcomer }) => {
  // A renewal of that name does not exist.
  const { page } = await newcomer({ permits: [REFUSED] });
  await signInPage.signIn(page);
  for (const target of ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "/renewals/..%2F..%2Fevil/confirmation"]) {
    // The last of these scripts that was added has the last word.
    await page.addInitScript((wanted) => {
      if (!location.pathname.endsWith("/sign-in/callback")) return;
      for (const [name, text] of Object.entries({ ...sessionStorage })) {
        if (!name.startsWith("partner-renewal.sign-in.")) continue;
        sessionStorage.setItem(name, JSON.stringify({ ...JSON.parse(text), page: wanted }));
      }
    }, target);
    await page.goto(sandbox.url(`/organizations?return_to=${encodeURIComponent(target)}`));
    const arrived = target.startsWith("/renewals/") ? /./ : "Your membership";
    await arrive(page, arrived);
    assert.equal(new URL(page.url()).origin, sandbox.site, target);
    assert.match(path(page, sandbox), /^\/(membership|renewals\/[^/]+\/confirmation)$/, target);
  }
});
