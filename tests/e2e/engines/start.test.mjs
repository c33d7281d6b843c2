// Starting the site: every engine holds scripts and program to what was built, and asks for each once.
import assert from "node:assert/strict";
import { inEachEngine } from "./journey.mjs";
import { startRelay } from "./relay.mjs";
import { started } from "./walk.mjs";

// The provider answers the site's origin, which is not the relay's.
const OTHER_ORIGIN = [/access-control-allow-origin|cross-origin|openid-configuration/i];
inEachEngine("the start page starts, and asks for each of its files once", { permits: OTHER_ORIGIN }, async ({ sandbox, open }) => {
  const relay = await startRelay(sandbox.site);
  try {
    const { tab } = await open();
    await tab.goto(relay.url("/"));
    await started(tab);
    const once = relay.asked.filter((path) => /\.(js|css|wasm|json)$/.test(path));
    assert.deepEqual([...once].sort(), [...new Set(once)].sort());
    assert.equal(once.filter((path) => path.endsWith(".wasm")).length, 1, once.join(" "));
  } finally {
    await relay.stop();
  }
});

// What is rewritten, and what a script then notes at the page: none runs to note it where every one was rewritten.
const CHANGED = [
  ["the glue", /\/app-[^/]+\.js$/, "damaged"],
  ["the boot script", /\/boot-[^/]+\.js$/, "damaged"],
  ["the program", /\.wasm$/, "damaged"],
  ["the styles", /\.css$/, "damaged"],
  ["every script file", /\.js$/, "damaged"],
  ["every script and the page", /(\.js|\/membership)$/, null],
];
for (const [what, pattern, noted] of CHANGED) {
  // What each engine says of the file it refused, in its own words.
  const permits = [...OTHER_ORIGIN, /integrity|hash|failed|not load|blocked/i];
  inEachEngine(`something on the way rewrites ${what}: the page says so and names who helps`, { permits }, async ({ sandbox, open }) => {
    const relay = await startRelay(sandbox.site, (path, body) => {
      if (!pattern.test(path)) return body;
      const changed = Buffer.from(body);
      // Of the page, the script that stands in it.
      changed[path.endsWith("/membership") ? changed.indexOf("__boot") : changed.length - 2] ^= 1;
      return changed;
    });
    try {
      const { tab } = await open();
      await tab.goto(relay.url("/membership"));
      await tab.element("text", "This page could not be loaded");
      await tab.element("text", "something changed it on its way");
      await tab.element("link", "help@partner-program.example");
      // Without styles the words stand there from the start.
      await tab.until(async () => (await tab.evaluate(() => document.documentElement.dataset.failed ?? null)) === noted, "the end of the start");
      assert.equal(await tab.evaluate(() => document.getElementById("app").hidden), true);
    } finally {
      await relay.stop();
    }
  });
}
