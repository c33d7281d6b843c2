// One byte of each file of the build is changed, in every engine: the site says so in words or works without that file, and
// never runs what was changed. Each row of the table says which; a file of the build without a row fails.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ALL_ENGINES, inEachEngine } from "../engines/journey.mjs";
import { arriveSignedIn } from "../engines/walk.mjs";
import { ROOT } from "../harness/sandbox.mjs";

const DIST = join(ROOT, process.env.E2E_DIST ?? "dist");
const FILES = ["index.html", "version.json", ...JSON.parse(readFileSync(join(DIST, "version.json"), "utf8")).files];
const PEOPLE = "/organizations/org-cedar/people";

/** Waits for a sentence on the page, signing in on the way when the provider asks. */
async function reads(tab, sentence) {
  const [chooser, name] = ["Choose an account", /^Nadia Example:/];
  await tab.until(async () => (await tab.shows("text", sentence)) || tab.shows("heading", chooser), sentence);
  if (await tab.shows("heading", chooser)) await tab.click("button", name);
  await tab.element("text", sentence);
}

/** The page is not begun, and says why. */
const stopped = (sentence) => async (tab) => {
  await tab.element("text", "This page could not be loaded");
  await reads(tab, sentence);
  assert.equal(await tab.evaluate(() => document.getElementById("app").hidden), true, "nothing of the program is shown");
};
const DAMAGED = stopped("arrived damaged: something changed it on its way");

/** The first part works, and says that another did not arrive. */
const withoutPart = async (tab) => {
  await reads(tab, "Part of this site did not arrive.");
  assert.equal(await tab.shows("text", "The contacts of your organization and their roles."), false, "nothing of the part is shown");
};

/** The page works to its end. */
const works = (heading, more = () => {}) => async (tab) => {
  await arriveSignedIn(tab, heading);
  await more(tab);
};

async function openMenu(tab, language) {
  // Before the word stands the name of whoever is signed in.
  await tab.click("button", /Menu$/);
  await tab.click("button", language);
}
/** English stays, and the page says that the other language could not be had. */
const staysEnglish = async (tab) => {
  await openMenu(tab, "Български");
  await tab.element("text", "That did not work");
  assert.equal(await tab.evaluate(() => document.documentElement.lang), "en");
};
const helpHasAnAddress = async (tab) => {
  await tab.click("button", "Help with this page");
  await tab.until(() => tab.evaluate(() => Boolean(document.querySelector("dialog[open] a[href^='mailto:help@']"))), "the address for help");
};

/** Bytes by where they are: a place between the first and the last, or within a text that the file has. */
const middle = (bytes) => Math.floor(bytes.length / 2);
const first = () => 0;
const within = (text, offset = 0) => (bytes) => {
  const at = bytes.indexOf(text);
  assert.ok(at >= 0, `the page has no ${text}`);
  return at + offset;
};

const isDigit = (byte) => /[A-Za-z0-9]/.test(String.fromCharCode(byte));
/**
 * A digit of the first digest in the page that is another one when its last bit is changed: engines take no notice of a
 * digest that they cannot read.
 */
function withinDigest(bytes) {
  let at = within("sha256-", 7)(bytes);
  while (!isDigit(bytes[at]) || !isDigit(bytes[at] ^ 1)) at += 1;
  return at;
}

const MEMBERSHIP = "Your membership";
/** Which file, which byte, where it is opened, and what comes of it. */
const ROWS = [
  [/^(app-\w+\.js|app-\w+_bg\.wasm|boot-\w+\.js|style-\w+\.css)$/, middle, "/membership", DAMAGED],
  // Help and the notice of a newer version stand beside the program.
  [/^extras-\w+\.js$/, middle, "/membership", works(MEMBERSHIP)],
  [/^(shared|lazy|centre)-\w+\.wasm$/, middle, PEOPLE, withoutPart],
  [/^locales\/en-\w+\.json$/, middle, "/membership", stopped("The words of this page did not arrive.")],
  [/^locales\/later-en-\w+\.json$/, middle, PEOPLE, withoutPart],
  [/^locales\/bg-\w+\.json$/, middle, "/membership", works(MEMBERSHIP, staysEnglish)],
  [/^locales\/later-bg-\w+\.json$/, middle, PEOPLE, works("People", staysEnglish)],
  [/^help\/en-\w+\.json$/, middle, PEOPLE, works("People", helpHasAnAddress)],
  [/^help\/bg-\w+\.json$/, middle, PEOPLE, works("People")],
  [/^icons\/(icon|sprite)-\w+\.svg$/, middle, "/membership", works(MEMBERSHIP)],
  [/^version\.json$/, first, "/membership", works(MEMBERSHIP)],
  // Of the page itself: the script and the styles that stand in it, what it names its files by, and its words.
  [/^index\.html$/, within("__boot"), "/membership", works(MEMBERSHIP)],
  [/^index\.html$/, within("color-scheme"), "/membership", works(MEMBERSHIP)],
  [/^index\.html$/, withinDigest, "/membership", DAMAGED],
  [/^index\.html$/, within("This page could not be loaded"), "/membership", works(MEMBERSHIP)],
];

const copies = [];
after(() => copies.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The bytes with another one at a place. */
function changed(bytes, place) {
  bytes[place(bytes)] ^= 1;
  return bytes;
}

/** A copy of the build in which one byte of one file is another, also where the file is sent packed. */
function damagedCopy(name, place) {
  const folder = buildCopy();
  const bytes = changed(readFileSync(join(folder, name)), place);
  writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
  writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes));
  return folder;
}

/** A copy in which one byte of what is sent of a packed file is another. */
function damagedPackedCopy(name) {
  const folder = buildCopy();
  for (const packed of [`${name}.br`, `${name}.gz`]) writeFileSync(join(folder, packed), changed(readFileSync(join(folder, packed)), middle));
  return folder;
}

function buildCopy() {
  const folder = mkdtempSync(join(tmpdir(), "renewal-damaged-"));
  copies.push(folder);
  cpSync(DIST, folder, { recursive: true });
  return folder;
}

test("each file of the build has a row, and each row a file", () => {
  assert.deepEqual(FILES.filter((name) => !ROWS.some(([pattern]) => pattern.test(name))), []);
  assert.deepEqual(ROWS.filter(([pattern]) => !FILES.some((name) => pattern.test(name))), []);
});

function damaged(what, path, dist, outcome) {
  // Each engine says in its own words what it refused.
  inEachEngine(what, { permits: [/[\s\S]*/], engines: ALL_ENGINES, dist }, async ({ sandbox, open }) => {
    const { tab } = await open();
    await tab.goto(sandbox.url(path));
    await outcome(tab);
  });
}

for (const [pattern, place, path, outcome] of ROWS) {
  for (const name of FILES.filter((one) => pattern.test(one))) {
    const offset = place(readFileSync(join(DIST, name)));
    damaged(`byte ${offset} of ${name} is changed`, path, () => damagedCopy(name, place), outcome);
  }
}

for (const name of FILES.filter((one) => /\.(js|css|wasm)$/.test(one) && !one.startsWith("extras-"))) {
  const [, , path, outcome] = ROWS.find(([pattern]) => pattern.test(name));
  // Bytes that cannot be unpacked are a file that does not arrive.
  const says = outcome === DAMAGED ? stopped("This page could not be loaded") : outcome;
  damaged(`a byte of the packed form of ${name} is changed`, path, () => damagedPackedCopy(name), says);
}
