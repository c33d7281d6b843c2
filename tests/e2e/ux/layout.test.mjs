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
      const moved = sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.nodeName);
      window.layoutShifts.push({ value, moved });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

async function assertStill(page, name) {
  // Two frames after the page is there everything that it draws is drawn.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const shifts = await page.evaluate(() => window.layoutShifts);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  assert.ok(sum < 0.001, `${name}: ${sum} ${JSON.stringify(shifts)}`);
}

for (const [name, viewport] of [["phone", { width: 390, height: 844 }], ["desktop", { width: 1280, height: 800 }]]) {
  journey(`nothing moves while signed-in pages load over a slow line (${name})`, { timeout: 180_000 }, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ viewport });
    await signIn(page, sandbox);
    await page.addInitScript(collect);
    await page.route(/\/v1\//, async (route) => {
      await new Promise((done) => setTimeout(done, 200));
      await route.continue();
    });
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
