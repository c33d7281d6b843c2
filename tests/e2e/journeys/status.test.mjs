// The page for support: reached from the help of a page and from a page that could not start, and true without the program.
import assert from "node:assert/strict";
import { UNREACHABLE } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { action, arrive, button, inMenu, signIn } from "../harness/walk.mjs";

/** What the page says in the row of this name. */
const row = (page, name) =>
  page.locator("main dl > div").filter({ has: page.getByText(name, { exact: true }) }).locator("dd");

const told = async (page, name) => {
  await row(page, name).waitFor();
  return row(page, name).textContent();
};

journey("the help of a page leads to the status of the site, which holds the last references", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await signIn(page, sandbox);
  const last = await page.evaluate(() => document.documentElement.dataset.requestId);
  assert.ok(last);
  await button(page, "Help with this page").click();
  const [status] = await Promise.all([context.waitForEvent("page"), action(page, /^Site status, for support/).click()]);
  await arrive(status, "Site status");
  assert.equal((await told(status, "Last references")).split(", ")[0], last);
  assert.equal(await told(status, "Version of the site here"), await told(status, "Newest version"));
  assert.deepEqual(
    await Promise.all(["Partner program", "Sign-in", "Your answers, kept on this device"].map((name) => told(status, name))),
    ["Answers (200)", "Answers (200)", "Works"],
  );
  await assertAccessible(status, "status");
  // The policy of the site lets nobody read the clipboard.
  await status.evaluate(() => {
    navigator.clipboard.writeText = async (text) => (globalThis.copied = text);
  });
  await button(status, "Copy all").click();
  await status.getByRole("status").filter({ hasText: "Copied" }).waitFor();
  const copied = await status.evaluate(() => globalThis.copied);
  assert.match(copied, /^Version of the site here: [0-9a-f]{16}\n/);
  assert.ok(copied.includes(last) && !copied.includes("Nadia"), copied);
  // Whoever signs out takes the references along.
  await page.keyboard.press("Escape");
  await inMenu(page, "Sign out");
  await arrive(page, "Renew your partner membership");
  await status.reload();
  assert.equal(await told(status, "Last references"), "None in this browser");
});

journey("a page that cannot start leads to the status, which says what does not answer", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [UNREACHABLE, /status of 404/] });
  await page.route(/_bg\.wasm$/, (route) => route.abort());
  await page.goto(sandbox.url("/membership"));
  await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
  await page.route(`${sandbox.api}/**`, (route) => route.abort());
  await action(page, "Site status, for support").click();
  await arrive(page, "Site status");
  assert.equal(await told(page, "Partner program"), "No answer");
  assert.equal(await told(page, "Sign-in"), "Answers (200)");
  await page.route("**/config.json", (route) => route.fulfill({ status: 404, body: "" }));
  await page.reload();
  assert.equal(await told(page, "Settings of the site"), "Could not be read");
  assert.equal(await told(page, "Partner program"), "Could not be read");
});

journey("the status is read in the language of the browser, and says what storage the browser denies", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ locale: "bg-BG" });
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", { get: () => { throw new DOMException("denied", "SecurityError"); } });
    Object.defineProperty(globalThis, "sessionStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } });
  });
  await page.goto(sandbox.url("/status"));
  await arrive(page, "Състояние на сайта");
  assert.equal(await told(page, "Отговорите ви, пазени на това устройство"), "Браузърът не го позволява");
  assert.equal(await told(page, "Започнат вход, пазен в този раздел"), "Браузърът не го позволява");
  assert.equal(await told(page, "Език и известия, пазени на това устройство"), "Работи");
});

journey("the status tells by how much the clock of the device is wrong, in words that fit the difference", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const differences = [
    [0, "en", "Clock of this device", "Right to the minute"],
    [1, "en", "Clock of this device", "1 minute fast"],
    [-90, "en", "Clock of this device", "90 minutes slow"],
    [7_200, "en", "Clock of this device", "5 days fast"],
    [-180, "bg", "Часовник на устройството", "Изостава с 3 часа"],
  ];
  for (const [minutes, language, name, expected] of differences) {
    await page.route("**/version.json", async (route) => {
      const answer = await route.fetch();
      const date = new Date(Date.now() - minutes * 60_000).toUTCString();
      await route.fulfill({ response: answer, headers: { ...answer.headers(), date, age: "0" } });
    });
    await page.goto(sandbox.url("/"));
    await page.evaluate((chosen) => localStorage.setItem("partner-renewal.language", chosen), language);
    await page.goto(sandbox.url("/status"));
    assert.equal(await told(page, name), expected);
    await page.unroute("**/version.json");
  }
});
