// Stored drafts that are damaged, foreign, old or from the future: nothing stops the page, nothing newer is destroyed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { journey } from "../harness/journey.mjs";
import { draftKey, putRecord, records, serializedDraft } from "../harness/storage.mjs";
import {
  action, arrive, atStep, button, complete, edit, fillProfile, payByCard, profileField, renewTo, saved, signIn, speak,
} from "../harness/walk.mjs";

const TYPED = "Typed Before The Damage";
const DOWNLOAD = "Download it for support";

/** Records that no build would write. */
async function badRecords(key) {
  const good = await serializedDraft(key, { "profile.tradingName": TYPED });
  const text = (value) => ({ rev: "1", text: value });
  const changed = async (change) => serializedDraft(key, { "profile.tradingName": TYPED }, { change });
  const payload = async (json) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(json));
    return changed({ payload: json, checksum: Buffer.from(digest).toString("hex") });
  };
  return [
    ...["", "\0", "null", "[]", "{}", '"text"', "1e999", "[object Object]"].map(text),
    text(`\ufeff${good.text}`),
    text(good.text + good.text),
    text(good.text.slice(0, good.text.length / 2)),
    text("[".repeat(100_000)),
    text("x".repeat(256 * 1024 + 1)),
    text("😀".repeat(20_000)),
    text("\ud800"),
    await changed({ v: 0 }),
    await changed({ v: 1.5 }),
    await changed({ rev: -1 }),
    await changed({ savedAt: null }),
    await changed({ account: {} }),
    await changed({ checksum: "0".repeat(64) }),
    await changed({ payload: {} }),
    await payload(""),
    await payload("{}"),
    await payload('{"answers":[]}'),
    // Of another form than the store's own: no text, no revision, not even an object.
    { rev: "5", text: 7 },
    { rev: "5" },
    { rev: 5, text: null },
    { text: [] },
    JSON.parse(good.text),
    7, "text", null, [],
  ];
}

journey("promise-19: over thirty bad records: the step opens, saves again, and the original can be had", { timeout: 180_000 }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const trading = await profileField(page, "Trading name (optional)");
  const original = await trading.inputValue();
  await trading.fill(TYPED);
  await saved(page);
  const key = await draftKey(page);
  const bad = await badRecords(key);
  assert.ok(bad.length >= 30);
  for (const [i, record] of bad.entries()) {
    const shown = JSON.stringify(record).slice(0, 60);
    await putRecord(page, key, record);
    await page.reload();
    await atStep(page, "profile");
    await edit(page, "Company");
    assert.equal(await trading.inputValue(), original, `${shown}: the server's answer, not the damaged one`);
    const slot = await records(page);
    const kept = slot.filter(([one]) => one.startsWith("quarantine/"));
    assert.equal(kept.length, 1, `${shown}: one slot`);
    assert.ok(!slot.some(([one]) => one === key), `${shown}: out of the way`);
    const found = JSON.parse(kept[0][1].text).text;
    const written = typeof record?.text === "string" ? record.text : `?${JSON.stringify(record)}`;
    if (written.length < 32_000 && written !== "\ud800") assert.equal(found, written, `${shown}: the original is kept`);
    assert.ok(Buffer.byteLength(found) <= 32 * 1024, `${shown}: and no more than a slot holds`);
    // The next text is saved as ever: for each form of record that the store itself cannot read, and some others.
    if (typeof record?.text === "string" && i % 8 > 0) continue;
    await trading.fill(`After ${i}`);
    await saved(page);
    assert.match(JSON.stringify((await records(page)).find(([one]) => one === key)), new RegExp(`After ${i}\\b`));
  }
  await complete(page, "profile");
});

journey("promise-19: an unreadable draft is handed to the person, who keeps it or deletes it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  assert.equal(await action(page, DOWNLOAD).count(), 0, "nothing to tell while all is well");
  await renewTo(page, "profile");
  await fillProfile(page, "Trading name (optional)", TYPED);
  await saved(page);
  const key = await draftKey(page);
  await putRecord(page, key, { rev: "1", text: "damaged, 100 % – Пловдив" });
  await page.reload();
  await atStep(page, "profile");
  await page.goto(sandbox.url("/membership"));
  await page.getByText("A draft that cannot be read was found in this browser.", { exact: false }).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), action(page, DOWNLOAD).click()]);
  assert.equal(readFileSync(await download.path(), "utf8"), "damaged, 100 % – Пловдив");
  await speak(page, "Български");
  await action(page, "Изтегляне за поддръжката").waitFor();
  await button(page, "Изтриване").click();
  await button(page, "Изтриване").waitFor({ state: "detached" });
  await page.reload();
  await arrive(page, "Вашето членство");
  assert.equal(await button(page, "Изтриване").count(), 0);
  assert.deepEqual((await records(page)).filter(([one]) => one.startsWith("quarantine")), []);
});

journey("promise-20: a draft of a newer version is left as it is, the page says so, and the renewal can be finished", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const trading = await profileField(page, "Trading name (optional)");
  await trading.fill(TYPED);
  await saved(page);
  const key = await draftKey(page);
  const newer = [
    await serializedDraft(key, {}, { rev: 4, change: { v: 2 } }),
    { rev: "9", text: JSON.stringify({ v: 2, serializedDraft: "in a new way" }) },
  ];
  for (const [i, at] of [key, key, `${key}/last`].entries()) {
    const record = newer[i % 2];
    await putRecord(page, at, record);
    await page.reload();
    await atStep(page, "profile");
    await page.getByText("written by a newer version of this site", { exact: false }).first().waitFor();
    await edit(page, "Company");
    await trading.fill(`Typed over it ${i}`);
    // Hidden, shown and left: whatever saves a draft saves nothing now.
    await page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
    await page.reload();
    await atStep(page, "profile");
    assert.deepEqual(Object.fromEntries(await records(page))[at], record);
    assert.deepEqual((await records(page)).filter(([one]) => one.startsWith("quarantine")), []);
  }
  await edit(page, "Company");
  await trading.fill("Sent to the server");
  for (const slug of ["profile", "agreement", "location", "level", "payment"]) await complete(page, slug);
  assert.deepEqual(Object.fromEntries(await records(page))[key], newer[1]);
  await payByCard(page, sandbox);
});

journey("promise-20: the golden record of the oldest version is opened as it was typed", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Trading name (optional)", TYPED);
  await saved(page);
  const key = await draftKey(page);
  const golden = JSON.parse(readFileSync(new URL("../../golden/draft-v1.json", import.meta.url), "utf8"));
  const [, account, organization, renewal] = key.split("/");
  const now = Date.now();
  const text = JSON.stringify({ ...golden, account, organization, renewal, savedAt: now, expires: now + 86_400_000 });
  await putRecord(page, key, { rev: String(golden.rev), text });
  await page.reload();
  await atStep(page, "profile");
  await page.waitForFunction((city) => [...document.querySelectorAll("input")].some((one) => one.value === city), 'Пловдив "2"');
  await fillProfile(page, "Trading name (optional)", "Goes on");
  await saved(page);
});
