// The page for support at /status: which build runs here, what this browser keeps, what answers. It needs nothing of the
// program, so that it tells what is wrong where the program does not start.
import { element, pagePath, references, words as helpWords } from "./shared.js";

const ANSWER_MS = 5_000;

/** How a request ends for this page: its status, or that nothing answered. */
async function asked(words, address) {
  try {
    const options = { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(ANSWER_MS) };
    return words.answers.replace("{status}", (await fetch(address, options)).status);
  } catch {
    return words.no_answer;
  }
}

/** What Web Storage does here. */
function webStorage(words, name) {
  try {
    const storage = globalThis[name];
    storage.setItem("partner-renewal.check", "1");
    storage.removeItem("partner-renewal.check");
    return words.works;
  } catch (error) {
    return error.name === "QuotaExceededError" ? words.full : words.denied;
  }
}

/** Whether the browser keeps a record: in a database of its own, so that what was typed is not touched. */
async function database(words) {
  const name = "partner-renewal-check";
  const ended = (request) =>
    new Promise((done, fail) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => fail(request.error) }));
  try {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore("check");
    const opened = await ended(opening);
    try {
      await ended(opened.transaction("check", "readwrite").objectStore("check").put("1", "1"));
    } finally {
      opened.close();
      await ended(indexedDB.deleteDatabase(name));
    }
    return words.works;
  } catch (error) {
    return error?.name === "QuotaExceededError" ? words.full : words.denied;
  }
}

/** A difference of so many minutes in the unit in which a person would tell it. */
function span(minutes) {
  const [count, unit] = minutes < 120 ? [minutes, "minute"] : minutes < 2_880 ? [minutes / 60, "hour"] : [minutes / 1_440, "day"];
  const format = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(count);
}

/** How far the clock of the device is from that of the site's host. */
async function clock(words) {
  try {
    const answer = await fetch("version.json", { cache: "no-store", method: "HEAD" });
    const told = Date.parse(answer.headers.get("date")) + 1000 * Number(answer.headers.get("age") ?? 0);
    const minutes = Math.round((Date.now() - told) / 60_000);
    if (!Number.isFinite(minutes)) return words.clock_unknown;
    if (minutes === 0) return words.clock_right;
    return (minutes > 0 ? words.clock_ahead : words.clock_behind).replace("{time}", span(Math.abs(minutes)));
  } catch {
    return words.clock_unknown;
  }
}

/** The build that the host serves now, which may be newer than the one that runs here. */
async function servedBuild(words) {
  try {
    return (await (await fetch("version.json", { cache: "no-store" })).json()).version;
  } catch {
    return words.no_answer;
  }
}

async function settings() {
  try {
    return JSON.parse(await globalThis.__boot.config);
  } catch {
    return null; // The page says that they could not be read.
  }
}

async function facts(words) {
  const config = await settings();
  const { version } = document.querySelector("script[data-version]").dataset;
  const unread = words.settings_unread;
  const api = config ? new URL(config.api, location.origin).href.replace(/\/$/, "") : null;
  const issuer = config && (config.discovery ?? `${config.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const [served, time, records, apiAnswers, provider] = await Promise.all([
    servedBuild(words),
    clock(words),
    database(words),
    api ? asked(words, `${api}/health`) : unread,
    issuer ? asked(words, issuer) : unread,
  ]);
  return [
    [words.build, version],
    [words.served, served],
    [words.language, document.documentElement.lang],
    [words.browser, navigator.userAgent],
    [words.connection, navigator.onLine ? words.online : words.offline],
    [words.clock, time],
    [words.settings, config ? words.settings_read : unread],
    [words.api, apiAnswers],
    [words.provider, provider],
    [words.records, records],
    [words.local, webStorage(words, "localStorage")],
    [words.session, webStorage(words, "sessionStorage")],
    [words.references, references().join(", ") || words.none],
  ];
}

async function show() {
  const { status: words, title } = await helpWords();
  const main = document.getElementById("start");
  for (const child of [...main.children]) if (child.localName !== "noscript") child.remove();
  document.title = words.title;
  const list = element("dl", { className: "summary-list" });
  const told = element("span", { role: "status", textContent: words.checking });
  const copy = element("button", { type: "button", className: "button", textContent: words.copy, hidden: true });
  main.append(
    element("h1", { textContent: words.title, tabIndex: -1 }),
    element("p", { className: "lead", textContent: words.lead }),
    list,
    element("p", { className: "actions" }, copy, told),
  );
  const help = element("button", { type: "button", className: "link-button", textContent: title });
  help.dataset.help = "";
  main.after(element("footer", { className: "site-footer" }, help));
  document.documentElement.dataset.route = "status";
  const rows = await facts(words);
  for (const [name, value] of rows) {
    const text = element("dd", { textContent: value, translate: false });
    list.append(element("div", { className: "summary-list__row" }, element("dt", { textContent: name }), text));
  }
  told.textContent = "";
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(rows.map(([name, value]) => `${name}: ${value}`).join("\n"));
      told.textContent = words.copied;
    } catch {
      getSelection().selectAllChildren(list); // The browser refuses: it can be copied by hand.
    }
  });
}

if (pagePath() === "status") show();
