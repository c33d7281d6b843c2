// Loads the app, tells in words when that is slow or fails, and freezes the page after a crash.
const SLOW_MS = 400;
const WATCHDOG_MS = 15_000;
const PROVIDER_VALID_MS = 600_000;

const by = (id) => document.getElementById(id);
const root = document.documentElement;
const files = document.querySelector("script[data-wasm]").dataset;
const styles = document.querySelector("link[rel=stylesheet]");
let ready = false;
let frozen = false;

/** What arrived damaged may lie in the browser's store for a year: it is fetched past that first. */
async function reload(event) {
  event.preventDefault();
  const scripts = Array.from(document.querySelectorAll("script[src]"), ({ src }) => src);
  const words = [wordsIn(boot.language), LATER_WORDS[boot.language]];
  const all = [styles.href, files.wasm, ...Object.values(LATER_PARTS), ...words, ...scripts].filter(Boolean);
  if (!ready) await Promise.allSettled(all.map((file) => fetch(file, { cache: "reload" })));
  location.reload();
}
for (const button of document.querySelectorAll("[data-reload]")) button.addEventListener("click", reload);

const boot = globalThis.__boot;

/** The address of the words in a language, with its integrity; `undefined` where the site has none. */
const wordsIn = (language) => files[`locale${language.charAt(0).toUpperCase()}${language.slice(1)}`];

