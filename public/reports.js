// Tells the operator what goes wrong, where `reports` in config.json names an address for it: without one, nothing is sent.
// Each report is made of the few members below, each of which is a number or one of a known set of texts: never a name, an
// address of a person, a token, a code, or anything that was typed.
import { REQUESTS, pagePath, reading } from "./shared.js";

const root = document.documentElement;
const { version } = document.querySelector("script[data-version]").dataset;
/** Most reports of one page: what fails in a loop is told often enough. */
const MOST = 50;
/** How many references are kept for the page of the status. */
const KEPT = 5;
/** The pages of the site, as deploy/routes.txt has them: any other path may be anything. */
export const PAGE =
  /^(membership|organizations(\/\*\/(people|locations|letter|tax-exemption|enrollment))?|competencies|orders|verification|status|verify\/\*|pay\/\*|sign-in\/callback|renewals\/\*\/confirmation|renew\/(requirements|profile|agreement|location|level|payment(\/(return|link))?|review|confirmation))?$/;
/** A reference, an own file, a place in the program: what does not look like one is left out. */
const REFERENCE = /^[\w.-]{1,64}$/;
const OWN_FILE = /\/([\w-]+\.(?:js|css|wasm|json|svg))$/;
const PLACE = /^[\w-]*(?:\.wasm:)?wasm-function[\w[\]:]*$/;
const DIRECTIVE = /^[a-z-]{1,40}$/;
const ENDED = new Set(["damaged", "offline", "unsupported", "config", "words", "slow"]);

let address = null;
let told = 0;
let waiting = [];

/** Sends what waits. It goes without cookies, and with no address of the page. */
function send() {
  if (!address || waiting.length === 0) return;
  const body = JSON.stringify({ v: 1, build: version, reports: waiting });
  waiting = [];
  const options = { method: "POST", body, keepalive: true, credentials: "omit", mode: "no-cors", referrerPolicy: "no-referrer" };
  // Where nobody takes it, nothing is lost but the report.
  sent(address, options).catch(() => {});
}

/** The browser's own: what this script sends is no failed request to tell of. */
const sent = globalThis.fetch.bind(globalThis);

function report(kind, members, isUrgent = false) {
  if (told >= MOST) return;
  told += 1;
  const page = pagePath();
  waiting.push({ kind, page: PAGE.test(page) ? `/${page}` : "other", ...members });
  if (isUrgent) send();
}

const isOrigin = (url) => URL.canParse(url) && new URL(url).origin;

const whole = (url) => new URL(url, document.baseURI).href;

/** Where a request went: never its address, which may hold ids. */
function target(url, config) {
  if (whole(url).startsWith(`${whole(config.api).replace(/\/$/, "")}/`)) return "api";
  return isOrigin(whole(url)) === location.origin ? "site" : "provider";
}

/** Tells of each request that fails, by its reference where there is an answer. */
function watchRequests(config) {
  globalThis.fetch = async (resource, options) => {
    const url = resource instanceof Request ? resource.url : String(resource);
    const to = target(url, config);
    try {
      const answer = await sent(resource, options);
      if (answer.status >= 400) {
        const id = answer.headers.get("request-id") ?? "";
        report("request", { to, status: answer.status, ...(REFERENCE.test(id) && { id }) });
      }
      return answer;
    } catch (error) {
      // Whoever leaves a page gives its requests up: nothing has failed.
      if (error?.name !== "AbortError") report("request", { to, status: 0 });
      throw error;
    }
  };
}

/** What the browser measured of the page, in whole milliseconds since it was asked for. */
function timings() {
  const at = (ms) => Math.round(ms ?? 0);
  const [navigation] = performance.getEntriesByType("navigation");
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  const ready = performance.getEntriesByName("app-ready")[0];
  report("timings", {
    answer: at(navigation?.responseStart),
    painted: at(painted?.startTime),
    loaded: at(navigation?.loadEventEnd),
    ready: at(ready?.startTime),
  });
}

function watch(config) {
  watchRequests(config);
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    if (!DIRECTIVE.test(effectiveDirective)) return;
    const blocked = isOrigin(blockedURI) || (DIRECTIVE.test(blockedURI) ? blockedURI : "");
    report("policy", { directive: effectiveDirective, blocked });
  });
  // A file that did not arrive as it was built. The event of an element does not bubble.
  addEventListener("error", ({ target }) => {
    const file = OWN_FILE.exec(target?.src ?? target?.href ?? "")?.[1];
    if (file) report("file", { file });
  }, true);
  const stopped = () => {
    const place = document.getElementById("fatal-reference").textContent.split(" ")[0];
    report("crash", PLACE.test(place) ? { place } : {}, true);
  };
  const fatal = document.getElementById("fatal");
  new MutationObserver(() => fatal.hidden || stopped()).observe(fatal, { attributeFilter: ["hidden"] });
  const ended = () => ENDED.has(root.dataset.failed) && report("start", { reason: root.dataset.failed }, true);
  new MutationObserver(ended).observe(root, { attributeFilter: ["data-failed"] });
  ended();
  let isMeasured = false;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    if (!isMeasured) timings();
    isMeasured = true;
    send();
  });
}

/** Keeps the last references of answers, for the page of the status. */
function keepReference() {
  const id = root.dataset.requestId ?? "";
  if (!REFERENCE.test(id)) return;
  const before = reading(() => JSON.parse(localStorage.getItem(REQUESTS)), []);
  const others = Array.isArray(before) ? before.filter((one) => one !== id) : [];
  // Where nothing can be kept, the page of the status says that there is none.
  reading(() => localStorage.setItem(REQUESTS, JSON.stringify([id, ...others].slice(0, KEPT))));
}
new MutationObserver(keepReference).observe(root, { attributeFilter: ["data-request-id"] });

async function start() {
  // A page that is being left for the sign-in asks for nothing.
  if (await globalThis.__boot.leaving) return;
  const config = JSON.parse(await globalThis.__boot.config);
  if (typeof config.reports !== "string" || !URL.canParse(config.reports)) return;
  address = config.reports;
  watch(config);
}

document.addEventListener("app-ready", () => performance.mark("app-ready"), { once: true });
/** The start page asks for its settings once it is read, and the return from the sign-in has a code in its address until
 * the program has taken it: there, reports wait for the program. */
const waits = root.dataset.route === "start" || pagePath() === "sign-in/callback";
// Without settings there is no address to tell; the page itself says that they could not be read.
const begin = () => start().catch(() => {});
if (waits) document.addEventListener("app-ready", begin, { once: true });
else begin();
