// Ended in twelve places, each in five ways, and opened again: the renewal is paid once, for the amount shown last.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { renewalAtReview } from "../harness/client.mjs";
import { journey } from "../harness/journey.mjs";
import { ledger } from "../harness/ledger.mjs";
import {
  CARDS, action, amountOnPay, arrive, choose, fillProfile, heading, payButton, payWith, saved, signIn,
} from "../harness/walk.mjs";
import { CRASH_MODES } from "./crash_modes.mjs";
import { POINTS } from "./points.mjs";

const TYPED = "Typed before the end";
const PAID = "Membership renewed";
const ONLY = process.env.KILLS ?? "";
const results = {};

/** Opens the review, signing in again when asked; ends at whatever page the site leads to. */
async function visit(page, sandbox, expected, go = true) {
  if (go) await page.goto(sandbox.url("/renew/review"));
  const chooser = heading(page, "Choose an account");
  await heading(page, expected).or(chooser).first().waitFor();
  if (await chooser.isVisible()) await choose(page, "Nadia Example");
  await arrive(page, expected);
  return page;
}

/** All drafts and journals of this browser as text. */
async function stored(page, store) {
  return page.evaluate(async (name) => {
    const request = indexedDB.open("partner-renewal");
    await new Promise((resolve) => (request.onsuccess = resolve));
    const all = request.result.transaction(name).objectStore(name).getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    request.result.close();
    return JSON.stringify(all.result);
  }, store);
}

/** Waits until nothing is kept of a renewal that is paid; the test's time limit ends it. */
async function empty(page) {
  for (;;) {
    const left = (await stored(page, "journal")) + (await stored(page, "draft"));
    if (left === "[][]") return;
  }
}

/** Requests for a payment that the server has answered. */
async function asked(sandbox) {
  const answer = await fetch(`${sandbox.api}/sandbox/requests`);
  const { requests } = await answer.json();
  return requests.filter(({ method, path }) => method === "POST" && /^\/v1\/.*\/payments$/.test(path));
}

/** From wherever the renewal goes on to the receipt; answers the amount on a pay button, if there was one. */
async function finish(page) {
  let amount = null;
  const paid = heading(page, PAID);
  const leave = action(page, "Continue to the payment page");
  await paid.or(leave).or(payButton(page)).first().waitFor();
  if (await paid.isVisible()) return amount;
  if (!(await leave.isVisible())) {
    amount = await amountOnPay(page);
    await payButton(page).click();
  }
  await leave.click();
  await arrive(page, /^Pay /);
  await payWith(page, CARDS.approved);
  await paid.waitFor();
  return amount;
}

const minor = (amount) => Number(amount.replace(/\D/g, ""));

async function ended(point, kind, { sandbox, onDisk }) {
  await renewalAtReview(sandbox);
  const open = onDisk();
  const person = await open();
  const { page, context } = person;
  await signIn(page, sandbox, "Nadia Example", "/renew/profile", "Review your organization profile");
  await fillProfile(page, "Trading name (optional)", TYPED);
  await saved(page);
  await visit(page, sandbox, "Check your renewal and pay");
  let shown = await amountOnPay(page);

  const expected = point.lands[kind] ?? point.lands.any;
  const scene = { person, open, page, context, point, sandbox };
  scene.visit = (tab) => visit(tab, sandbox, expected);
  scene.stop = (await point.reach(scene)) ?? {};
  if (point.unsent) assert.deepEqual(await asked(sandbox), [], "nothing was asked for yet");
  const next = await CRASH_MODES[kind](scene);
  if (point.arrivesLate && expected === PAID) await scene.stop.late();
  await visit(next, sandbox, expected, kind !== "panic");
  if (expected !== PAID) assert.match(await stored(next, "draft"), new RegExp(TYPED), "what was typed is kept");
  // The worst moment: the next visit has made up its mind.
  if (point.arrivesLate && expected !== PAID) await scene.stop.late();
  shown = (await finish(next)) ?? shown;

  const captures = await ledger(sandbox);
  assert.deepEqual(captures.map(({ amount }) => amount), [minor(shown)], "captured once, as shown");
  const keys = new Set((await asked(sandbox)).map(({ idempotencyKey }) => idempotencyKey));
  assert.equal(keys.size, 1, "one attempt, one key");
  await next.goto(sandbox.url("/renew/review"));
  await arrive(next, PAID);
  await empty(next);
  assert.deepEqual(scene.person.violations, [], "policy violations");
}

describe("a page that ends", { concurrency: Number(process.env.E2E_WORKERS ?? 2) }, () => {
  for (const [name, point] of Object.entries(POINTS)) {
    for (const kind of Object.keys(CRASH_MODES)) {
      if (!`${name} ${kind}`.includes(ONLY)) continue;
      const permits = [/./];
      journey(`${name} ${point.what}: ${kind}`, { faults: true }, async ({ sandbox, onDisk }) => {
        const row = (results[name] ??= {});
        row[kind] = "FAILED";
        const open = onDisk();
        await ended(point, kind, { sandbox, onDisk: () => () => open({ permits }) });
        row[kind] = "once";
      });
    }
  }
  after(() => table());
});

/** Prints how many times each was captured. */
function table() {
  const kinds = Object.keys(CRASH_MODES);
  const line = (cells) => console.log(cells.map((cell, at) => String(cell).padEnd(at === 0 ? 44 : 9)).join(""));
  line(["", ...kinds]);
  for (const [name, row] of Object.entries(results)) {
    line([`${name} ${POINTS[name].what}`, ...kinds.map((kind) => row[kind] ?? "-")]);
  }
}