/** A path below the site's base, without its slashes and with a star in the place of an organization or a code. */
const pageAt = (path) =>
  path
    .split(/[?#]/)[0]
    .replace(/^\/|\/$/g, "")
    .replace(/^(organizations|verify|pay)\/[^/]+/, "$1/*");
const path = pageAt(location.href.slice(document.baseURI.length));

/** The headings with which the app begins its pages, by their paths. */
const HEADINGS = {
  membership: "membership.title",
  organizations: "organizations.title",
  "organizations/*/people": "people.title",
  "organizations/*/locations": "locations.title",
  "organizations/*/letter": "letter.title",
  "organizations/*/tax-exemption": "tax_exemption.title",
  "organizations/*/enrollment": "enrollment.title",
  orders: "orders.title",
  verification: "company_verification.title",
  "verify/*": "verify.title",
  "pay/*": "pay.title",
  competencies: "competencies.title",
  "sign-in/callback": "sign_in.title",
  "renew/requirements": "requirements.title",
  "renew/profile": "profile.title",
  "renew/agreement": "agreement.title",
  "renew/location": "location.title",
  "renew/level": "level.title",
  "renew/payment": "method.title",
  "renew/payment/link": "payment_link.title",
  "renew/review": "review.title",
  "renew/payment/return": "payment.checking_title",
  "renew/confirmation": "confirmation.loading_title",
};

boot.pages = Object.keys(HEADINGS);

/** The start page is this element alone: the app shows it in its own place. */
const startPage = by("start");
const heading = by("heading");

/** Puts the words of a catalogue into what of the page is not the app's. */
function fill(catalogue) {
  const groups = JSON.parse(catalogue);
  const word = (name) => {
    const [group, key] = name.split(".");
    return groups[""]?.[name] ?? groups[group]?.[key];
  };
  const all = (selector) => [document, startPage].flatMap((place) => [...place.querySelectorAll(selector)]);
  for (const element of all("[data-t]")) {
    element.textContent = word(element.dataset.t) ?? element.textContent;
  }
  for (const element of all("[data-t-label]")) {
    element.ariaLabel = word(element.dataset.tLabel) ?? element.ariaLabel;
  }
  begunWords = begunAt.textContent;
  showBegun();
  if (!ready) document.title = word("site.title").replace("{page}", () => word(HEADINGS[path] ?? "start.title"));
}

/** How long ago something was, given in minutes, in the language of the page. */
boot.ago = (minutes) => {
  const [count, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 2_880 ? [minutes / 60, "hour"] : [minutes / 1_440, "day"];
  return new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" }).format(-Math.round(count), unit);
};

/** Says on the start page how far the renewal has come that was begun in this browser. */
const begunAt = startPage.querySelector("#begun-at");
let begunWords = begunAt.textContent;
function showBegun() {
  try {
    const { step, at } = JSON.parse(localStorage.getItem("partner-renewal.begun"));
    const ago = boot.ago(Math.max(0, (Date.now() - at) / 60_000));
    if (!(step >= 1 && step <= 7)) throw new RangeError("no such step");
    begunAt.textContent = begunWords.replace("{n}", step).replace("{ago}", ago);
    root.dataset.begun = "";
  } catch {
    // There is none, or nothing that can be said of it; the membership page knows.
    delete root.dataset.begun;
  }
}

/** Says in place of the app why it is not there: one of the prepared texts, and for "config" what the operator has to
 * correct: the key, the word that explains it, and what to write instead where that is known. */
function cannotStart(reason, key, problem, right) {
  if (ready || frozen) return;
  if (key) boot.locale.then((catalogue) => {
    const [name, advice, example] = by("failed-config").children;
    name.textContent = key;
    advice.textContent = JSON.parse(catalogue).boot[problem];
    example.textContent = right;
    by("failed-config").hidden = false;
  }).catch(() => {}); // Without the words the general text above stands.
  by("boot").hidden = heading.hidden = true;
  for (const text of document.querySelectorAll("[data-reason]")) text.hidden = text.dataset.reason !== reason;
  root.dataset.failed = reason;
  // The page was built with an address; the settings may have a newer one.
  boot.config.then((config) => {
    const mail = by("failed-mail");
    const address = JSON.parse(config).supportEmail;
    if (typeof address !== "string" || !address.includes("@")) return;
    mail.href = `mailto:${address}`;
    mail.textContent = address;
  }).catch(() => {});
}

/** Two crashes within a minute: the next start quarantines what was typed, which may be why. */
function noteCrash() {
  try {
    const before = Number(sessionStorage.getItem("partner-renewal.crashed"));
    sessionStorage.setItem("partner-renewal.crashed", String(Date.now()));
    if (Date.now() - before < 60_000) sessionStorage.setItem("partner-renewal.crashed-twice", "1");
  } catch {
    // Storage is denied, and with it there is no draft that could be why.
  }
}

/** Stops the page: after a crash nothing in it can be trusted any more. */
function fatal(place) {
  if (frozen) return;
  frozen = true;
  noteCrash();
  by("app").inert = true;
  by("static")?.remove();
  // A dialog would stand over what is shown now, and take every click.
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  by("fatal-reference").textContent = `${place || "runtime"} ${new Date().toISOString()}`;
  by("fatal").hidden = false;
  by("fatal-title").focus();
}

// A frozen page ignores every event: what the program would do with it cannot be trusted. These come before its own.
for (const type of ["click", "submit", "input", "change", "keydown", "popstate", "message", "storage", "online"]) {
  addEventListener(type, (event) => {
    if (!frozen || by("fatal").contains(event.target instanceof Node ? event.target : null)) return;
    event.stopImmediatePropagation();
    // A form that nobody handles would be sent by the browser itself.
    event.preventDefault();
  }, true);
}

/** Origins that the policy has blocked, and origins that the app got no answer from. Both together mean that the site is
 * set up wrongly; the first alone may be the work of an extension. */
const blocked = new Set();
const unanswered = new Set();
function noteOrigin(origins, address) {
  if (URL.canParse(address, document.baseURI)) origins.add(new URL(address, document.baseURI).origin);
  const origin = [...unanswered].find((one) => blocked.has(one));
  if (!origin) return;
  by("blocked-origin").textContent = origin;
  by("blocked").hidden = false;
}
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  if (effectiveDirective === "connect-src") noteOrigin(blocked, blockedURI);
});

/** The later parts of the program that the page is in. After the sign-in, the page is named in the sign-in that was begun. */
function wantedParts() {
  const page = path === "sign-in/callback" ? pageAfterSignIn() : path;
  if (!LATER_PARTS.lazy || page === "" || page === "membership") return [];
  const isCentre = /^(organizations|competencies|orders|verification|verify|pay|renew\/payment\/link)\b/.test(page);
  return isCentre ? ["shared", "lazy", "centre"] : ["shared", "lazy"];
}

/** The page that the sign-in leads to. Where it is not one of this tab, another is begun that leads to the
 * membership page. */
function pageAfterSignIn() {
  try {
    const state = new URLSearchParams(location.search).get("state");
    return pageAt(JSON.parse(sessionStorage.getItem(`partner-renewal.sign-in.${state}`)).page);
  } catch {
    return "membership";
  }
}

/** What `download` gives, asked for once. After a failure it is asked for anew, past what the browser keeps. */
const downloads = {};
const failed = new Set();
function once(name, download) {
  downloads[name] ??= download(failed.has(name) ? "reload" : "default").catch((error) => {
    downloads[name] = undefined;
    failed.add(name);
    throw error;
  });
  return downloads[name];
}
async function fetched(address, options) {
  // What hangs for a minute does not come any more, on the slowest line: it is asked for again by whoever waits.
  const answer = await fetch(address, { signal: AbortSignal.timeout(60_000), ...options });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}
/** What a file holds that is fetched by its address with its integrity behind it, as scripts/dist.mjs writes them; `read`
 * takes it from the answer. */
const checked = (address, read) =>
  once(address, async (cache) => read(await fetched(address, { integrity: address.split("#")[1], cache })));
/** A later part of the program, compiled. */
boot.part = (name) => checked(LATER_PARTS[name], async (answer) => WebAssembly.compile(await answer.arrayBuffer()));
/** The words of a language, as the text of a catalogue: those of the first part of the program, and those of the later
 * parts. */
const catalogue = (address) => checked(address, (answer) => answer.text());
boot.words = (language) => catalogue(wordsIn(language));
boot.later = (language) => catalogue(LATER_WORDS[language]);

globalThis.__unanswered = (address) => noteOrigin(unanswered, address);
globalThis.__cannotStart = cannotStart;
globalThis.__fatal = fatal;

const crashed = (error) => error instanceof WebAssembly.RuntimeError;
/** Stops the page if this is a crash, and names its file, function and offset: what CONTRIBUTING says leads to the source. */
function stopIfCrashed(error) {
  if (crashed(error)) fatal(error.stack?.match(/[\w-]*\.wasm:wasm-function\S*\w|wasm-function\[\d+\]/)?.[0]);
}
addEventListener("error", (event) => stopIfCrashed(event.error));
addEventListener("unhandledrejection", (event) => stopIfCrashed(event.reason));

// The app changes the language of the page, and the words out here follow.
new MutationObserver(async () => {
  const { lang } = root;
  // A translator names its own language there, for which the site has no words.
  if (!wordsIn(lang)) return;
  try {
    fill(await boot.words(lang));
  } catch {
    // The page is being left, or the words arrived damaged: those that stand here remain.
  }
}).observe(root, { attributeFilter: ["lang"] });
by("fatal-copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(by("fatal-reference").textContent);
    by("fatal-copied").hidden = false;
  } catch {
    getSelection().selectAllChildren(by("fatal-reference"));
  }
});
/** The second click of a double click was meant for what the first one pressed. Where another control stands in its place
 * by now, such as the one that takes back what was just asked for, it does nothing. */
