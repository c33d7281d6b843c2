// What stays in the browser: exactly what src/ports/keys.rs lists, nothing that is secret, nothing in an address.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { journey } from "../harness/journey.mjs";
import { draftKey, dump, putRecord } from "../harness/storage.mjs";
import {
  CARDS, action, arrive, atStep, button, choose, complete, field, fillProfile, inMenu, leaveForPayment, payWith, profileField, renewTo, saved, speak, walk,
} from "../harness/walk.mjs";

const source = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** The rows of the table in keys.rs: where, and the pattern of the name. */
const ROWS = [...source("src/ports/keys.rs").matchAll(/^\/\/! \| (\w+)(?: `[^`]*`)? \| `([^`]+)` \|/gm)].map(([, where, name]) => ({
  where,
  name,
  pattern: new RegExp(`^${name.replaceAll(".", "\\.").replace(/<\w+>/g, "[^/]+")}$`),
}));

/** Every name of an answer that may be kept. */
const ANSWERS = [
  ...[...source("src/domain/draft.rs").matchAll(/AnswerKey::\w+ => \("", "(\w+)"\)/g)].map(([, name]) => name),
  ...[...source("src/domain/profile_field.rs").matchAll(/^ +\w+ = "(\w+)",$/gm)].map(([, name]) => `profile.${name}`),
];

/** Members of each kind of record. */
const MEMBERS = {
  draft: ["account", "checksum", "expires", "organization", "payload", "renewal", "rev", "savedAt", "v"],
  form: ["at", "email", "name", "phone", "roles"],
  journal: ["amount", "attemptKey", "currency", "handedOff", "payment", "quote", "renewal"],
  organization: ["organization"],
  quarantine: ["at", "text"],
};

/** Tells the test of everything that a page of this origin writes, when it is written. */
function tellWrites(origin) {
  if (location.origin !== origin) return;
  const setItem = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    window.tellWrite(this === window.localStorage ? "localStorage" : "sessionStorage", key, value);
    return setItem.call(this, key, value);
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    window.tellWrite("IndexedDB", key, JSON.stringify(value));
    return put.call(this, value, key);
  };
}

function checkRecord(key, value) {
  const kind = key.split("/")[0];
  const { follows, ...record } = JSON.parse(JSON.parse(value).text);
  assert.deepEqual(Object.keys(record).sort(), MEMBERS[kind], key);
  // The checksums of what a copy made while leaving the page comes after.
  assert.ok(follows === undefined || (key.endsWith("/last") && /^[0-9a-f ]*$/.test(follows)), key);
  if (kind !== "draft") return;
  const payload = JSON.parse(record.payload);
  const { answers, before = {}, profileEtag, ...others } = payload;
  assert.deepEqual(others, {});
  assert.match(profileEtag ?? "", /^("[\w-]+")?$/);
  for (const name of [...Object.keys(answers), ...Object.keys(before ?? {})]) assert.ok(ANSWERS.includes(name) || ANSWERS.includes(`profile.${name}`), name);
}

journey("promise-22: every key written is in the list, the whole list is written, and nothing in it is secret", { timeout: 180_000 }, async ({ sandbox, newcomer }) => {
  assert.ok(ROWS.length >= 10 && ANSWERS.length >= 25, "the tables were found");
  const written = [];
  const texts = [];
  const tokens = new Set();
  const people = [await newcomer(), await newcomer()];
  for (const { context } of people) {
    await context.exposeBinding("tellWrite", (_source, where, key, value) => written.push([where, key, value]));
    await context.addInitScript(`(${tellWrites})(${JSON.stringify(sandbox.site)})`);
    context.on("console", (message) => texts.push(message.text()));
    context.on("request", (request) => {
      const bearer = request.headers().authorization;
      if (bearer) tokens.add(bearer.replace("Bearer ", ""));
    });
  }
  const [{ page, context }, other] = people;

  // A return that belongs to no sign-in, then the renewal with everything that leaves a trace.
  await page.goto(sandbox.url("/sign-in/callback?state=foreign&code=foreign"));
  await choose(page, "Nadia Example");
  await arrive(page, "Your membership");
  await speak(page, "Български");
  await speak(page, "English");
  await arrive(page, "Your membership");
  await renewTo(page, "profile");
  await fillProfile(page, "City", "Plovdiv");
  await saved(page);
  const key = await draftKey(page);
  await putRecord(page, key, { rev: "1", text: "damaged" });
  await page.reload();
  await atStep(page, "profile");
  // Left in the same moment as something was typed.
  await (await profileField(page, "City")).evaluate((input) => {
    input.value = "Varna";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    window.dispatchEvent(new Event("pagehide"));
  });
  await saved(page);
  await complete(page, "profile");
  await walk(page, "agreement", "review");
  await leaveForPayment(page, sandbox);
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  await page.goto(sandbox.url("/organizations/org-cedar/people"));
  await arrive(page, "People");
  await button(page, "Invite somebody").click();
  await field(page, "Full name").fill("Ida Example");
  await button(page, "Cancel").click();
  await button(page, "Invite somebody").waitFor();
  const settled = await dump(page);
  assert.deepEqual(settled.filter(([, one]) => /^(draft|journal)\//.test(one)), [], "the renewal's records went with it");
  const devtools = await context.newCDPSession(page);
  const { entries } = await devtools.send("Page.getNavigationHistory");
  await inMenu(page, "Sign out");
  await arrive(page, "Renew your partner membership");

  await other.page.goto(sandbox.url("/membership"));
  await choose(other.page, "Tomas Example");
  await arrive(other.page, "Organizations");
  await action(other.page, /Linden Example Ltd/).click();
  await arrive(other.page, "Your membership");
  // The page stops twice within a minute, as after a panic.
  for (let time = 0; time < 2; time += 1) {
    await other.page.evaluate(() => dispatchEvent(new ErrorEvent("error", { error: new WebAssembly.RuntimeError("unreachable") })));
    await other.page.locator("#fatal").waitFor();
    await other.page.reload();
    await arrive(other.page, "Your membership");
  }

  const everything = [...written, ...settled, ...(await dump(other.page))];
  for (const [where, name, value] of everything) {
    assert.ok(ROWS.some((row) => row.where === where && row.pattern.test(name)), `${where} ${name} is in no row of keys.rs`);
    // The damaged one is the test's own.
    if (where === "IndexedDB" && !value.includes('"text":"damaged"')) checkRecord(name, value);
  }
  for (const row of ROWS) {
    assert.ok(everything.some(([where, name]) => row.where === where && row.pattern.test(name)), `${row.where} ${row.name} never occurs`);
  }
  const addresses = entries.map(({ url }) => url).filter((url) => url.startsWith(sandbox.site));
  assert.deepEqual(addresses.filter((url) => /[?#]|Nadia|Cedar/.test(url)), [], "nothing but paths in the history");
  assert.ok(tokens.size > 0);
  const all = [...everything.map((one) => one.join(" ")), ...addresses, ...texts].join("\n");
  // Whole numbers of the card: four digits of it are in a checksum now and then.
  assert.doesNotMatch(all, /eyJ[\w-]+\.|access_token|id_token|4242[ -]?4242|12 ?\/ ?29|Bearer/);
  for (const token of tokens) assert.ok(!all.includes(token));
});
