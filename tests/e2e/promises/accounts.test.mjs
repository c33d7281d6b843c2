// Two people on one computer: the second is shown nothing of the first, and the page reads nothing of the first.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import { draftKey, putRecord, records } from "../harness/storage.mjs";
import { action, arrive, atStep, choose, complete, fillProfile, profileValue, renewTo, saved, signIn } from "../harness/walk.mjs";

const SECRET = "Only For Nadia Example";
const TRADING = "Trading name (optional)";

journey("promise-21: another account of the same company reads and shows nothing of the first one's", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await context.addInitScript(() => {
    globalThis.readKeys = [];
    const get = IDBObjectStore.prototype.get;
    IDBObjectStore.prototype.get = function (key) {
      globalThis.readKeys.push(key);
      return get.call(this, key);
    };
  });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, TRADING, "Damaged below");
  await saved(page);
  const key = await draftKey(page);
  const first = key.split("/")[1];
  // An unreadable draft and a good one are left behind when the provider's session ends without a sign-out.
  await putRecord(page, key, { rev: "1", text: `damaged: ${SECRET}` });
  await page.reload();
  await atStep(page, "profile");
  await fillProfile(page, TRADING, SECRET);
  await saved(page);
  await putRecord(page, `organization/${first}`, { rev: "1", text: JSON.stringify({ organization: SECRET }) });
  await context.clearCookies();

  const seen = [];
  const look = async () => {
    seen.push(...(await page.evaluate(() => globalThis.readKeys)));
    const shown = await page.evaluate(
      () => document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea, select")].map((one) => one.value),
    );
    assert.ok(!shown.includes(SECRET));
    assert.ok(!shown.includes("Nadia Example") || !shown.includes("account-menu__name\">Nadia"));
  };
  await page.goto(sandbox.url("/membership"));
  await choose(page, "Quinn Example");
  await arrive(page, "Your membership");
  await look();
  assert.equal(await action(page, "Download it for support").count(), 0);
  await renewTo(page, "profile");
  await look();
  await fillProfile(page, TRADING, "Of Quinn");
  await saved(page);
  await complete(page, "profile");
  await look();
  await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
  await look();
  assert.ok(seen.length > 0);
  assert.deepEqual(seen.filter((one) => String(one).includes(first)), [], "keys of the first account that were read");

  // The first one comes back and finds it all.
  await context.clearCookies();
  await page.goto(sandbox.url("/renew/profile"));
  await choose(page, "Nadia Example");
  await atStep(page, "profile");
  assert.equal(await profileValue(page, TRADING), SECRET);
});

journey("promise-21: a record under one's own key that says it is another's is neither shown nor handed out", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, TRADING, SECRET);
  await saved(page);
  const key = await draftKey(page);
  const record = Object.fromEntries(await records(page))[key];
  const foreign = JSON.parse(record.text);
  for (const part of ["account", "organization", "renewal"]) {
    await putRecord(page, key, { rev: "1", text: JSON.stringify({ ...foreign, [part]: "f".repeat(32) }) });
    await page.reload();
    await atStep(page, "profile");
    assert.notEqual(await profileValue(page, TRADING), SECRET);
    assert.deepEqual(await records(page), []);
  }
});