let pressed;
addEventListener("click", (event) => {
  const control = event.target instanceof Element ? event.target.closest("a, button") : null;
  if (event.detail > 1 && control !== pressed) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else {
    pressed = control;
  }
}, true);
// Whatever is chosen in a menu closes it at once: a page of the app is changed without being loaded, and a language or a
// sign-out may have to wait for the network.
addEventListener("click", ({ target }) => {
  const menu = target instanceof Element && target.closest("a, button")?.closest("[popover]");
  if (menu) menu.hidePopover?.();
}, true);

// An open menu lies over the page: it closes when the focus goes on to what is below it.
addEventListener("focusin", ({ target }) => {
  for (const menu of document.querySelectorAll("[popover]")) {
    if (!menu.contains(target) && target.popoverTargetElement !== menu) menu.hidePopover?.();
  }
});

/** Paper cannot be unfolded: what a card folds away is printed as well, and the rest of a long list, part by part. */
let unfolded = [];
let title;
addEventListener("beforeprint", async () => {
  unfolded = [];
  // A printed page is saved under its title: its heading on paper, and what it is known by.
  title = document.title;
  const heading = [...document.querySelectorAll("h1")].at(-1);
  document.title = `${heading?.textContent ?? title} ${root.style.getPropertyValue("--reference").slice(1, -1)}`.trim();
  for (let folded; (folded = document.querySelectorAll(":is(.card details,[data-rest]):not([open])")).length > 0; ) {
    unfolded.push(...folded);
    for (const details of folded) details.firstElementChild.click();
    // The program draws the next part in a microtask, and all of them run before the paper is laid out.
    for (let tick = 0; tick < 20; tick += 1) await null;
  }
});
addEventListener("afterprint", () => {
  document.title = title;
  for (const details of unfolded) details.open = false;
});

let chosen;
const languages = document.querySelectorAll("[data-language]");
function markLanguage() {
  for (const button of languages) button.ariaCurrent = button.dataset.language === boot.language ? "true" : null;
}
markLanguage();
for (const button of languages) button.addEventListener("click", () => {
  const { language } = button.dataset;
  try {
    localStorage.setItem("partner-renewal.language", language);
    location.reload();
  } catch {
    // Nothing to remember it in: it holds for as long as the page lives.
    chosen = language;
    boot.language = language;
    root.lang = language;
    markLanguage();
  }
});

/** Puts the start page where the app has room for it, once the app is shown. */
boot.showStartPage = () => {
  if (!ready) return;
  showBegun();
  by("start-place")?.append(startPage);
};

/** A press that begins on one page and ends on another clicks nothing: its end is waited for, which a browser does not
 * always tell. */
let press;
addEventListener("pointerdown", () => {
  if (ready) return;
  press = new Promise((resolve) => {
    // The click comes right behind the end of its press.
    addEventListener("pointerup", () => setTimeout(resolve), { once: true, capture: true });
    setTimeout(resolve, 1_000);
  });
}, true);

