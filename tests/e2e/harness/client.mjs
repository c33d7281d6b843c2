// A client of the API without a browser: signs in at the provider as a browser would, and fills the steps.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./sandbox.mjs";

const CLIENT = "partner-renewal";
const golden = (name) => JSON.parse(readFileSync(join(ROOT, "tests/contract/golden", `${name}.request.json`), "utf8"));

/** A form, answered without following where it leads. */
function form(url, fields) {
  return fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
}

/** An access token of this person. */
async function token(sandbox, person) {
  const verifier = randomBytes(32).toString("base64url");
  const redirect_uri = `${sandbox.url("/sign-in/callback")}`;
  const asked = await form(`${sandbox.idp}/authorize`, {
    client_id: CLIENT,
    redirect_uri,
    response_type: "code",
    scope: "openid profile partner",
    state: randomBytes(16).toString("hex"),
    nonce: randomBytes(16).toString("hex"),
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    person,
  });
  const code = new URL(asked.headers.get("location")).searchParams.get("code");
  const grant = { grant_type: "authorization_code", client_id: CLIENT, redirect_uri, code, code_verifier: verifier };
  const given = await form(`${sandbox.idp}/token`, grant);
  return (await given.json()).access_token;
}

/** The value of `Authorization` for requests of this person. */
export const bearerOf = async (sandbox, person) => `Bearer ${await token(sandbox, person)}`;

/** Signs in. `call` answers `{ status, etag, body }` and throws when there is no answer, or none that is JSON. */
export async function apiClient(sandbox, person) {
  const authorization = await bearerOf(sandbox, person);
  async function call(method, path, { body, etag, key } = {}) {
    const answer = await fetch(`${sandbox.api}/v1${path}`, {
      method,
      headers: {
        authorization,
        ...(body ? { "content-type": "application/json" } : {}),
        ...(etag ? { "if-match": etag } : {}),
        ...(key ? { "idempotency-key": key } : {}),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    return { status: answer.status, etag: answer.headers.get("etag"), body: text === "" ? null : JSON.parse(text) };
  }
  return { call };
}

/** What each step is sent. */
export const BODIES = {
  requirements: golden("put-requirements"),
  signature: golden("put-signature"),
  location: golden("put-location"),
  level: golden("put-level"),
  "payment-method": golden("put-payment-method.card"),
};

/** Begins the renewal of Cedar Example and fills its steps up to the review; answers its id. */
export async function renewalAtReview(sandbox) {
  const { call } = await apiClient(sandbox, "nadia");
  const good = async (...request) => {
    const answer = await call(...request);
    if (answer.status >= 300) throw new Error(`${request[1]}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const started = await good("POST", "/organizations/org-cedar/renewals", { body: {} });
  const { id } = started.body;
  const profile = await good("GET", "/organizations/org-cedar/profile");
  let { etag } = started;
  const steps = ["requirements", "profile", "signature", "location", "level", "payment-method"];
  for (const step of steps) {
    const body = step === "profile" ? { profileEtag: profile.etag } : BODIES[step];
    ({ etag } = await good("PUT", `/renewals/${id}/${step}`, { body, etag }));
  }
  return id;
}
