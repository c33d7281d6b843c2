// Asks the identity provider what the site will ask it, by the rules of src/oidc.
import { isLoopback, isObject } from "../settings.mjs";
import { ask, sayReadable, sayReachable } from "./ask.mjs";

const ENDPOINTS = ["authorization_endpoint", "token_endpoint", "jwks_uri"];
const PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";

/**
 * Checks the provider of a configuration for a site at `origin`, null where that is not known. Returns its description,
 * null where it has none that can be used, and the time that it gives.
 */
export async function checkProvider(lines, config, origin, redirectUri) {
  const url = config.discovery ?? `${config.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  sayReachable(lines, "issuer", url, origin);
  const answer = await ask(lines, "issuer: the provider's description", url, { from: origin });
  if (!answer) return { provider: null, date: null };
  const date = answer.headers.get("date");
  const provider = description(lines, url, answer);
  if (!provider) return { provider, date };
  checkDescription(lines, provider, config.issuer);
  const readable = (what, from) => (origin ? sayReadable(lines, what, from, origin) : lines.unasked(what, "Give --site https://…: whether browsers may read it depends on the site's origin"));
  readable("issuer: the description can be read by the site", answer);
  await checkKeys(lines, provider, origin, readable);
  await checkToken(lines, provider, config, origin, redirectUri, readable);
  return { provider, date };
}

function description(lines, url, { status, json }) {
  const what = "issuer: the provider's description";
  const missing = isObject(json) ? ["issuer", ...ENDPOINTS].filter((name) => typeof json[name] !== "string") : ["every field"];
  if (status === 200 && missing.length === 0) {
    lines.ok(`${what} is there: ${url}`);
    return json;
  }
  if (status === 200) lines.wrong(what, `${url} lacks ${missing.join(", ")}. Is this the provider's address?`);
  else lines.wrong(what, `${url} answers ${status}. Write the issuer exactly as the provider names it`);
  return null;
}

function checkDescription(lines, provider, issuer) {
  const say = (right, what, advice) => (right ? lines.ok(what) : lines.wrong(what, advice));
  say(isIssuer(issuer, provider.issuer), "issuer: the provider calls itself so", `It calls itself ${provider.issuer}. Write that as issuer, to the letter`);
  const offers = (list, name) => provider[list] === undefined || (Array.isArray(provider[list]) && provider[list].includes(name));
  say(offers("code_challenge_methods_supported", "S256"), "issuer: PKCE with S256", "code_challenge_methods_supported lacks S256. Turn PKCE on at the provider");
  say(offers("response_types_supported", "code"), "issuer: the authorization code flow", "response_types_supported lacks code. Turn the authorization code flow on at the provider");
  const named = [...ENDPOINTS, "end_session_endpoint"].filter((name) => typeof provider[name] === "string");
  const open = named.filter((name) => !isSecure(provider[name]));
  say(open.length === 0, "issuer: every endpoint is encrypted, or on this machine", `${open.map((name) => `${name} is ${provider[name]}`).join(", ")}. The provider has to name addresses that begin with https://`);
}

/** The one exception to the very same text are the shared endpoints of Microsoft, as in src/oidc/issuer.rs. */
function isIssuer(issuer, named) {
  const [, base, endpoint] = /^(.*)\/(common|organizations|consumers)\/v2\.0$/.exec(issuer) ?? [];
  const shared = endpoint && [`${base}/{tenantid}/v2.0`, ...(endpoint === "consumers" ? [`${base}/${PERSONAL_TENANT}/v2.0`] : [])];
  return named === issuer || Boolean(shared?.includes(named));
}

function isSecure(address) {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) && !url.username && !address.includes("#");
}

async function checkKeys(lines, provider, origin, readable) {
  const what = "issuer: keys that sign for the site";
  const answer = await ask(lines, what, provider.jwks_uri, { from: origin });
  if (!answer) return;
  const keys = Array.isArray(answer.json?.keys) ? answer.json.keys : [];
  const signs = ({ kty, crv, use, alg }) =>
    (use === undefined || use === "sig") &&
    ((kty === "RSA" && (alg === undefined || ["RS256", "PS256"].includes(alg))) ||
      (kty === "EC" && crv === "P-256" && (alg === undefined || alg === "ES256")) ||
      (kty === "OKP" && crv === "Ed25519"));
  const found = keys.filter((key) => isObject(key) && signs(key)).length;
  if (answer.status === 200 && found > 0) lines.ok(`${what}: ${found}`);
  else lines.wrong(what, `${provider.jwks_uri} answers ${answer.status} with ${keys.length} keys, none for RS256, PS256, ES256 or EdDSA. Have the provider sign with one of them`);
  readable("issuer: the keys can be read by the site", answer);
}

/** A code that nobody was given is refused. How it is refused tells whether the site would be let in. */
async function checkToken(lines, provider, config, origin, redirectUri, readable) {
  const what = "clientId: the provider knows the site";
  const form = {
    grant_type: "authorization_code", code: "check-config", client_id: config.clientId, redirect_uri: redirectUri, code_verifier: "check-config".repeat(4),
  };
  const answer = await ask(lines, what, provider.token_endpoint, { from: origin, method: "POST", body: new URLSearchParams(form) });
  if (!answer) return;
  const error = answer.json?.error;
  if (answer.status === 200 || typeof error !== "string") {
    lines.wrong(what, `${provider.token_endpoint} answers ${answer.status} to a code that is none, without an error in JSON. Is this the provider's address?`);
  } else if (["invalid_client", "unauthorized_client"].includes(error)) {
    lines.wrong(what, `It answers ${error}. Register ${config.clientId} there as a single-page application, without a secret`);
  } else {
    lines.ok(`${what}: it refuses a code that is none (${error})`);
  }
  readable("clientId: the answer with the tokens can be read by the site", answer);
}
