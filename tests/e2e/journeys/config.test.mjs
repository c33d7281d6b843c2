// A site whose config.json is wrong says to its operator which key, and what to write instead.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../harness/axe.mjs";
import { launch } from "../harness/browser.mjs";
import { configure } from "../harness/settings.mjs";
import { journey } from "../harness/journey.mjs";
import { startSandbox } from "../harness/sandbox.mjs";

/** The page that says so, with this key and advice in it. */
async function expectConfigError(page, key, advice) {
  await page.getByRole("heading", { name: /This page could not be loaded|Страницата не можа да се зареди/ }).waitFor();
  const line = page.getByRole("paragraph").filter({ hasText: advice });
  await line.waitFor();
  assert.ok((await line.textContent()).startsWith(`${key}: `), await line.textContent());
  return line;
}

journey("a slash too many in paymentOrigins is named, with what to write", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await configure(page, (settings) => ({ ...settings, paymentOrigins: [`${sandbox.pay}/`] }));
  await page.goto(sandbox.url("/membership"));
  const line = await expectConfigError(page, "paymentOrigins", "An origin is scheme and host alone");
  assert.ok((await line.textContent()).endsWith(` ${sandbox.pay}`));
  await page.getByRole("link", { name: "help@partner-program.example" }).waitFor();
});

journey("without a support address in the settings the one that was built in is named", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await configure(page, ({ supportEmail: _, ...rest }) => rest);
  await page.goto(sandbox.url("/"));
  await expectConfigError(page, "supportEmail", "This key is missing.");
  await assertAccessible(page, "the settings are wrong");
  await page.getByRole("link", { name: "help@partner-program.example" }).waitFor();
});

journey("a config.json that is not JSON is named in the language of the page", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ locale: "bg-BG" });
  await configure(page, () => "<!doctype html><title>Moved</title>");
  await page.goto(sandbox.url("/membership"));
  await expectConfigError(page, "config.json", "не е валиден JSON");
});

journey("a config.json that is not served is named", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/404/] });
  await page.route("**/config.json", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(sandbox.url("/membership"));
  await expectConfigError(page, "config.json", "could not be downloaded");
  await page.getByRole("link", { name: "help@partner-program.example" }).waitFor();
});

// Not a journey: those fail on any violation of the policy.
test("an origin that the policy lacks is named, and only one that the app needs", { timeout: 60_000 }, async () => {
  const sandbox = await startSandbox();
  const browser = await launch();
  try {
    const page = await browser.newPage({ locale: "en-GB" });
    const elsewhere = sandbox.idp.replace("localhost", "127.0.0.1");
    await page.route("**/.well-known/openid-configuration", async (route) => {
      const answer = await route.fetch();
      const provider = await answer.json();
      await route.fulfill({ response: answer, json: { ...provider, jwks_uri: provider.jwks_uri.replace(sandbox.idp, elsewhere) } });
    });
    await page.goto(sandbox.url("/membership"));
    await page.getByRole("button", { name: /^Nadia Example:/ }).click();
    const banner = page.getByRole("alert").filter({ hasText: "This site is set up wrongly" });
    await banner.waitFor();
    assert.ok((await banner.innerText()).trim().endsWith(elsewhere), await banner.innerText());

    await page.unrouteAll();
    await page.goto(sandbox.url("/"));
    await page.locator("#app").waitFor();
    const refused = await page.evaluate(() => {
      const violated = new Promise((resolve) => document.addEventListener("securitypolicyviolation", resolve, { once: true }));
      return fetch("http://127.0.0.1:9/").catch(() => violated.then(() => "blocked"));
    });
    assert.equal(refused, "blocked");
    assert.equal(await banner.isVisible(), false, "what an extension tried is not the operator's fault");
  } finally {
    await browser.close();
    await sandbox.stop();
  }
});