/** The app takes the place of the page that stood here before it; whoever was on a link stays on that link. */
async function show() {
  clearTimeout(slow);
  clearTimeout(watchdog);
  if (press) await press;
  // It crashed while it was drawing, and the page that stood here is gone.
  if (frozen) return;
  const page = by("static");
  const href = page.contains(document.activeElement) && document.activeElement.href;
  const menuIsOpen = CSS.supports("selector(:popover-open)") && by("static-menu").matches(":popover-open");
  ready = true;
  by("app").hidden = false;
  heading.remove();
  by("boot").remove();
  page.remove();
  startPage.id = "main";
  boot.showStartPage();
  if (menuIsOpen) by("menu").showPopover();
  // Pressed when the app had already asked for the language: its own button does it, if it is not done.
  if (chosen) document.querySelector(`#app button[lang="${chosen}"]`)?.click();
  if (href) [...document.querySelectorAll("#app a")].find((link) => link.href === href)?.focus({ preventScroll: true });
}
document.addEventListener("app-ready", show, { once: true });

/** The page is whole, and its scripts have run: they come before this event. */
const parsed = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve, { once: true }));

const isStartPage = root.dataset.route === "start";
if (HEADINGS[path]) heading.dataset.t = HEADINGS[path];
heading.toggleAttribute("data-step", /^renew\/[a-z]+$/.test(path) && path !== "renew/confirmation");
// The page has its English words; those of the heading come with the catalogue.
const needsWords = root.dataset.words === "pending" || !isStartPage;
if (!needsWords) showBegun();
const words = !needsWords ? Promise.resolve() : boot.locale.then(fill).catch(() => {}).finally(() => {
  delete root.dataset.words;
  heading.hidden = !heading.textContent || "failed" in root.dataset;
});

let slow;
let watchdog;
function startTimers() {
  watchdog = setTimeout(() => cannotStart("slow"), WATCHDOG_MS);
  // The start page works before the program is there, so there is nothing to wait for.
  if (isStartPage) return;
  slow = setTimeout(async () => {
    await words;
    if (!ready && !root.dataset.failed) by("boot").hidden = false;
  }, SLOW_MS);
}

/** The start page is read and left without the program, which would take the line from its words and styles: it is
 * fetched once the browser has nothing else to do, or the person reaches for something. */
function startPageIsRead() {
  return new Promise((resolve) => {
    for (const type of ["pointerdown", "keydown"]) addEventListener(type, resolve, { once: true, capture: true });
    // Safari has no such callback; a moment after everything has loaded is as good.
    const idle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 200));
    if (document.readyState === "complete") idle(resolve);
    else addEventListener("load", () => idle(resolve), { once: true });
  });
}

/** Whether all styles hold, of which the page itself has the first. That there is a sheet does not tell: Firefox has one
 * before it knows whether it is whole. */
async function styled() {
  const hold = () => getComputedStyle(by("fatal")).position === "fixed";
  if (!hold() && document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  return hold();
}

/** What the sign-in will ask first, while the start page is read. It is not used once it is old. */
function askProviderAhead() {
  boot.discovery = boot.discover();
  boot.discovery.catch(() => {}); // The sign-in asks again, and says what is wrong.
  setTimeout(() => (boot.discovery = null), PROVIDER_VALID_MS);
}

async function start() {
  // It tells what is wrong where the program does not start (status.js).
  if (path === "status") return;
  if (typeof WebAssembly !== "object") return cannotStart("unsupported");
  if (isStartPage) await startPageIsRead();
  startTimers();
  const signIn = await boot.leaving;
  if (signIn) {
    await parsed;
    // In place of this page: Back from the provider leads to where the person was before.
    if (signIn !== true) location.replace(signIn);
    return;
  }
  // Whoever waits for them is told of a failure.
  for (const promise of [boot.locale, boot.config]) promise.catch(() => {});
  let run;
  let wasm;
  try {
    let whole;
    [run, wasm, whole] = await Promise.all([
      boot.glue,
      boot.program(),
      styled(),
    ]);
    if (!wasm.ok) throw new Error(`${files.wasm}: ${wasm.status}`);
    // Without its styles the page shows parts that are not meant to be seen yet; nobody should sign a contract on it.
    if (!whole) throw new Error(styles.href);
  } catch {
    return cannotStart(navigator.onLine ? "damaged" : "offline");
  }
  const ahead = wantedParts();
  try {
    await run(wasm);
  } catch (error) {
    // Anything but a crash means that the browser refuses to run the app.
    if (!crashed(error)) return cannotStart("unsupported");
    return stopIfCrashed(error);
  }
  // Not before the first part is here: on a slow line they would have to share.
  // Whoever needs them asks again.
  for (const name of ahead) boot.part(name).catch(() => {});
  if (ahead.length > 0) boot.later(boot.language).catch(() => {});
  if (isStartPage) askProviderAhead();
}
start();
