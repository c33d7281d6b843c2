// A page begins with a sign-in. Where an earlier page of the browser has prepared it, it is begun before the program is
// there: the same sign-in as the program's, and the program's own wherever something is not as it was.
import assert from "node:assert/strict";
import { REFUSED } from "../harness/api.mjs";
import { shiftClock } from "../harness/browser.mjs";
import { configure } from "../harness/settings.mjs";
import { SIGN_IN_PAGES } from "../harness/sign_in_page.mjs";
import { journey } from "../harness/journey.mjs";
import { answerSignInWith, watchSignIn } from "../harness/sign_in.mjs";
import { action, arrive, atStep, inMenu, path, renewTo, signIn } from "../harness/walk.mjs";

const NEXT = "partner-renewal.next-sign-in";

/** Names of what is asked for until the sign-in page is, by the last part of their addresses. */
async function askedBeforeSignIn(page, signInPage, act) {
  const asked = [];
  let hasLeft = false;
  const note = (request) => {
    hasLeft ||= request.url().startsWith(signInPage.authorize);
    if (!hasLeft) asked.push(new URL(request.url()).pathname.split("/").at(-1));
  };
  page.on("request", note);
  await act();
  page.off("request", note);
  return asked;
}

const asksProvider = (asked) => asked.includes("openid-configuration");
const asksSettings = (asked) => asked.includes("config.json");
const asksProgram = (asked) => asked.some((name) => name.endsWith(".wasm"));

/** What is kept for the next sign-in. */
const kept = (page) => page.evaluate((name) => JSON.parse(localStorage.getItem(name)), NEXT);
const keep = (page, change) =>
  page.evaluate(([name, more]) => localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage.getItem(name)), ...more })), [NEXT, change]);

for (const { at, options } of SIGN_IN_PAGES) {
  journey(`a page that is loaded again, or opened in another tab, leaves for the sign-in at once and comes back to itself${at}`, options, async ({ sandbox, signInPage, newcomer }) => {
    const { page, context } = await newcomer();
    const seen = watchSignIn(context, signInPage.issuer);
    await signInPage.signIn(page, undefined, "/competencies", "Manage competencies");
    const reloaded = await askedBeforeSignIn(page, signInPage, async () => {
      await page.reload();
      await arrive(page, "Manage competencies");
    });
    assert.ok(![asksProvider, asksSettings, asksProgram].some((asks) => asks(reloaded)), reloaded.join(", "));
    assert.equal(path(page, sandbox), "/competencies");

    const other = await context.newPage();
    const opened = await askedBeforeSignIn(other, signInPage, async () => {
      await other.goto(sandbox.url("/organizations?from=a#link"));
      await arrive(other, "Organizations");
    });
    assert.ok(![asksProvider, asksSettings, asksProgram].some((asks) => asks(opened)), opened.join(", "));

    const [byProgram, ...prepared] = seen.authorize;
    assert.equal(prepared.length, 2);
    const random = ["state", "nonce", "code_challenge"];
    const names = (url) => [...url.searchParams.keys()];
    const rest = (url) => [...url.searchParams].filter(([name]) => !random.includes(name));
    for (const url of prepared) {
      assert.deepEqual(names(url), names(byProgram), "the same parameters");
      assert.deepEqual(rest(url), rest(byProgram));
    }
    for (const name of random) {
      const values = seen.authorize.map((url) => url.searchParams.get(name));
      assert.equal(new Set(values).size, 3, `${name} is a new one each time`);
      assert.ok(values.every((value) => /^[\w-]{43,}$/.test(value)), values.join(", "));
    }
    assert.equal(new Set(seen.token.map((form) => form.get("code_verifier"))).size, 3);
  });
}

