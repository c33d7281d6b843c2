// A long visit: five hundred times back over two steps and forward again.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import { atStep, button, renewTo, signIn } from "../harness/walk.mjs";

const CYCLES = 500;
const ROUND = 100;

/** Keeps hold of the memory of the app, which no page can reach otherwise. */
function keepMemory() {
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await real.apply(WebAssembly, args);
      globalThis.appMemory = (made.instance ?? made).exports.memory;
      return made;
    };
  }
}

/** Goes back and forward within the app, each time until the step is there. Runs in the page. */
async function cycle(times) {
  const shown = () => {
    const waiting = [...document.querySelectorAll("main [role=status]")].some((one) => one.textContent.endsWith("…"));
    return waiting ? null : document.querySelector("main h1")?.textContent;
  };
  const go = async (by) => {
    const before = shown();
    history.go(by);
    while (!shown() || shown() === before) await new Promise(requestAnimationFrame);
  };
  for (let i = 0; i < times; i += 1) {
    await go(-1);
    await go(-1);
    await go(2);
  }
}

journey("promise-60: over five hundred cycles the app's memory, the heap, nodes and listeners level off", { timeout: 900_000 }, async ({ sandbox, newcomer, t }) => {
  const { page, context } = await newcomer();
  await context.addInitScript(keepMemory);
  await signIn(page, sandbox);
  await renewTo(page, "review");
  for (const slug of ["payment", "level", "location"]) {
    await page.getByRole("link", { name: "Back", exact: true }).click();
    await atStep(page, slug);
  }
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  const measure = async () => {
    for (let i = 0; i < 3; i += 1) await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const { JSHeapUsedSize, Nodes, JSEventListeners } = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    const wasm = await page.evaluate(() => globalThis.appMemory.buffer.byteLength);
    return { wasm, heap: JSHeapUsedSize, nodes: Nodes, listeners: JSEventListeners };
  };
  const rounds = [];
  for (let done = 0; done < CYCLES; done += ROUND) {
    await page.evaluate(cycle, ROUND);
    rounds.push(await measure());
    t.diagnostic(JSON.stringify(rounds.at(-1)));
  }
  const [first, last] = [rounds[0], rounds.at(-1)];
  // Memory comes in pieces of 64 KiB: what would stay behind of the 1,200 steps in between would fill several.
  assert.ok(last.wasm - first.wasm <= 64 * 1024, "the app's own memory");
  assert.ok(last.heap - first.heap < 1024 * 1024, "JavaScript's grew by less than a megabyte");
  assert.ok(last.nodes - first.nodes < 200, "nodes");
  assert.ok(last.listeners - first.listeners < 50, "listeners");
  await button(page, "Save and continue").waitFor();
});
