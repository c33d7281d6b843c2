// The days of the membership as a file for the calendar, read by a strict parser of another project.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import { journey } from "../harness/journey.mjs";
import { action, signIn, speak } from "../harness/walk.mjs";

ICAL.design.strict = true;
const SAVE = "Add dates to your calendar";

/** The file as it is, and its events. */
async function saved(page, name = SAVE) {
  const [download] = await Promise.all([page.waitForEvent("download"), action(page, name).click()]);
  assert.equal(download.suggestedFilename(), "membership.ics");
  const text = readFileSync(await download.path(), "utf8");
  for (const line of text.split("\r\n")) {
    assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.ok(!/[\r\n]/.test(line), "every line ends with CRLF");
  }
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.name, "vcalendar");
  return calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
}

const alarms = (event) =>
  event.component.getAllSubcomponents("valarm").map((alarm) => event.startDate.toJSDate().getTime() / 1000 + alarm.getFirstPropertyValue("trigger").toSeconds());

journey("before the window opens the way on is a file with its first day and the membership date", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ timezoneId: "Europe/Sofia" });
  await signIn(page, sandbox, "Petra Example");
  const [opens, date, ...rest] = await saved(page);
  assert.equal(rest.length, 0);
  assert.deepEqual([opens, date].map((event) => event.startDate.toString()), ["2026-11-25", "2027-02-22"]);
  assert.ok(opens.startDate.isDate && date.startDate.isDate, "whole days");
  assert.equal(date.endDate.toString(), "2027-02-23");
  assert.equal(opens.summary, "Birch Example GmbH: renewal opens");
  assert.match(date.description, /^You can renew until 24\sMarch 2027\.\n\nWhat to have ready:\n- The work account/);
  assert.equal(opens.component.getFirstPropertyValue("url"), sandbox.url("/membership"));
  assert.equal(alarms(date).length, 3);
});

journey("in Bulgarian the file is in Bulgarian, and once the window is open its first day is left out", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  const english = await saved(page);
  await speak(page, "Български");
  const [date, ...rest] = await saved(page, "Добавете датите в календара");
  assert.equal(rest.length, 0);
  assert.equal(date.startDate.toString(), "2027-01-25");
  assert.equal(date.summary, "Cedar Example EOOD: дата на членството");
  assert.match(date.description, /^Можете да подновите до 24\sфевруари 2027/);
  assert.equal(date.uid, english[0].uid, "the same event");
});

journey("in the grace period the last day to renew is what is saved, and after it nothing is", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Greta Example");
  const [last] = await saved(page);
  assert.equal(last.startDate.toString(), "2026-12-23");
  assert.equal(last.summary, "Rowan Example Ltd: last day to renew");
  const other = await newcomer();
  await signIn(other.page, sandbox, "Lars Example");
  await other.page.getByText("Lapsed", { exact: false }).first().waitFor();
  assert.equal(await action(other.page, SAVE).count(), 0);
});
