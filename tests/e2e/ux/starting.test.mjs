// The moment in which the program follows the address already and has drawn nothing yet: what was pressed while it started
// is handed over just then.
import { journey } from "../harness/journey.mjs";
import { action, arrive, choose } from "../harness/walk.mjs";

/** Opens the start page, and waits for the program to give way before it draws; the answer lets it go on. */
async function openAndHold(page, sandbox) {
  await page.addInitScript(() => {
    if (location.pathname !== "/") return;
    const { setTimeout } = globalThis;
    globalThis.__held = [];
    globalThis.setTimeout = (callback, ms, ...more) => {
      // The program alone asks for a turn at once before it has drawn.
      if (ms !== 0 || !globalThis.__held) return setTimeout(callback, ms, ...more);
      return globalThis.__held.push(callback);
    };
  });
  await page.goto(sandbox.url("/"));
  await page.waitForFunction(() => globalThis.__held.length > 0);
  return () =>
    page.evaluate(() => {
      const held = globalThis.__held;
      globalThis.__held = undefined;
      for (const callback of held) callback();
    });
}

journey("a link pressed just before the program draws leads to its page", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const goOn = await openAndHold(page, sandbox);
  await action(page, "Start now").click();
  await goOn();
  await choose(page, "Nadia Example");
  await arrive(page, "Your membership");
});

journey("a program that crashes just before it draws leaves the words for that, and nothing else goes wrong", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const goOn = await openAndHold(page, sandbox);
  await page.evaluate(() => void dispatchEvent(new ErrorEvent("error", { error: new WebAssembly.RuntimeError("unreachable") })));
  const words = page.getByRole("heading", { name: "Sorry, this page has stopped" });
  await words.waitFor();
  await goOn();
  await page.waitForFunction(() => document.getElementById("app").childElementCount > 0);
  await words.waitFor();
});
