// A tab as the journeys use it, over the few things that each engine's driver does in its own way:
// `call(fn, args, asElement)`, `press(element)`, `type(text)`, `open(url)`, `reload()`, `back()`, `activate()`, `close()`.
import { find, reveal, rowsOf, selectAll } from "./finder.mjs";

/** How long a state may take to come before a journey gives up on it. */
const PATIENCE = 30_000;
/** Between two looks at a page. */
const PAUSE = 40;

const nameOf = (name) => (name instanceof RegExp ? { source: name.source, flags: name.flags } : { text: name });
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

export class Tab {
  #driver;

  constructor(driver) {
    this.#driver = driver;
  }

  /** What `fn` returns, run in the page with these arguments; elements found before may be among them. */
  evaluate(fn, ...args) {
    return this.#driver.call(fn, args, false);
  }

  /** Looks again until `look` answers something. A look may fail while the page changes to another. */
  async until(look, what) {
    const deadline = Date.now() + PATIENCE;
    let last = null;
    for (;;) {
      try {
        const seen = await look();
        if (seen) return seen;
        last = null;
      } catch (error) {
        last = error;
      }
      if (Date.now() > deadline) throw new Error(`${what} did not come: ${last ?? (await this.describe())}`);
      await pause();
    }
  }

  /** The address, the words of the page and what stands in its text fields, for a message. */
  describe() {
    return this.evaluate(() => {
      const words = document.body.innerText.replace(/\s+/g, " ").slice(0, 3_000);
      const values = [...document.querySelectorAll("input[type=text]")].map((field) => `${field.id}=${field.value}`);
      return [`${location.href}: ${words}`, ...values].join("; ");
    });
  }

  /** Waits for a visible element; roles are those of `find`. */
  element(role, name) {
    return this.until(() => this.#driver.call(find, [role, nameOf(name)], true), `${role} ${name}`);
  }

  /** Whether there is such an element now. */
  shows(role, name) {
    return this.evaluate(find, role, nameOf(name)).then(Boolean);
  }

  /** Waits for the page with this heading, and for what it shows. */
  arrive(heading) {
    return this.element("heading", heading);
  }

  /** Presses an element with the mouse; one that moves or is drawn anew at that moment is looked for again. */
  click(role, name) {
    return this.until(async () => {
      const element = await this.#driver.call(find, [role, nameOf(name)], true);
      if (!element) return false;
      await this.#driver.call(reveal, [element], false);
      await this.#driver.press(element);
      return true;
    }, `${role} ${name}`);
  }

  /** Types into a field with the keyboard, in place of what was there. */
  async fill(label, text) {
    const element = await this.element("field", label);
    await this.#driver.call(reveal, [element], false);
    // A page moves the focus in the frame after it is drawn: what is typed before would end in another field.
    let isSelected = false;
    await this.until(async () => {
      if (isSelected && (await this.evaluate((field) => field === document.activeElement, element))) return true;
      await this.#driver.call(selectAll, [element], false);
      isSelected = true;
      return false;
    }, `the focus on ${label}`);
    await this.#driver.type(text);
  }

  async valueOf(label) {
    const element = await this.element("field", label);
    return this.evaluate((field) => field.value, element);
  }

  /** Opens an address, and waits until the document that was there is gone. */
  goto(url) {
    return this.#leaving(() => this.#driver.open(url));
  }

  reload() {
    return this.#leaving(() => this.#driver.reload());
  }

  async #leaving(act) {
    await this.evaluate(() => {
      globalThis.stillHere = true;
    });
    await act();
    await this.until(() => this.evaluate(() => !globalThis.stillHere && document.readyState !== "loading"), "another document");
  }

  /** One step back in the history, as the browser's button does it. */
  back() {
    return this.#driver.back();
  }

  /** Brings the tab to the front. */
  activate() {
    return this.#driver.activate();
  }

  url() {
    return this.evaluate(() => location.href);
  }

  rows() {
    return this.evaluate(rowsOf);
  }

  /** The printed page as PDF. */
  pdf() {
    return this.#driver.pdf();
  }
}
