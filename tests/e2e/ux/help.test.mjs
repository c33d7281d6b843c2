// The same help on each page: what it is, what to have ready, and whom to write to with which reference.
import assert from "node:assert/strict";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { action, atStep, button, renewTo, signIn, speak } from "../harness/walk.mjs";

const dialog = (page) => page.getByRole("dialog", { name: "Help with this page" });

async function open(page) {
  await page.getByRole("contentinfo").getByRole("button", { name: "Help with this page" }).click();
  await dialog(page).waitFor();
}

journey("help says what the page is and what to have ready, and closes to where one was", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await open(page);
  await dialog(page).getByText("when your membership has to be renewed", { exact: false }).waitFor();
  await dialog(page).getByText("Nothing renews it automatically.", { exact: false }).waitFor();
  await assertAccessible(page, "help");
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Help with this page");
  await renewTo(page, "agreement");
  await open(page);
  await dialog(page).getByText("Step 3.", { exact: false }).waitFor();
  assert.deepEqual(await dialog(page).getByRole("listitem").allTextContents(), ["Your job title", "The authority to sign for your company"]);
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await atStep(page, "agreement");
});

journey("help names the last answer of the program, and the e-mail does too", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const answers = [];
  page.on("response", (answer) => {
    const id = answer.headers()["request-id"];
    if (id) answers.push(id);
  });
  await signIn(page, sandbox);
  await page.waitForLoadState("networkidle");
  await open(page);
  const reference = await dialog(page).getByRole("code").textContent();
  assert.ok(answers.includes(reference), `${reference} of ${answers}`);
  const mail = new URL(await dialog(page).getByRole("link", { name: "help@partner-program.example" }).getAttribute("href"));
  assert.equal(mail.pathname, "help@partner-program.example");
  assert.match(mail.searchParams.get("subject"), /^Help with: Your membership/);
  assert.equal(mail.searchParams.get("body").trim(), reference);
});

journey("help speaks the language of the page, and without a network it still has the address", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/ERR_INTERNET_DISCONNECTED|Failed to load resource/] });
  await signIn(page, sandbox);
  await speak(page, "Български");
  await action(page, "Помощ за тази страница").click();
  await page.getByRole("dialog").getByText("Тази страница казва кога", { exact: false }).waitFor();
  await page.keyboard.press("Escape");
  await speak(page, "English");
  await page.context().setOffline(true);
  await button(page, "Help with this page").click();
  await page.getByRole("dialog", { name: "Help with this page" }).getByRole("link", { name: "help@partner-program.example" }).waitFor();
  await page.context().setOffline(false);
});

journey("a page that has to stop does not hide behind the help", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await open(page);
  await page.evaluate(() => globalThis.__fatal("a test"));
  await dialog(page).waitFor({ state: "detached" });
  await page.getByRole("alertdialog").getByRole("button").first().click({ trial: true });
});

journey("help is in the same place on the page for support, and on an address that is no page", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/status of 404/] });
  await signIn(page, sandbox);
  const reference = await page.evaluate(() => document.documentElement.dataset.requestId);
  await page.goto(sandbox.url("/status"));
  await open(page);
  await dialog(page).getByText("What support needs to know", { exact: false }).waitFor();
  await dialog(page).getByText("Nothing: all that this page asks for is on it.").waitFor();
  assert.equal(await dialog(page).getByRole("code").textContent(), reference, "of the page that was open before");
  assert.equal(await dialog(page).getByRole("link", { name: /^Site status/ }).count(), 0, "no link to where one is");
  await assertAccessible(page, "help of the status");
  await page.keyboard.press("Escape");
  await page.goto(sandbox.url("/no-such-page"));
  await open(page);
  await dialog(page).getByText("This address is no page of the site", { exact: false }).waitFor();
  assert.deepEqual(await dialog(page).getByRole("listitem").allTextContents(), ["The whole address, if somebody sent it to you"]);
});
