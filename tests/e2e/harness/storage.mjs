// Looks into what the site keeps in a browser, and puts things there that no build of it would write.
import { PATIENCE } from "./browser.mjs";

/** Name of the site's database. */
const DATABASE = "partner-renewal";

/** Every record of the site's database as [key, value]. The page must be one of the site. */
export const records = (page) => page.evaluate(inDatabase, { name: DATABASE });

/** Looks again until the records are as awaited; answers what `look` found in them. `what` is for the message. */
export async function recordsWhen(page, look, what) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const seen = await records(page);
    const found = look(seen);
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come: ${JSON.stringify(seen)}`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Everything in the three storages of the page's origin: [place, key, value as text]. */
export async function dump(page) {
  const web = await page.evaluate(() =>
    [["localStorage", localStorage], ["sessionStorage", sessionStorage]].flatMap(([place, storage]) =>
      Object.entries(storage).map(([key, value]) => [place, key, value]),
    ),
  );
  const kept = await records(page);
  return [...kept.map(([key, value]) => ["IndexedDB", key, JSON.stringify(value)]), ...web];
}

/** Puts a record under a key, whatever was there. */
export const putRecord = (page, key, value) => page.evaluate(inDatabase, { name: DATABASE, key, value });

/** The key of the draft of the renewal under way, once there is one. */
export async function draftKey(page) {
  const drafts = (seen) => seen.find(([key]) => key.startsWith("draft/") && !key.endsWith("/last"));
  const [key] = await recordsWhen(page, drafts, "a draft");
  return key;
}

/** A record that a build of this version would write, with these answers; `change` damages it. */
export async function serializedDraft(key, answers, { rev = 1, at = Date.now(), change = {} } = {}) {
  const [, account, organization, renewal] = key.split("/");
  const payload = JSON.stringify({ answers, profileEtag: null });
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(payload));
  const envelope = {
    v: 1, account, organization, renewal, rev, savedAt: at, expires: at + 30 * 86_400_000,
    checksum: Buffer.from(digest).toString("hex"), payload, ...change,
  };
  return { rev: String(rev), text: JSON.stringify(envelope) };
}

/** Runs in the page: puts a record if there is a key, and returns all records if there is none. */
async function inDatabase({ name, key, value }) {
  const requestResult = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  // Chromium never answers the question for databases that it is asked while the site's data is cleared.
  const databases = async () => {
    const later = new Promise((resolve) => setTimeout(resolve, 1000));
    return (await Promise.race([indexedDB.databases(), later])) ?? databases();
  };
  // Opening a database that is not there would make an empty one.
  if (!(await databases()).some((one) => one.name === name)) return [];
  const database = await requestResult(indexedDB.open(name));
  try {
    if (key !== undefined) {
      const store = key.split("/")[0];
      await requestResult(database.transaction(store, "readwrite").objectStore(store).put(value, key));
      return [];
    }
    const found = [];
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([requestResult(objects.getAllKeys()), requestResult(objects.getAll())]);
      keys.forEach((one, i) => found.push([one, values[i]]));
    }
    return found;
  } finally {
    database.close();
  }
}
