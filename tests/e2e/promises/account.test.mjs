// Who is signed in: nobody sees what another account typed, a refusal leads back, and no secret is where it can leak.
import assert from "node:assert/strict";
import { UNREACHABLE, REFUSED } from "../harness/api.mjs";
import { enter, shows } from "../harness/entries.mjs";
import { journey } from "../harness/journey.mjs";
import { control, isCallback, watchSignIn } from "../harness/sign_in.mjs";
import {
  action, arrive, atStep, button, choose, complete, field, inMenu, renewTo, saved, signIn, submit,
} from "../harness/walk.mjs";

journey("promise-21: another account gets its own pages, is told whose they are, and sees nothing of the first", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const typed = await enter.profile(page);
  await saved(page);
  await context.clearCookies();
  await page.reload();
  await choose(page, "Oleg Example");
  await page.getByText("You are now signed in as Oleg Example", { exact: false }).waitFor();
  await page.getByText("Only the Primary Program Contact may do this.").waitFor();
  await button(page, "Oleg Example").waitFor();
  assert.doesNotMatch(await page.content(), new RegExp(typed), "what the first one typed is not on the page");

  await context.clearCookies();
  await page.goto(sandbox.url("/renew/profile"));
  await choose(page, "Nadia Example");
  await atStep(page, "profile");
  await page.getByText("You are now signed in as Nadia Example", { exact: false }).waitFor();
  await shows(page, "profile", typed);
});

journey("promise-21: the same account again is told nothing", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  await context.clearCookies();
  await page.reload();
  await choose(page, "Nadia Example");
  await arrive(page, "Your membership");
  assert.equal(await page.getByText("You are now signed in as", { exact: false }).count(), 0);
});

journey("promise-31: a sign-in that is refused says so, leads back, and loses nothing", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const typed = await enter.profile(page);
  await saved(page);
  await context.clearCookies();
  await page.reload();
  await arrive(page, "Choose an account");
  await button(page, "Cancel").click();
  await page.getByText("The sign-in was cancelled or refused.").waitFor();
  await page.getByText("Nothing is lost.", { exact: false }).waitFor();
  assert.equal(new URL(page.url()).search, "");
  await action(page, "Sign in again").click();
  await choose(page, "Nadia Example");
  await atStep(page, "profile");
  await shows(page, "profile", typed);
});

journey("promise-38: a provider that cannot be reached is told in words; what was typed stays, and trying again works", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [UNREACHABLE, REFUSED] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const typed = await enter.profile(page);
  await context.route((url) => url.origin === sandbox.idp, (route) => route.abort("connectionrefused"));
  await control(sandbox, "trouble", { problem: "sign-in-required", times: 1 });
  await submit(page, "profile").click();
  await page.getByText("Your session has ended.").waitFor();
  await shows(page, "profile", typed);
  await saved(page);

  await page.reload();
  await page.getByText("The sign-in page cannot be reached.").waitFor();
  await context.unrouteAll();
  await button(page, "Try again").click();
  await atStep(page, "profile");
  await shows(page, "profile", typed);
  await complete(page, "profile");
});

journey("promise-29 promise-32 promise-34: every request to sign in uses S256, and no code or token is in an address, the history, a referrer or with anyone but the API", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  const seen = watchSignIn(context, sandbox.idp);
  const requests = [];
  context.on("request", (request) => requests.push(request));
  const addresses = [];
  page.on("framenavigated", (frame) => addresses.push(frame.url()));
  await page.goto(sandbox.url("/"));
  await action(page, "Start now").click();
  await choose(page, "Nadia Example");
  await arrive(page, "Your membership");
  await page.reload();
  await arrive(page, "Your membership");
  await action(page, "Organizations").first().click();
  await arrive(page, "Organizations");

  assert.equal(seen.authorize.length, 2);
  for (const { searchParams: asked } of seen.authorize) {
    assert.equal(asked.get("response_type"), "code");
    assert.equal(asked.get("code_challenge_method"), "S256");
    assert.match(asked.get("code_challenge"), /^[\w-]{43}$/);
    for (const name of ["state", "nonce"]) assert.match(asked.get(name), /^[\w-]{43}$/, name);
    assert.equal(asked.get("redirect_uri"), sandbox.url("/sign-in/callback"));
  }
  for (const name of ["state", "nonce", "code_challenge"]) {
    assert.equal(new Set(seen.authorize.map((url) => url.searchParams.get(name))).size, 2, `${name} is new each time`);
  }

  const codes = seen.token.map((form) => form.get("code"));
  assert.equal(codes.length, 2);
  const session = await context.newCDPSession(page);
  const { entries } = await session.send("Page.getNavigationHistory");
  const kept = [...entries.map((entry) => entry.url), ...entries.map((entry) => entry.title)];
  for (const request of requests) {
    const { referer, authorization } = await request.allHeaders();
    assert.equal(referer || "", "", `${request.url()} was told where the person came from`);
    if (authorization) assert.equal(new URL(request.url()).origin, sandbox.api, "the token goes to the API alone");
    const secret = /eyJ[\w-]+\.|access_token|id_token/.test(request.url());
    assert.ok(!secret, `a token is in ${request.url()}`);
  }
  for (const code of codes) {
    assert.ok(!kept.some((text) => text.includes(code)), "no code in the history");
    const carriers = requests.filter((request) => request.url().includes(code)).map((request) => request.url());
    assert.ok(carriers.every(isCallback), `a code is in ${carriers}`);
  }
  const left = addresses.filter((url) => url.startsWith(sandbox.site)).at(-1);
  assert.equal(new URL(left).search, "");
  assert.equal(await page.evaluate(() => document.referrer), "");
});

journey("promise-39: after signing out the next person is nobody's follower", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await inMenu(page, "Sign out");
  await arrive(page, "Renew your partner membership");
  await page.goto(sandbox.url("/organizations"));
  await choose(page, "Oleg Example");
  await arrive(page, "Organizations");
  assert.equal(await page.getByText("You are now signed in as", { exact: false }).count(), 0);
  assert.equal(await field(page, "Trading name (optional)").count(), 0);
});
