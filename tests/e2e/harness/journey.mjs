// A test with a sandbox and people of its own; everything that went wrong in the browser fails it.
import { after, before, test } from "node:test";
import { launch, newPerson, newPersonOnDisk, profileFolder } from "./browser.mjs";
import { signInPageOf } from "./sign_in_page.mjs";
import { startProvider } from "./provider.mjs";
import { startSandbox } from "./sandbox.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

/**
 * Declares a test.
 *
 * @param {string} name what the journey shows
 * @param {object} options of the sandbox, or the function itself; with `provider` an independent OpenID provider takes
 * the place of the sandbox's own; `provider: { alg }` says how it signs ID tokens
 * @param {Function} run gets `{ sandbox, signInPage, newcomer, onDisk }`: `newcomer(options)` opens a page with storage of
 * its own, `signInPage` is where people sign in
 */
export function journey(name, options, run) {
  const body = typeof options === "function" ? options : run;
  const given = typeof options === "function" ? {} : options;
  test(name, { timeout: given.timeout ?? 120_000 }, async (t) => {
    const provider = given.provider ? await startProvider(given.provider) : null;
    const sandbox = await startSandbox({ ...given, issuer: provider?.issuer });
    provider?.serve(sandbox);
    const people = [];
    const folders = [];
    const newcomer = async (place) => {
      const person = await newPerson(browser, place);
      people.push(person);
      return person;
    };
    const onDisk = () => {
      const { folder, remove } = profileFolder();
      folders.push(remove);
      return async (place) => {
        const person = await newPersonOnDisk(folder, place);
        people.push(person);
        return person;
      };
    };
    try {
      await body({ sandbox, provider, signInPage: signInPageOf(sandbox, provider), newcomer, onDisk, t });
      for (const person of people) person.assertClean();
    } catch (error) {
      await describe(people, t);
      throw error;
    } finally {
      for (const { context } of people) await context.close().catch(() => {});
      for (const remove of folders) remove();
      await sandbox.stop();
      await provider?.stop();
    }
  });
}

/** Says where every page stood when a test failed. */
async function describe(people, t) {
  for (const { context, violations } of people) {
    for (const page of context.pages()) {
      const heading = await page.locator("h1").first().textContent({ timeout: 500 }).catch(() => "(no h1)");
      t.diagnostic(`page at ${page.url()}: ${heading}`);
      const main = await page.locator("main").innerText({ timeout: 500 }).catch(() => "(no main)");
      t.diagnostic(main.replace(/\s+/g, " ").slice(0, 600));
    }
    for (const violation of violations) t.diagnostic(`policy violation: ${violation}`);
  }
}
