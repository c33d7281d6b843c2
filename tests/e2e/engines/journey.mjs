// A journey that is written once and taken in every engine, with a sandbox and a profile folder of its own.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { profileFolder } from "../harness/browser.mjs";
import { startSandbox } from "../harness/sandbox.mjs";
import { startChromium } from "./chromium.mjs";
import { startFirefox } from "./firefox.mjs";
import { startWebKit, stopDisplay } from "./webkit.mjs";

const ENGINES = { Firefox: startFirefox, WebKit: startWebKit };
/** With Chromium, which has its own journeys: for those that it does not take. */
export const ALL_ENGINES = { Chromium: startChromium, ...ENGINES };
/** Takes journeys in this engine alone. */
const ONLY = process.env.ENGINE;

after(stopDisplay);

/**
 * Declares one test for each engine.
 *
 * @param {string} name what the journey shows
 * @param {{permits?: RegExp[], engines?: object, dist?: () => string}} options lines of the console that are expected, all others
 * fail the journey; the engines, if they are others; what makes the folder of the build, if it is another
 * @param {Function} run gets `{ sandbox, open, engine }`; `open` starts the browser with the same profile each time and
 * answers `{ tab, newTab, console, kill }`
 */
export function inEachEngine(name, { permits = [], engines = ENGINES, dist }, run) {
  for (const [engine, start] of Object.entries(engines)) {
    if (ONLY && ONLY !== engine) continue;
    test(`${engine}: ${name}`, { timeout: 180_000 }, async (t) => {
      const sandbox = await startSandbox({ dist: dist?.() });
      const { folder, remove } = profileFolder();
      const opened = [];
      const open = async () => {
        const browser = await start(folder);
        opened.push(browser);
        return browser;
      };
      try {
        await run({ sandbox, open, engine });
        const lines = opened.flatMap((browser) => browser.console());
        assert.deepEqual(lines.filter((line) => !permits.some((pattern) => pattern.test(line))), [], "the console");
      } catch (error) {
        for (const browser of opened) t.diagnostic(`console: ${browser.console().join("\n")}`);
        throw error;
      } finally {
        for (const browser of opened) await browser.kill();
        await sandbox.stop();
        remove();
      }
    });
  }
}
