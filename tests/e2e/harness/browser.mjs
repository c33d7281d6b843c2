// Debian's Chromium, and people in it whose pages are watched for anything that went wrong.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ARGS = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long a state may take to come before a test gives up on it. */
export const PATIENCE = 15_000;

/** A headless browser; `more` are further arguments of its command line. */
export function launch({ more = [], ...options } = {}) {
  return chromium.launch({ executablePath: EXECUTABLE, args: [...ARGS, ...more], ...options });
}

/** Where every person is unless a test says otherwise. */
const PLACE = { locale: "en-GB", timezoneId: "Europe/Sofia", viewport: { width: 1280, height: 900 } };

/**
 * Watches a context. What it collects must be empty at the end, except for what the test `permits` (patterns): a
 * policy violation is never permitted.
 */
export async function watch(context, permits = []) {
  const troubles = [];
  const violations = [];
  const permitted = [...permits];
  await context.exposeBinding("reportPolicyViolation", (_source, text) => violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const where = `${location.origin}${location.pathname}`;
      window.reportPolicyViolation(`${where}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on("weberror", (error) => troubles.push(`page error: ${error.error().stack ?? error.error()}`));
  context.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()} (${message.location().url})`);
    if (/content security policy|trusted ?types?/i.test(message.text())) violations.push(message.text());
  });
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // Leaving a page aborts what it was loading.
    if (reason !== "net::ERR_ABORTED") troubles.push(`request failed: ${request.method()} ${request.url()} ${reason}`);
  });
  return {
    violations,
    /** From now on these are expected. */
    permit: (...patterns) => permitted.push(...patterns),
    /** Nothing unexpected happened. */
    assertClean() {
      assert.deepEqual(violations, [], "policy violations");
      const unexpected = troubles.filter((line) => !permitted.some((pattern) => pattern.test(line)));
      assert.deepEqual(unexpected, [], "unexpected errors in the browser");
    },
  };
}

/** A new person in `browser`: a context with storage of its own and one page. */
export async function newPerson(browser, { permits = [], ...options } = {}) {
  const context = await browser.newContext({ ...PLACE, ...options });
  context.setDefaultTimeout(PATIENCE);
  const watcher = await watch(context, permits);
  const page = await context.newPage();
  return { context, page, ...watcher };
}

/** A folder for a browser profile that outlives the browser; call `remove` at the end. */
export function profileFolder() {
  const folder = mkdtempSync(join(tmpdir(), "renewal-profile-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A person whose profile is on disk, and who can have the browser killed under them. */
export async function newPersonOnDisk(folder, { permits = [], ...options } = {}) {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: EXECUTABLE,
    args: ARGS,
    ...PLACE,
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const watcher = await watch(context, permits);
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page, ...watcher, kill: () => killBrowser(folder, context) };
}

/** Sends SIGKILL to the browser process that uses this profile folder, and waits until it is gone. */
async function killBrowser(folder, context) {
  const pids = browserPids(folder);
  assert.equal(pids.length, 1, `one browser uses ${folder}`);
  const closed = new Promise((resolve) => context.once("close", resolve));
  process.kill(pids[0], "SIGKILL");
  await closed;
}

/** Ids of the browser processes (not their renderers and helpers) that use this profile folder. */
function browserPids(folder) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return words.includes(`--user-data-dir=${folder}`) && !words.some((word) => word.startsWith("--type="));
      } catch {
        return false;
      }
    });
}

/** Moves the clock of the pages' device. */
export const shiftClock = (context, ms) =>
  context.addInitScript((ms) => {
    const Real = Date;
    const now = () => Real.now() + ms;
    globalThis.Date = class extends Real {
      constructor(...args) {
        super(...(args.length ? args : [now()]));
      }
      static now = now;
    };
  }, ms);
