// Storage that is denied, full, or emptied under the page: the site works, and says what it keeps.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newPersonOnDisk, profileFolder } from "../harness/browser.mjs";
import { journey } from "../harness/journey.mjs";
import { records, recordsWhen } from "../harness/storage.mjs";
import {
  action, arrive, atStep, complete, field, fillProfile, inMenu, payByCard, profileValue, renewTo, saved, signIn, walk,
} from "../harness/walk.mjs";

const BG = JSON.parse(readFileSync(new URL("../../../public/locales/bg.json", import.meta.url), "utf8"));
const TRADING = "Trading name (optional)";
const notKept = (page) => page.getByText("Not saved on this device", { exact: true }).first();
const banner = (page) => page.getByRole("status").getByText("Your answers are not saved on this device", { exact: false });

/** Waits until the database holds this text. */
const waitForRecord = (page, text) => recordsWhen(page, (seen) => JSON.stringify(seen).includes(text), text);

/** Ways in which a browser withholds a storage from the site; each runs in the page before anything else. */
const WAYS = {
  "the getter of IndexedDB throws": () => {
    const get = () => { throw new DOMException("denied", "SecurityError"); };
    Object.defineProperty(window, "indexedDB", { get });
  },
  "there is no IndexedDB": () => Object.defineProperty(window, "indexedDB", { value: undefined }),
  "opening the database throws": () => {
    IDBFactory.prototype.open = () => { throw new DOMException("denied", "SecurityError"); };
  },
  "opening the database fails each time": () => {
    IDBFactory.prototype.open = () => { throw new DOMException("broken", "UnknownError"); };
  },
  "reading and writing throw": () => {
    for (const method of ["get", "put"]) IDBObjectStore.prototype[method] = () => { throw new DOMException("broken", "UnknownError"); };
  },
};

journey("promise-17: whichever way the database is denied, the page says so and the renewal goes on", { timeout: 180_000 }, async ({ sandbox, newcomer }) => {
  const people = [];
  for (const [way, deny] of Object.entries(WAYS)) {
    const { page, context } = await newcomer();
    await context.addInitScript(`if (location.origin === ${JSON.stringify(sandbox.site)}) (${deny})();`);
    await signIn(page, sandbox);
    await action(page, people.length ? "Continue your renewal" : "Renew").click();
    if (people.length === 0) await walk(page, "requirements", "profile");
    await atStep(page, "profile");
    await fillProfile(page, TRADING, way);
    await notKept(page).waitFor();
    await banner(page).waitFor();
    people.push(page);
    if (people.length < Object.keys(WAYS).length) await context.close();
  }
  // The last of them finishes the renewal.
  const page = people.at(-1);
  await complete(page, "profile");
  await walk(page, "agreement", "review");
  await payByCard(page, sandbox);
});

journey("promise-17: a database that fails to open when the page starts is opened again, and what it holds is there", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, TRADING, "Typed Before");
  await saved(page);
  await context.addInitScript(`if (location.origin === ${JSON.stringify(sandbox.site)}) (${() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = () => {
      IDBFactory.prototype.open = open;
      throw new DOMException("broken", "UnknownError");
    };
  }})();`);
  await page.reload();
  await atStep(page, "profile");
  assert.equal(await profileValue(page, TRADING), "Typed Before");
  await fillProfile(page, TRADING, "Typed After");
  await saved(page);
  assert.equal(await banner(page).count(), 0);
});

journey("R38: a database of a newer build is named as that, and nothing is written over it", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await context.addInitScript(`if (location.origin === ${JSON.stringify(sandbox.site)}) (${() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name) {
      open.call(this, name, 9);
      return open.call(this, name, 1);
    };
  }})();`);
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await page.getByText("This draft was written by a newer version of this site.", { exact: false }).first().waitFor();
});

journey("promise-17: without localStorage alone everything is saved; without sessionStorage alone the sign-in says what it needs", async ({ sandbox, newcomer }) => {
  const deny = (name, origin) => {
    if (location.origin !== origin) return;
    const get = () => { throw new DOMException("denied", "SecurityError"); };
    Object.defineProperty(window, name, { get });
  };
  const one = await newcomer();
  await one.context.addInitScript(`(${deny})("localStorage", ${JSON.stringify(sandbox.site)})`);
  await signIn(one.page, sandbox);
  await renewTo(one.page, "profile");
  await fillProfile(one.page, TRADING, "Kept In The Database");
  await saved(one.page);
  assert.equal(await banner(one.page).count(), 0);
  await one.page.reload();
  await atStep(one.page, "profile");
  assert.equal(await profileValue(one.page, TRADING), "Kept In The Database");
  await inMenu(one.page, "Български");
  await arrive(one.page, BG.profile.title);

  const other = await newcomer();
  await other.context.addInitScript(`(${deny})("sessionStorage", ${JSON.stringify(sandbox.site)})`);
  await other.page.goto(sandbox.url("/membership"));
  await other.page.getByText("This browser keeps nothing for this site", { exact: false }).waitFor();
  await other.page.goto(sandbox.url("/"));
  await arrive(other.page, "Renew your partner membership");
});

