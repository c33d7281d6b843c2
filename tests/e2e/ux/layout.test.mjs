// Nothing jumps while a page loads: the place of what comes is kept.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import { PAGES } from "../harness/routes.mjs";
import { STEPS, arrive, atStep, complete, renewTo, signIn } from "../harness/walk.mjs";

/** Collects layout shifts from the first moment of each page, those after a press left out, as browsers count them. */
function collect() {
  window.layoutShifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      const place = ({ x, y, width, height }) => [x, y, width, height].join(" ");
      const moved = sources.map(({ node, previousRect, currentRect }) => [node?.outerHTML?.slice(0, 80) ?? node?.nodeName, place(previousRect), place(currentRect)]);
      window.layoutShifts.push({ value, moved });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

async function assertStill(page, name) {
  // Two frames after the page is there everything that it draws is drawn.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const shifts = await page.evaluate(() => window.layoutShifts);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  assert.equal(sum, 0, `${name}: ${JSON.stringify(shifts)}`);
}

const SIZES = [["phone", { width: 390, height: 844 }], ["desktop", { width: 1280, height: 800 }]];
for (const [name, viewport, line, delay] of SIZES.flatMap((size) => [[...size, "slow", 200], [...size, "fast", 0]])) {
  journey(`nothing moves while signed-in pages load over a ${line} line (${name})`, { timeout: 180_000 }, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ viewport });
    await signIn(page, sandbox);
    await page.addInitScript(collect);
    if (delay > 0) {
      await page.route(/\/v1\//, async (route) => {
        await new Promise((done) => setTimeout(done, delay));
        await route.continue();
      });
    }
    for (const { path, heading } of PAGES) {
      await page.goto(sandbox.url(path));
      await arrive(page, heading);
      await assertStill(page, path);
    }
    await page.goto(sandbox.url("/membership"));
    await arrive(page, "Your membership");
    await renewTo(page, "requirements");
    for (const [index, { slug }] of STEPS.entries()) {
      await page.reload();
      await atStep(page, slug);
      await assertStill(page, slug);
      if (index + 1 < STEPS.length) await complete(page, slug);
    }
  });
}

/** Notes each paint of an element that says so, and lets heading and skeleton say so before they are drawn. */
function notePaints() {
  window.painted = [];
  const note = (list) => window.painted.push(...list.getEntries().map(({ identifier }) => identifier));
  new PerformanceObserver(note).observe({ type: "element", buffered: true });
  const mark = () => {
    for (const one of document.querySelectorAll("#app :is(h1, .loading)")) one.setAttribute("elementtiming", one.localName);
  };
  new MutationObserver(mark).observe(document, { childList: true, subtree: true });
}

journey("heading and skeleton are painted before the answers of the program are there", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await page.addInitScript(notePaints);
  for (const { path } of PAGES) {
    let answer;
    const held = new Promise((done) => (answer = done));
    await page.route(/\/v1\//, (route) => held.then(() => route.continue()));
    await page.goto(sandbox.url(path));
    await page.waitForFunction(() => window.painted.includes("h1") && window.painted.includes("p"));
    await page.waitForFunction(() => {
      const { blockSize, backgroundImage } = getComputedStyle(document.querySelector("main > .loading"), "::after");
      return Number.parseFloat(blockSize) > 100 && backgroundImage.includes("gradient");
    });
    answer();
    await page.locator("main > .loading").waitFor({ state: "detached" });
    await page.unrouteAll({ behavior: "wait" });
  }
});

/** Where what both the page and the app draw is to be seen. */
const places = (page) =>
  page.evaluate(() => {
    const seen = [...document.querySelectorAll(".site-header a, .site-header li, main :is(h1, h2, p, li, .button)")].filter((one) => one.checkVisibility());
    return seen.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return `${one.textContent} ${[x, y, width, height].map(Math.round)}`;
    });
  });

for (const [name, viewport] of [["narrow phone", { width: 320, height: 700 }], ["phone", { width: 390, height: 844 }], ["desktop", { width: 1280, height: 800 }]]) {
  journey(`nothing moves when the whole sheet of styles comes, or the app takes the page's place (${name})`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ viewport });
    let letThrough;
    const held = new Promise((resolve) => (letThrough = resolve));
    await page.route(/\.(css|wasm)$/, (route) => held.then(() => route.continue()));
    await page.goto(sandbox.url("/"), { waitUntil: "commit" });
    await arrive(page, "Renew your partner membership");
    const before = await places(page);
    assert.ok(before.length >= 15, before.join("\n"));
    letThrough();
    await page.waitForFunction(() => !document.getElementById("static"));
    assert.deepEqual(await places(page), before);
  });
}