journey("a page whose files are not all here yet is left once they are, and asks for nothing meanwhile", async ({ sandbox, signInPage, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await page.route(/\/style-[0-9a-f]+\.css$/, async (route) => {
    await new Promise((done) => setTimeout(done, 500));
    await route.continue();
  }, { times: 1 });
  const asked = await askedBeforeSignIn(page, signInPage, async () => {
    await page.reload();
    await arrive(page, "Your membership");
  });
  assert.ok(asked.some((name) => name.startsWith("style-")), asked.join(", "));
  assert.ok(![asksProvider, asksSettings, asksProgram].some((asks) => asks(asked)), asked.join(", "));
});

journey("settings hold for ten minutes from when they were asked for, over any number of prepared sign-ins", async ({ sandbox, signInPage, newcomer }) => {
  const { page, context } = await newcomer();
  const seen = watchSignIn(context, signInPage.issuer);
  await signIn(page, sandbox);
  await configure(page, (config) => ({ ...config, authorizeParameters: { ui_locales: "bg" } }));
  for (let minutes = 4; minutes <= 12; minutes += 4) {
    // On top of the shifts before.
    await shiftClock(context, 4 * 60_000);
    await page.reload();
    await arrive(page, "Your membership");
  }
  await page.reload();
  await arrive(page, "Your membership");
  const languages = seen.authorize.map((url) => url.searchParams.get("ui_locales"));
  assert.deepEqual(languages, [null, null, null, "bg", "bg"], "the last is prepared by the new settings");
});

journey("newer settings that another tab was given hold at once", async ({ sandbox, signInPage, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const seen = watchSignIn(context, signInPage.issuer);
  await signIn(page, sandbox);
  await configure(context, (config) => ({ ...config, authorizeParameters: { ui_locales: "bg" } }));
  const other = await context.newPage();
  await other.goto(sandbox.url("/verify/unknown-code"));
  await other.getByRole("heading", { level: 1 }).first().waitFor();
  await other.waitForFunction(() => localStorage.getItem("partner-renewal.config").includes("ui_locales"));
  await page.reload();
  await arrive(page, "Your membership");
  assert.deepEqual(seen.authorize.map((url) => url.searchParams.get("ui_locales")), [null, "bg"]);
});

journey("a prepared sign-in that fails is begun anew by the program", async ({ sandbox, signInPage, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await answerSignInWith(context, signInPage, (asked) => sandbox.url(`/sign-in/callback?state=${asked.searchParams.get("state")}&error=server_error&iss=${signInPage.issuer}`));
  await page.reload();
  await action(page, "Sign in again").waitFor();
  await context.unrouteAll();
  const asked = await askedBeforeSignIn(page, signInPage, async () => {
    await page.goto(sandbox.url("/membership"));
    await arrive(page, "Your membership");
  });
  assert.ok(asksProvider(asked) && asksSettings(asked), asked.join(", "));
});

journey("a sign-out leaves no prepared sign-in, and a page for anybody or for nobody uses none", async ({ sandbox, signInPage, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  const seen = watchSignIn(context, signInPage.issuer);
  await page.goto(sandbox.url("/nowhere"));
  await arrive(page, /not found|no such page|does not exist/i);
  await page.goto(sandbox.url("/verify/unknown-code"));
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  assert.equal(seen.authorize.length, 0);
  await action(page, "Start now").first().click();
  await arrive(page, "Your membership");
  assert.notEqual(await kept(page), null);
  await inMenu(page, "Sign out");
  await arrive(page, "Renew your partner membership");
  assert.equal(await kept(page), null);
});

journey("whatever stands in the place of a prepared sign-in, the person signs in", { timeout: 180_000 }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  const bad = [{ url: null }, { pages: "(" }, { pages: 7 }, { first: null }, { config: 7 }, { program: null }];
  for (const change of bad) {
    await keep(page, change);
    await page.reload();
    await atStep(page, "agreement");
  }
  for (const text of ["", "null", "7", "[]", "{", '"text"', "x".repeat(100_000)]) {
    await page.evaluate(([name, one]) => localStorage.setItem(name, one), [NEXT, text]);
    await page.reload();
    await atStep(page, "agreement");
  }
  // What is kept over the sign-in is none: another one is begun, which leads to the membership page.
  await keep(page, { transaction: null });
  await page.reload();
  await arrive(page, "Your membership");
});
