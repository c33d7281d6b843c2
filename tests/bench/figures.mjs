// The figures of one visit: start page, walk, memory, the start page again, typing. What each one is stands in `FIGURES`.
import { keepMemory, measureMemory } from "../e2e/harness/memory.mjs";
import { saved } from "../e2e/harness/walk.mjs";
import { mainThread, openPage, paints } from "./measure.mjs";
import { measureOpening, membership } from "./opening.mjs";
import { siteAt } from "./partner-renewal.mjs";

const TYPED = "Riverbend Systems and Partners";
/** Pace of the typing, which is a part of what is measured, in milliseconds. */
const KEY_EVERY_MS = 60;

const ms = (value) => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
const kilobytes = (value) => (value / 1000).toFixed(1);
const megabytes = (value) => (value / 1e6).toFixed(2);

/** What is measured: its name in the table, how it is told, and what it is. */
export const FIGURES = {
  firstPaint: ["Start page, first paint, ms", ms, "from the start of the navigation; the link of the page works from then on"],
  largestPaint: ["Start page, largest paint, ms", ms, "the browser's own entry"],
  bytesPainted: ["Start page, bytes until it is painted, kB", kilobytes, "what had come over the wire then, headers included"],
  bytesIdle: ["Start page, bytes until nothing more comes, kB", kilobytes, "with the program, which is fetched once the browser is idle"],
  warmPaint: ["Start page, first paint with a warm cache, ms", ms, "after the walk, in a new tab"],
  warmBytes: ["Start page, bytes with a warm cache, kB", kilobytes, ""],
  startThread: ["Start page, main thread, ms", ms, "until nothing more comes"],
  openingCold: ["Your membership, opened cold, ms", ms, "from the address to its facts, without the sign-in"],
  openingColdSignIn: ["… the sign-in, ms", ms, "from leaving for the provider until the page to which it returns is there, and the exchange of the code"],
  openingWarm: ["Your membership, opened warm, ms", ms, "everything in the browser's cache, signed in at the provider; without the sign-in"],
  openingWarmSignIn: ["… the sign-in, ms", ms, ""],
  bytesWalk: ["Bytes of the whole walk, kB", kilobytes, "start page, sign-in and all steps"],
  keyToPaint: ["Key to paint, ms", ms, "30 letters into the company's name; from the key to the paint after it, the middle one"],
  keyToPaintWorst: ["Key to paint, the worst of 30, ms", ms, ""],
  keyTask: ["Main thread for each key, ms", ms, "saving included"],
  keyScript: ["… of it script, ms", (value) => value.toFixed(2), ""],
  heap: ["JavaScript's memory after the walk, MB", megabytes, "after a collection"],
  wasm: ["The program's memory after the walk, MB", megabytes, ""],
};

/** Runs in the page before its scripts: the last press of a person, in milliseconds since the epoch. */
function watchPresses() {
  const note = (event) => event.isTrusted && sessionStorage.setItem("benchPress", String(performance.timeOrigin + event.timeStamp));
  addEventListener("click", note, { capture: true });
}

/** Runs in the page: `keyTimes` gets the time from each key to the paint after it. */
function watchKeys() {
  const times = (globalThis.keyTimes = []);
  addEventListener("keydown", ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => times.push(performance.now() - timeStamp);
      port2.postMessage(null);
    });
  }, { capture: true });
}

async function walk({ page, wire }, profile) {
  const steps = {};
  for (const step of profile.walk) {
    const waiting = step.settled(page);
    // Awaited below; a failure before that is no unhandled one.
    waiting.catch(() => {});
    await step.act(page);
    const painted = await waiting;
    const pressed = Number(await page.evaluate(() => sessionStorage.getItem("benchPress")));
    if (!(painted > pressed)) throw new Error(`${step.name}: was there before the press`);
    steps[step.name] = painted - pressed;
    // A person reads for longer than this.
    await wire.quiet();
  }
  return steps;
}

async function typing({ page, devtools }, profile) {
  const field = await profile.typeInto(page, profile.url);
  await field.fill("");
  await field.focus();
  await saved(page);
  await page.evaluate(watchKeys);
  const before = await mainThread(devtools);
  for (const letter of TYPED) {
    await page.keyboard.press(letter === " " ? "Space" : letter);
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  await saved(page);
  const after = await mainThread(devtools);
  const value = await field.inputValue();
  if (value !== TYPED) throw new Error(`the field holds ${JSON.stringify(value)}`);
  const times = (await page.evaluate(() => globalThis.keyTimes)).toSorted((a, b) => a - b);
  return {
    keyToPaint: times[times.length >> 1],
    keyToPaintWorst: times.at(-1),
    keyTask: (after.task - before.task) / TYPED.length,
    keyScript: (after.script - before.script) / TYPED.length,
  };
}

async function visit(context, network, profile) {
  const opened = await openPage(context, network);
  const { page, devtools, wire } = opened;
  await page.goto(profile.url, { waitUntil: "load" });
  const painted = await paints(page);
  const paintedAt = (await page.evaluate(() => performance.timeOrigin)) + painted.first;
  await wire.quiet();
  const figures = {
    firstPaint: painted.first,
    largestPaint: painted.largest,
    bytesPainted: wire.bytesBy(paintedAt),
    bytesIdle: wire.bytes(),
    startThread: (await mainThread(devtools)).task,
  };
  const steps = await walk(opened, profile);
  const { heap, wasm } = await measureMemory(page, devtools);
  Object.assign(figures, { bytesWalk: wire.bytes(), heap, wasm });
  await page.close();

  const again = await openPage(context, network);
  await again.page.goto(profile.url, { waitUntil: "load" });
  figures.warmPaint = (await paints(again.page)).first;
  await again.wire.quiet();
  figures.warmBytes = again.wire.bytes();
  Object.assign(figures, await typing(again, profile));
  return { figures, steps };
}

/** Figures and steps of one round: `{ figures, steps }`, by their names. */
export async function measureRound(browser, network, sandbox) {
  const profile = siteAt(sandbox);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", timezoneId: "UTC" });
  context.setDefaultTimeout(60_000);
  try {
    for (const script of [keepMemory, watchPresses]) await context.addInitScript(script);
    const { figures, steps } = await visit(context, network, profile);
    const { cold, warm } = await measureOpening(browser, network, membership(sandbox.site));
    Object.assign(figures, { openingCold: cold.rest, openingColdSignIn: cold.signIn, openingWarm: warm.rest, openingWarmSignIn: warm.signIn });
    return { figures, steps };
  } finally {
    await context.close();
  }
}
