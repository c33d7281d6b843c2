// Chromium over Playwright, for journeys that every engine takes with the same words.
import { newPersonOnDisk } from "../harness/browser.mjs";
import { Tab } from "./tab.mjs";

/** What the journeys do with one tab. An element is passed on alone, and stays Playwright's handle. */
const driver = (page) => ({
  async call(fn, args, asElement) {
    const [first] = args;
    if (typeof first?.evaluate === "function") return first.evaluate(fn);
    const words = args.map((one) => JSON.stringify(one) ?? "undefined");
    const expression = `(${fn})(${words.join(", ")})`;
    return asElement ? (await page.evaluateHandle(expression)).asElement() : page.evaluate(expression);
  },
  press: (element) => element.click(),
  type: (text) => page.keyboard.type(text),
  open: (url) => page.goto(url, { waitUntil: "commit" }),
  reload: () => page.reload({ waitUntil: "commit" }),
  back: () => page.goBack({ waitUntil: "commit" }),
  activate: () => page.bringToFront(),
  pdf: () => page.pdf(),
});

/** Starts Chromium with the profile in this folder. */
export async function startChromium(folder) {
  const lines = [];
  const { context, page } = await newPersonOnDisk(folder);
  const listen = (one) => {
    one.on("console", (message) => message.type() === "error" && lines.push(message.text()));
    one.on("pageerror", (error) => lines.push(String(error)));
  };
  listen(page);
  return {
    tab: new Tab(driver(page)),
    async newTab() {
      const other = await context.newPage();
      listen(other);
      return new Tab(driver(other));
    },
    console: () => lines,
    // Nothing asks this engine to end at once: what it still writes would be in the way of removing its profile.
    kill: () => context.close(),
  };
}
