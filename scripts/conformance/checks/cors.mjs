// A browser lets the site ask the API, and read what the site needs of its answers.
import { rule } from "../trial.mjs";

const RULES = {
  origin: rule("openapi.yaml#/info/description", "CORS: the exact origin of the site, no credentials."),
  exposed: rule("openapi.yaml#/info/description", "CORS: ETag, Date, Location, Retry-After and Request-Id are exposed."),
  allowed: rule("openapi.yaml#/info/description", "CORS: GET, POST, PUT and DELETE with Authorization, Content-Type, If-Match, Idempotency-Key, X-File-Name and Accept-Language are allowed."),
  kept: rule("openapi.yaml#/info/description", "CORS: a preflight's answer says how long it may be kept (Access-Control-Max-Age)."),
};
const EXPOSED = ["etag", "date", "location", "retry-after", "request-id"];
/** What the site sends, by its method. */
const REQUESTS = [
  ["GET", "/account", "accept-language,authorization"],
  ["POST", "/renewals/any/payments", "accept-language,authorization,content-type,idempotency-key"],
  ["PUT", "/renewals/any/level", "accept-language,authorization,content-type,if-match"],
  ["PUT", "/payments/any/proof", "accept-language,authorization,content-type,x-file-name"],
  ["DELETE", "/renewals/any", "accept-language,authorization"],
];
const ELSEWHERE = "https://elsewhere.example";

const listed = (answer, name) => (answer.headers.get(name) ?? "").toLowerCase().split(",").map((part) => part.trim());

/** Is everything in a list of a header? `*` stands for all but Authorization. */
const lists = (answer, header, names) => {
  const found = listed(answer, header);
  return names.filter((name) => !found.includes(name) && (name === "authorization" || !found.includes("*")));
};

/** The origin is the site's, and nothing asks a browser for cookies. */
function readable(trial, answer, site, what) {
  const allowed = answer.headers.get("access-control-allow-origin");
  trial.expect(allowed === site, RULES.origin, `${what}: Access-Control-Allow-Origin is ${allowed} instead of ${site}`, answer);
  const credentials = answer.headers.get("access-control-allow-credentials");
  trial.expect(credentials !== "true", RULES.origin, `${what}: Access-Control-Allow-Credentials is true`, answer);
  trial.expect(!answer.headers.has("set-cookie"), RULES.origin, `${what}: it sets a cookie`, answer);
}

async function preflight(trial, site, [method, path, names]) {
  const headers = { Origin: site, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": names };
  const answer = await trial.api.send("OPTIONS", path, { as: null, headers });
  const what = `the preflight of ${method} ${path}`;
  if (!trial.expect(answer.status >= 200 && answer.status < 300, RULES.allowed, `${what} was answered with ${answer.status}`, answer)) return;
  readable(trial, answer, site, what);
  // Fetch allows GET and POST to whoever may ask at all.
  const methods = ["GET", "POST"].includes(method) ? [] : lists(answer, "access-control-allow-methods", [method.toLowerCase()]);
  const missing = [...methods, ...lists(answer, "access-control-allow-headers", names.split(","))];
  trial.expect(missing.length === 0, RULES.allowed, `${what} does not allow ${missing.join(", ")}`, answer);
  const seconds = Number(answer.headers.get("access-control-max-age") ?? 0);
  trial.expect(seconds > 0, RULES.kept, `${what} may not be kept: there is no Access-Control-Max-Age above 0`, answer);
}

export default {
  name: "cors",
  title: "a browser lets the site ask the API",
  rules: RULES,
  async run(trial) {
    const { site } = trial.settings;
    if (!site) return trial.skip("SITE, the origin of the site, is not given");
    if (new URL(trial.api.base).origin === site) return trial.skip("the API is on the site's own origin, where browsers ask for no leave");
    for (const request of REQUESTS) await preflight(trial, site, request);
    for (const [what, path, as] of [["GET /account", "/account", "TOKEN"], ["a refusal", "/account", null], ["an address that is not there", "/no-such-address", "TOKEN"]]) {
      const answer = await trial.api.send("GET", path, { as, headers: { Origin: site } });
      readable(trial, answer, site, what);
      const hidden = lists(answer, "access-control-expose-headers", EXPOSED);
      trial.expect(hidden.length === 0, RULES.exposed, `${what} hides ${hidden.join(", ")} (Access-Control-Expose-Headers)`, answer);
    }
    const other = await trial.api.send("GET", "/account", { headers: { Origin: ELSEWHERE } });
    const allowed = other.headers.get("access-control-allow-origin");
    trial.expect(![ELSEWHERE, "*"].includes(allowed), RULES.origin, `another site may read GET /account: Access-Control-Allow-Origin is ${allowed}`, other);
  },
};
