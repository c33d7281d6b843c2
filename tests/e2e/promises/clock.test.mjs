// Clocks that are wrong, zones at the ends of the world, days that are not 24 hours long, and what is kept too long.
import assert from "node:assert/strict";
import { shiftClock } from "../harness/browser.mjs";
import { journey } from "../harness/journey.mjs";
import { draftKey, putRecord, records, recordsWhen, serializedDraft } from "../harness/storage.mjs";
import { action, arrive, atStep, fillProfile, profileValue, renewTo, saved, signIn } from "../harness/walk.mjs";

const DAY = 86_400_000;
const TRADING = "Trading name (optional)";
const words = (page) => page.locator("main").innerText();

for (const [name, days, timezoneId] of [
  ["a day ahead", 1, "Pacific/Kiritimati"],
  ["a day behind", -1, "Pacific/Pago_Pago"],
]) {
  journey(`promise-40: with a clock ${name} in ${timezoneId} the verdicts are right, and one sign-in is enough`, async ({ sandbox, newcomer }) => {
    for (const [person, renew, text] of [
      ["Petra Example", 0, /\b90 days\b/],
      ["Quinn Example", 1, /\b89 days\b/],
    ]) {
      const { page, context } = await newcomer({ timezoneId });
      await shiftClock(context, days * DAY);
      let redirects = 0;
      page.on("request", (request) => (redirects += Number(/\/authorize\?/.test(request.url()))));
      await signIn(page, sandbox, person);
      assert.match(await words(page), text);
      assert.equal(await action(page, "Renew").count(), renew);
      assert.equal(redirects, 1, "no loop");
      if (!renew) continue;
      await renewTo(page, "profile");
      await fillProfile(page, TRADING, "Typed by a wrong clock");
      await saved(page);
      await page.reload();
      await atStep(page, "profile");
      assert.equal(await profileValue(page, TRADING), "Typed by a wrong clock");
    }
  });
}

for (const [name, clock, timezoneId, opens] of [
  ["the day the clocks go forward", "2026-03-29", "Europe/Sofia", /30\sMarch 2026/],
  ["the day the clocks go back", "2026-10-25", "Europe/Sofia", /26\sOctober 2026/],
  ["29 February", "2028-02-29", "America/New_York", /1\sMarch 2028/],
]) {
  journey(`promise-61: on ${name} 90 days are too early and 89 are not`, { clock }, async ({ sandbox, newcomer }) => {
    const early = await newcomer({ timezoneId });
    await signIn(early.page, sandbox, "Petra Example");
    assert.match(await words(early.page), /\b90 days\b/);
    assert.match(await words(early.page), opens);
    assert.equal(await action(early.page, "Renew").count(), 0);
    const first = await newcomer({ timezoneId });
    await signIn(first.page, sandbox, "Quinn Example");
    assert.match(await words(first.page), /\b89 days\b/);
    await renewTo(first.page, "profile");
  });
}

journey("promise-28: a draft is kept for 30 days, an unreadable one for 7, by the program's clock", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const original = await profileValue(page, TRADING);
  await fillProfile(page, TRADING, "Typed");
  await saved(page);
  const key = await draftKey(page);
  const now = JSON.parse(Object.fromEntries(await records(page))[key].text).savedAt;
  const opened = async (at) => {
    await putRecord(page, key, await serializedDraft(key, { "profile.tradingName": "Typed long ago" }, { rev: 3, at }));
    await page.reload();
    await atStep(page, "profile");
    return profileValue(page, TRADING);
  };
  assert.equal(await opened(now - 30 * DAY + 3_600_000), "Typed long ago");
  assert.equal(await opened(now - 30 * DAY), original);
  assert.deepEqual(await records(page), [], "deleted, not quarantined");

  const slot = key.replace(/^draft\/([^/]+).*$/, "quarantine/$1");
  const offered = async (at) => {
    await putRecord(page, slot, { rev: "1", text: JSON.stringify({ at, text: "unreadable" }) });
    await page.goto(sandbox.url("/membership"));
    await arrive(page, "Your membership");
    await action(page, "Continue your renewal").waitFor();
  };
  await offered(now - 7 * DAY + 3_600_000);
  await action(page, "Download it for support").waitFor();
  await offered(now - 7 * DAY);
  await recordsWhen(page, (seen) => seen.length === 0, "an empty database");
  assert.equal(await action(page, "Download it for support").count(), 0);
});

journey("promise-28: a draft that nobody opens again goes after 30 days, whosever it is; younger ones and those of newer builds stay", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, TRADING, "Typed");
  await saved(page);
  const key = await draftKey(page);
  const now = JSON.parse(Object.fromEntries(await records(page))[key].text).savedAt;
  const [, account] = key.split("/");
  const other = (name) => `draft/${name}`;
  const put = async (name, options) => putRecord(page, other(name), await serializedDraft(other(name), { "profile.city": "Sofia" }, options));
  await put("another-account/org-birch/renewal-9", { at: now - 30 * DAY - 1 });
  await put(`${account}/org-cedar/renewal-8`, { at: now - 31 * DAY });
  await put(`${account}/org-cedar/renewal-8/last`, { at: now - 31 * DAY });
  await put(`${account}/org-cedar/renewal-7`, { at: now - 29 * DAY });
  await put(`${account}/org-cedar/renewal-6`, { at: now - 29 * DAY, change: { v: 99 } });
  await putRecord(page, other(`${account}/org-cedar/renewal-5`), { rev: "1", text: "not one of ours" });
  const drafts = (seen) => seen.map(([name]) => name).filter((name) => name.startsWith("draft/")).sort();
  await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
  const expected = [key, ...["5", "6", "7"].map((n) => other(`${account}/org-cedar/renewal-${n}`))].sort();
  await recordsWhen(page, (seen) => drafts(seen).length <= expected.length, "the end of what is too old");
  assert.deepEqual(drafts(await records(page)), expected);
});

journey("promise-28: a device's clock that jumps by 31 days does not cost the draft: the program's clock decides", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, TRADING, "Typed before the jump");
  await saved(page);
  await shiftClock(context, 31 * DAY);
  await page.reload();
  await atStep(page, "profile");
  assert.equal(await profileValue(page, TRADING), "Typed before the jump");
});
