// Who is not signed in, and what cannot be read, is refused with a problem.
import { Blocked, inWords, slugOf } from "../api.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  signIn: rule("openapi.yaml#/components/securitySchemes/accessToken", "An access token of the identity provider, signed with ES256: exp lies ahead. 401 sign-in-required without one."),
  readable: rule("openapi.yaml#/info/description", "Checks are made in this order: 401 who calls; 400 whether the request can be read; then all others."),
  problem: rule("schemas/problems.yaml#/ProblemBase", "What every problem carries; a body that is too long is refused with one, and breaks nothing."),
};
/** Longer than any field of a profile, and longer than many servers read a body of this kind. */
const LENGTHS = [50_000, 1_100_000];

/** A token with its header taken for one that needs no signature, and one whose signature is another's; for JWTs. */
export function forged(token) {
  const [header, claims, signature] = token.split(".");
  if (!header || !claims || !signature) return [];
  const none = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt" })).toString("base64url");
  const other = (signature[0] === "A" ? "B" : "A") + signature.slice(1);
  return [
    { what: "a token whose signature was changed", authorization: { sent: `Bearer ${header}.${claims}.${other}`, shown: "Bearer ${TOKEN%.*}.AAAA" } },
    { what: "a token that says alg none", authorization: { sent: `Bearer ${none}.${claims}.`, shown: `Bearer ${none}.$(echo $TOKEN | cut -d. -f2).` } },
  ];
}

async function tokens(trial) {
  const { api } = trial;
  const { id } = await trial.journey.organization();
  const strangers = [
    { what: "no token", as: null },
    { what: "a text that is no token", authorization: { sent: "Bearer not-a-token", shown: "Bearer not-a-token" } },
    ...forged(await api.tokens.TOKEN()),
    ...(api.has("EXPIRED_TOKEN") ? [{ what: "a token that has expired", as: "EXPIRED_TOKEN" }] : []),
  ];
  for (const { what, ...how } of strangers) {
    trial.refused(await api.send("GET", "/account", how), 401, "sign-in-required", RULES.signIn, `GET /account with ${what}`);
    const started = await api.send("POST", `/organizations/${id}/renewals`, { ...how, body: {} });
    trial.refused(started, 401, "sign-in-required", RULES.signIn, `starting a renewal with ${what}`);
  }
  if (!api.has("EXPIRED_TOKEN")) trial.skip("a token that has expired: EXPIRED_TOKEN is not given");
}

export default {
  name: "input",
  title: "who is not signed in, and what cannot be read, is refused",
  rules: RULES,
  async run(trial) {
    await tokens(trial);
    const { id } = await trial.journey.organization();
    const { etag, json } = await trial.journey.profile();
    // The profile as it is, at its present tag: only its form is wrong, and where that is not seen nothing changes.
    const put = (how) => trial.api.send("PUT", `/organizations/${id}/profile`, { ifMatch: etag, ...how });
    const whole = JSON.stringify(json);
    for (const [what, how] of [
      ["half of a JSON text", { raw: whole.slice(0, whole.length / 2) }],
      ["JSON that is no object", { raw: "[]" }],
      ["JSON sent as text/plain", { raw: whole, type: "text/plain" }],
    ]) {
      trial.refused(await put(how), 400, "bad-request", RULES.readable, `a profile that is ${what}`);
    }
    for (const length of LENGTHS) {
      const sent = put({ body: { ...json, website: `https://${"x".repeat(length)}.example` }, isPatient: false });
      const long = await sent.catch((error) => {
        // A server may close the connection while it is still being sent to.
        if (error instanceof Blocked) return trial.skip(`a body of ${length} characters: ${error.message}`);
        throw error;
      });
      if (!long) continue;
      const isRefused = long.status >= 400 && long.status < 500 && slugOf(long) !== "";
      trial.expect(isRefused, RULES.problem, `a body of ${length} characters: ${inWords(long)} instead of a problem below 500`, long);
    }
  },
};
