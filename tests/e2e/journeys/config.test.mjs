// A site whose config.json is wrong says to its operator which key, and what to write instead.
import assert from "node:assert/strict";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";

/** Answers config.json with the sandbox's own settings after `change`; a text is sent as it is. */
async function configure(page, change) {
  await page.route("**/config.json", async (route) => {
    const answer = await route.fetch();
    const changed = change(await answer.json());
    await route.fulfill({ response: answer, body: typeof changed === "string" ? changed : JSON.stringify(changed) });
  });
}

/** The page that says so, with this key and advice in it. */
async function told(page, key, advice) {
  await page.getByRole("heading", { name: /This page could not be loaded|Страницата не можа да се зареди/ }).waitFor();
  const line = page.getByRole("paragraph").filter({ hasText: advice });
  await line.waitFor();
  assert.ok((await line.textContent()).startsWith(`${key}: `), await line.textContent());
  return line;
}

const help = (page) => page.getByText("If this happens again, write to");

journey("a slash too many in paymentOrigins is named, with what to write", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await configure(page, (settings) => ({ ...settings, paymentOrigins: [`${sandbox.pay}/`] }));
  await page.goto(sandbox.url("/membership"));
  const line = await told(page, "paymentOrigins", "An origin is scheme and host alone");
  assert.ok((await line.textContent()).endsWith(` ${sandbox.pay}`));
  await page.getByRole("link", { name: "help@partner-program.example" }).waitFor();
});

journey("without a support address there is no empty link", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await configure(page, ({ supportEmail: _, ...rest }) => rest);
  await page.goto(sandbox.url("/"));
  await told(page, "supportEmail", "This key is missing.");
  await assertAccessible(page, "the settings are wrong");
  assert.equal(await help(page).isVisible(), false);
});

journey("a config.json that is not JSON is named in the language of the page", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ locale: "bg-BG" });
  await configure(page, () => "<!doctype html><title>Moved</title>");
  await page.goto(sandbox.url("/membership"));
  await told(page, "config.json", "не е валиден JSON");
});

journey("a config.json that is not served is named", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/404/] });
  await page.route("**/config.json", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(sandbox.url("/membership"));
  await told(page, "config.json", "could not be downloaded");
  assert.equal(await help(page).isVisible(), false);
});
