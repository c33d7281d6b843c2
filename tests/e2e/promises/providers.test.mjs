// Identity providers as they are: the sandbox's provider behaves as each is known to differ. With each of
// them people sign in and out, or whoever set it up wrongly is told in words.
import assert from "node:assert/strict";
import { REFUSED, answerWithProblem } from "../harness/api.mjs";
import { shiftClock } from "../harness/browser.mjs";
import { enter, shows } from "../harness/entries.mjs";
import { journey } from "../harness/journey.mjs";
import { signInAtProvider } from "../harness/provider.mjs";
import { configure } from "../harness/settings.mjs";
import { control, watchSignIn } from "../harness/sign_in.mjs";
import { arrive, atStep, button, choose, complete, inMenu, renewTo, signIn, submit } from "../harness/walk.mjs";

const TOLD = "You have signed out.";
const NOT_TOLD = /The sign-in page could not be told, so you may still be signed in there/;

/** Signs out, and sees that the provider asks who comes next. */
async function signOut(page, sandbox) {
  await inMenu(page, "Sign out");
  await arrive(page, "Renew your partner membership");
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Choose an account");
}

/** Signs out where the provider's own session goes on, and sees that this is said. */
async function signOutHere(page) {
  await inMenu(page, "Sign out");
  await page.getByText(TOLD, { exact: false }).first().waitFor();
  await page.getByText(NOT_TOLD).waitFor();
}

/** Counts the requests for an address at the provider. */
function countAsked(page, path) {
  const asked = [];
  page.on("request", (request) => new URL(request.url()).pathname === path && asked.push(request.url()));
  return asked;
}

for (const behavior of [
  "template-issuer",
  "trailing-slash",
  "discovery-elsewhere",
  "split-hosts",
  "no-exposed-headers",
  "no-name",
  "extra-claims",
  "opaque-access-token",
  "text-expires-in",
  "keys-without-alg",
  "cognito-sign-out",
]) {
  journey(`a provider with ${behavior}: people sign in and out`, { behaves: [behavior] }, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer();
    await signIn(page, sandbox);
    // The name is the API's where the provider tells none.
    await button(page, "Nadia Example").waitFor();
    await signOut(page, sandbox);
  });
}

journey("a provider with rotated-keys: they are asked for once more, and the person notices nothing", { behaves: ["rotated-keys"] }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const asked = countAsked(page, "/jwks");
  await signIn(page, sandbox);
  assert.equal(asked.length, 2);
  await signOut(page, sandbox);
});

journey("keys that never fit are asked for twice, and the sign-in is refused", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const asked = countAsked(page, "/jwks");
  await page.route("**/jwks", async (route) => {
    const answer = await route.fetch();
    const { keys } = await answer.json();
    await route.fulfill({ response: answer, json: { keys: keys.map((key) => ({ ...key, kid: "former" })) } });
  });
  await page.goto(sandbox.url("/membership"));
  await choose(page, "Nadia Example");
  await page.getByText("The sign-in could not be finished.").waitFor();
  await page.getByText("NoKey").waitFor();
  assert.equal(asked.length, 2);
});

journey("a provider with no-end-session: the person signs out here, and is told that the provider's session goes on", { behaves: ["no-end-session"] }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await signOutHere(page);
});

journey("signOut: local leaves the provider alone, and the person is told", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const asked = countAsked(page, "/end-session");
  await configure(page, (settings) => ({ ...settings, signOut: "local" }));
  await signIn(page, sandbox);
  await signOutHere(page);
  assert.deepEqual(asked, []);
});

journey("authorizeParameters reach the provider at each sign-in, and cannot replace what is the site's", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  const seen = watchSignIn(context, sandbox.idp);
  await configure(page, (settings) => ({ ...settings, authorizeParameters: { audience: "partner-api", domain_hint: "cedar.example" } }));
  await signIn(page, sandbox);
  const { searchParams: asked } = seen.authorize[0];
  assert.deepEqual([asked.get("audience"), asked.get("domain_hint")], ["partner-api", "cedar.example"]);
  await page.reload();
  await arrive(page, "Your membership");
  assert.deepEqual([...seen.authorize[1].searchParams.keys()], [...asked.keys()], "also where it was prepared");

  // Settings hold for ten minutes.
  await shiftClock(context, 11 * 60_000);
  await configure(page, (settings) => ({ ...settings, authorizeParameters: { audience: "partner-api", state: "x" } }));
  await page.goto(sandbox.url("/membership"));
  const line = page.getByRole("paragraph").filter({ hasText: "The site sets this parameter itself" });
  await line.waitFor();
  assert.match(await line.textContent(), /^authorizeParameters: .*: state$/);
});

for (const behavior of ["no-auth-time", "max-age-ignored"]) {
  journey(`promise-41: a provider with ${behavior} asks the person for a recent sign-in, and the program judges`, { behaves: [behavior] }, async ({ sandbox, newcomer }) => {
    const { page, context } = await newcomer({ permits: [REFUSED] });
    await signIn(page, sandbox);
    await renewTo(page, "agreement");
    const typed = await enter.agreement(page);
    const seen = watchSignIn(context, sandbox.idp);
    await control(sandbox, "clock", { seconds: 20 * 60 });
    await answerWithProblem(page, sandbox, { method: "PUT", path: /\/signature$/, status: 401, slug: "reauth-required", extra: { maxAge: 900 } });
    await submit(page, "agreement").click();
    await choose(page, "Nadia Example");
    await atStep(page, "agreement");
    await shows(page, "agreement", typed);
    assert.equal(seen.authorize.length, 1, "one way, not two");
    await complete(page, "agreement");
  });
}

journey("a provider with shared-secret is refused, and whoever runs the site is told what to set there", { behaves: ["shared-secret"] }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await page.goto(sandbox.url("/membership"));
  await choose(page, "Nadia Example");
  await page.getByText("the identity provider has to sign ID tokens with RS256, PS256, ES256 or EdDSA", { exact: false }).waitFor();
});

journey("an issuer without its last slash is refused, and whoever runs the site is told", { behaves: ["trailing-slash"] }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await configure(page, (settings) => ({ ...settings, issuer: settings.issuer.replace(/\/$/, "") }));
  await page.goto(sandbox.url("/membership"));
  await page.getByText("It has to be the same to the last slash.", { exact: false }).waitFor();
});

for (const alg of ["PS256", "EdDSA"]) {
  journey(`ID tokens signed with ${alg} are verified`, { provider: { alg }, clock: "2026-12-08" }, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer();
    await page.goto(sandbox.url("/membership"));
    await signInAtProvider(page);
    await arrive(page, "Your membership");
  });
}