journey("promise-17: with site data blocked in the browser's settings the site says so instead of breaking", async ({ sandbox }) => {
  const { folder, remove } = profileFolder();
  mkdirSync(join(folder, "Default"));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(folder, "Default", "Preferences"), JSON.stringify(preferences));
  const person = await newPersonOnDisk(folder);
  try {
    const { page } = person;
    await page.goto(sandbox.url("/"));
    await arrive(page, "Renew your partner membership");
    const denied = await page.evaluate(() => {
      try {
        return String(localStorage.length);
      } catch (error) {
        return error.name;
      }
    });
    assert.equal(denied, "SecurityError", "the browser really denies storage");

    // Before the program is there, and when it has come.
    let letThrough;
    const held = new Promise((resolve) => (letThrough = resolve));
    await page.route(/_bg\.wasm$/, (route) => held.then(() => route.continue()));
    await page.goto(sandbox.url("/"));
    await inMenu(page, "Български");
    await arrive(page, BG.start.title);
    const program = page.waitForFunction(() => !document.getElementById("static"));
    letThrough();
    await program;
    await arrive(page, BG.start.title);
    await page.unrouteAll();

    // While the program is starting: it has asked for the words of the language it found.
    let asked;
    let answer;
    const words = new Promise((resolve) => (answer = resolve));
    const starting = new Promise((resolve) => (asked = resolve));
    await page.route(/\/locales\/en-/, (route) => {
      asked();
      return words.then(() => route.continue());
    });
    await page.goto(sandbox.url("/"));
    await starting;
    await inMenu(page, "Български");
    answer();
    await page.waitForFunction(() => !document.getElementById("static"));
    await arrive(page, BG.start.title);
    await page.unrouteAll();

    // With the program there.
    await page.goto(sandbox.url("/"));
    await page.waitForFunction(() => !document.getElementById("static"));
    await inMenu(page, "Български");
    await arrive(page, BG.start.title);
    await inMenu(page, "English");
    await arrive(page, "Renew your partner membership");
    await page.goto(sandbox.url("/membership"));
    await page.getByText("This browser keeps nothing for this site", { exact: false }).waitFor();
    person.assertClean();
  } finally {
    await person.context.close();
    remove();
  }
});

journey("promise-18: no room in the browser: the page says so, and saves by itself once there is room", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  const devtools = await context.newCDPSession(page);
  const quota = (quotaSize) => devtools.send("Storage.overrideQuotaForOrigin", { origin: sandbox.site, quotaSize });
  // From the beginning: Chromium goes by a quota it has once asked for, for as long as half a minute.
  await quota(1);
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, TRADING, "Typed While It Was Full");
  await notKept(page).waitFor();
  await banner(page).waitFor();
  assert.deepEqual(await records(page), []);
  await fillProfile(page, "City", "Plovdiv");
  await banner(page).waitFor();
  await quota(undefined);
  // Nothing more is typed.
  await saved(page);
  await banner(page).waitFor({ state: "detached" });
  await page.reload();
  await atStep(page, "profile");
  assert.equal(await profileValue(page, TRADING), "Typed While It Was Full");
  assert.equal(await profileValue(page, "City"), "Plovdiv");
});

journey("promise-18: no room for the n-th write: nothing typed is lost, and the renewal can be finished", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await context.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    globalThis.refused = [];
    let n = 0;
    IDBObjectStore.prototype.put = function (...args) {
      n += 1;
      if (globalThis.refuse?.(n)) {
        globalThis.refused.push(n);
        throw new DOMException("full", "QuotaExceededError");
      }
      return put.apply(this, args);
    };
  });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await page.evaluate(() => (globalThis.refuse = (n) => n % 2 === 0));
  for (const value of ["One", "Two", "Three"]) {
    await fillProfile(page, TRADING, value);
    await saved(page);
    await waitForRecord(page, value);
  }
  assert.ok((await page.evaluate(() => globalThis.refused)).length > 0);
  await page.evaluate(() => (globalThis.refuse = () => true));
  await complete(page, "profile");
  await walk(page, "agreement", "review");
  await payByCard(page, sandbox);
});

journey("promise-23: site data cleared in the middle of a step: what is on the page is saved again", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await field(page, "Your full name").fill("Nadia Example");
  await saved(page);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.clearDataForOrigin", { origin: sandbox.site, storageTypes: "indexeddb,local_storage,cache_storage" });
  assert.doesNotMatch(JSON.stringify(await records(page)), /Nadia/, "it is gone");
  await field(page, "Your job title").fill("Managing Director");
  await saved(page);
  await page.reload();
  await atStep(page, "agreement");
  assert.equal(await field(page, "Your full name").inputValue(), "Nadia Example");
  assert.equal(await field(page, "Your job title").inputValue(), "Managing Director");
  await complete(page, "agreement");
});
