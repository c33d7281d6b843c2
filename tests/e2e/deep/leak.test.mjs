// A long visit: five hundred times back over two steps and forward again.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import { cycleSteps, keepMemory, measureMemory } from "../harness/memory.mjs";
import { atStep, button, renewTo, signIn } from "../harness/walk.mjs";

const CYCLES = 500;
const ROUND = 100;

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
  const rounds = [];
  for (let done = 0; done < CYCLES; done += ROUND) {
    await page.evaluate(cycleSteps, ROUND);
    rounds.push(await measureMemory(page, devtools));
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
