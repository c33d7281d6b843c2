// Asks the partner API what the site will ask it, and across origins asks for leave first, as a browser does.
import { isObject } from "../settings.mjs";
import { ask, listed, originOf, sayReadable, sayReachable } from "./ask.mjs";

/** What the site sends besides what every page may send (src/adapters/http.rs), and reads of the answers. */
const SENT = ["authorization", "content-type", "idempotency-key", "if-match", "x-file-name"];
const EXPOSED = ["etag", "date", "location", "retry-after", "request-id"];
const METHODS = ["GET", "POST", "PUT", "DELETE"];
/** Methods that every page may use. */
const FREE = ["GET", "POST"];

/**
 * Checks the API of a configuration for a site at `origin`, null where that is not known; `token` is an access token of
 * somebody, if there is one. Returns the time that the API gives.
 */
export async function checkApi(lines, config, origin, token) {
  const isPath = config.api.startsWith("/");
  if (isPath && !origin) {
    lines.unasked("api: the partner API answers", `Give --site https://…: ${config.api} is a path of the site`);
    return null;
  }
  const base = (isPath ? origin : "") + config.api.replace(/\/$/, "");
  const from = origin && originOf(base) !== origin ? origin : undefined;
  sayReachable(lines, "api", base, origin);
  const answer = await ask(lines, "api: the partner API answers", `${base}/account`, {
    from,
    headers: { accept: "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });
  if (!answer) return null;
  checkAnswer(lines, base, answer, token);
  if (from) {
    sayReadable(lines, "api: its answers can be read by the site", answer, from);
    const exposed = listed(answer.headers, "access-control-expose-headers");
    const hidden = EXPOSED.filter((name) => !exposed.includes(name) && !exposed.includes("*"));
    say(lines, hidden, "api: the headers that the site reads", `Access-Control-Expose-Headers lacks ${hidden.join(", ")}`);
    for (const method of METHODS) await checkPreflight(lines, base, from, method);
  } else if (origin) {
    lines.ok("api: on the site's own origin, where browsers need no leave");
  } else {
    lines.unasked("api: the site may ask it from its origin", "Give --site https://…");
  }
  return answer.headers.get("date");
}

const say = (lines, missing, what, advice) => (missing.length === 0 ? lines.ok(what) : lines.wrong(what, advice));

function checkAnswer(lines, base, { status, headers, json }, token) {
  const what = "api: the partner API answers";
  const form = headers.get("content-type") ?? "no content type";
  if (/^text\/html/.test(form)) lines.wrong(what, `${base}/account is a page (${status}). The web server has to hand on what is sent there (deploy/nginx/api.conf)`);
  else if (token && [401, 403].includes(status)) lines.wrong(what, `It answers ${status} to API_TOKEN. Is the token still valid, and is the API what scope asks a token for?`);
  else if (token ? status === 200 && isObject(json) : status === 401) lines.ok(token ? `${what} to the token` : `${what}, and asks for a sign-in`);
  else lines.wrong(what, `${base}/account answers ${status} with ${form}, where ${token ? "200 with JSON" : "401"} is right. Is this the base of the API?`);
  if (!headers.get("date")) lines.wrong("api: its clock", "It sends no Date, by which the site counts days. Have it, and what is before it, send one");
}

async function checkPreflight(lines, base, from, method) {
  const what = `api: browsers let the site send ${method}`;
  const answer = await ask(lines, what, `${base}/account`, {
    from,
    method: "OPTIONS",
    headers: { "access-control-request-method": method, "access-control-request-headers": SENT.join(",") },
  });
  if (!answer) return;
  const { status, headers } = answer;
  const allowed = headers.get("access-control-allow-origin");
  const [methods, names] = ["methods", "headers"].map((kind) => listed(headers, `access-control-allow-${kind}`));
  // A star stands for every header but that with the token.
  const refused = SENT.filter((name) => !names.includes(name) && (name === "authorization" || !names.includes("*")));
  const problems = [
    ...(status < 200 || status > 299 ? [`OPTIONS answers ${status}`] : []),
    ...(allowed === "*" || allowed === from ? [] : [`Access-Control-Allow-Origin is ${allowed ?? "not sent"}, not ${from}`]),
    ...(FREE.includes(method) || methods.includes(method.toLowerCase()) || methods.includes("*") ? [] : [`Access-Control-Allow-Methods lacks ${method}`]),
    ...(refused.length > 0 ? [`Access-Control-Allow-Headers lacks ${refused.join(", ")}`] : []),
  ];
  say(lines, problems, what, `${problems.join("; ")}. Allow it at the API (README, Configure)`);
}
