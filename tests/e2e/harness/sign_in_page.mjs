// Where people sign in: the sandbox's own identity provider, or one that knows nothing of it. A journey that holds at
// both shows what the site does, not what our own provider lets pass.
import { signInAtProvider } from "./provider.mjs";
import { control, revokeTokens } from "./sign_in.mjs";
import { arrive, choose } from "./walk.mjs";

/** Both, each with what to add to the name of a journey and with its options. */
export const SIGN_IN_PAGES = [
  { at: "", options: {} },
  // Another day than the provider's, which lives in real time.
  { at: ", at another provider", options: { provider: true, clock: "2026-12-08" } },
];

/** Where the people of a journey sign in. */
export function signInPageOf(sandbox, provider) {
  const enter = provider
    ? (page, name = "Nadia Example") => signInAtProvider(page, name.split(" ")[0].toLowerCase())
    : (page, name = "Nadia Example") => choose(page, name);
  return {
    issuer: provider?.issuer ?? sandbox.idp,
    /** Beginning of every address of its sign-in page. */
    authorize: provider ? `${provider.issuer}/auth` : `${sandbox.idp}/authorize`,
    /** The heading with which it asks who comes. */
    question: (page) => page.getByRole("heading", { level: 1, name: provider ? "Sign in to Example Accounts" : "Choose an account" }),
    /** Answers it. */
    enter,
    /** Opens `path` and signs in on the way. */
    async signIn(page, name, path = "/membership", heading = "Your membership") {
      await page.goto(sandbox.url(path));
      await enter(page, name);
      await arrive(page, heading);
    },
    /** Ends what the page may do; who is signed in at the provider stays so. */
    endToken: () => (provider ? control(sandbox, "trouble", { problem: "sign-in-required", times: 1 }) : revokeTokens(sandbox)),
  };
}
