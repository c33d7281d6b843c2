// The menu of the header: by keyboard, by touch, and across what changes the page below it.
import assert from "node:assert/strict";
import { hold } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { action, arrive, button, choose, focus, inMenu, signIn } from "../harness/walk.mjs";

const PHONE = { viewport: { width: 390, height: 844 } };

journey("the menu opens and closes by keyboard, and gives the focus back", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  const header = page.getByRole("banner");
  const menu = button(header, "Nadia Example");
  await menu.focus();
  await page.keyboard.press("Enter");
  await button(header, "Sign out").waitFor();
  await page.keyboard.press("Tab");
  assert.equal((await focus(page)).text, "Български");
  await page.keyboard.press("Tab");
  assert.equal((await focus(page)).text, "Sign out");
  await page.keyboard.press("Escape");
  await button(header, "Sign out").waitFor({ state: "hidden" });
  assert.equal((await focus(page)).id, "menu-button");
  await menu.click();
  await button(header, "Sign out").waitFor();
  await page.getByRole("heading", { level: 1 }).click();
  await button(header, "Sign out").waitFor({ state: "hidden" });
});

journey("on a phone the menu leads to the pages, and closes behind the person", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer(PHONE);
  await signIn(page, sandbox);
  assert.equal(await page.getByRole("banner").getByRole("link").count(), 1, "the name of the site alone");
  await inMenu(page, "Organizations");
  await arrive(page, "Organizations");
  await button(page, "Sign out").waitFor({ state: "hidden" });
  await inMenu(page, "Membership");
  await arrive(page, "Your membership");
});

journey("an open menu closes when the focus goes on to the page below it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer(PHONE);
  await signIn(page, sandbox);
  await page.getByRole("banner").getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  const last = button(page, "Sign out");
  await last.focus();
  await page.keyboard.press("Tab");
  await last.waitFor({ state: "hidden" });
  assert.equal((await focus(page)).text, "Start page", "the focus is seen");
});

for (const locale of ["en-GB", "bg-BG"]) journey(`nothing of the header lies over anything else (${locale})`, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ locale, viewport: { width: 1440, height: 800 } });
  await signIn(page, sandbox, "Nadia Example", "/membership", locale === "en-GB" ? "Your membership" : "Вашето членство");
  for (const width of [1440, 1280, 1100, 1024, 960, 800, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const gaps = await page.evaluate(() => {
      const texts = [...document.querySelectorAll("header :is(a, button)")].filter((one) => one.checkVisibility()).map((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return range.getBoundingClientRect();
      });
      return texts.slice(1).map((one, at) => Math.round(one.left - texts[at].right));
    });
    for (const gap of gaps) assert.ok(gap >= 8, `${width}: ${gaps}`);
  }
});

journey("the menu marks the page that is shown, or the one that it belongs to", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  const marked = async () =>
    page.getByRole("banner").locator("nav a[aria-current]").evaluateAll((all) =>
      all.filter((one) => one.checkVisibility()).map((one) => `${one.textContent}: ${one.getAttribute("aria-current")}`),
    );
  await action(page, "Renew").click();
  await arrive(page, "Check your requirements");
  assert.deepEqual(await marked(), ["Membership: true"], "a step");
  for (const [where, heading, expected] of [
    ["/membership", "Your membership", "Membership: page"],
    ["/organizations/org-cedar/people", "People", "Organizations: true"],
    ["/organizations", "Organizations", "Organizations: page"],
    ["/competencies", "Manage competencies", "Requirements and assets: page"],
    ["/orders", "Orders and receipts", "Orders: page"],
    ["/organizations/org-cedar/letter", "Proof of membership", "Orders: true"],
  ]) {
    await page.goto(sandbox.url(where));
    await arrive(page, heading);
    assert.deepEqual(await marked(), [expected], where);
  }
});

journey("after a change of the language the focus is on the menu, which speaks it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer(PHONE);
  await signIn(page, sandbox);
  await inMenu(page, "Български");
  await page.waitForFunction(() => document.activeElement?.textContent.trim().startsWith("Меню"));
});

journey("who works for several organizations reads in the menu for which, and gets to the others", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer(PHONE);
  await page.goto(sandbox.url("/membership"));
  await choose(page, "Tomas Example");
  await arrive(page, "Organizations");
  await action(page, "Start page").waitFor();
  await button(page, "Work for Linden Example Ltd").click();
  await arrive(page, "Your membership");
  const header = page.getByRole("banner");
  await header.getByRole("button").first().click();
  await header.getByText("Linden Example Ltd", { exact: true }).waitFor();
  await action(header, "Choose another organization").click();
  await arrive(page, "Organizations");
});

journey("choosing a language closes the menu at once, however long its words take", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer(PHONE);
  await signIn(page, sandbox);
  const letThrough = await hold(page, /\/locales\/bg-/);
  await inMenu(page, "Български");
  await button(page, "Sign out").waitFor({ state: "hidden" });
  await arrive(page, "Your membership");
  letThrough();
  await arrive(page, "Вашето членство");
});

journey("a menu that was open before the program is there stays open", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer(PHONE);
  const letThrough = await hold(page, /\.wasm$/);
  await page.goto(sandbox.url("/"));
  await page.getByRole("banner").getByRole("button").first().click();
  await action(page, "Membership").filter({ visible: true }).waitFor();
  letThrough();
  await page.waitForFunction(() => !document.getElementById("static"));
  await action(page, "Membership").filter({ visible: true }).waitFor();
});

journey("a press that began before the program was there opens the menu all the same", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer(PHONE);
  const letThrough = await hold(page, /\.wasm$/);
  await page.goto(sandbox.url("/"));
  await page.evaluate(() => document.addEventListener("app-ready", () => (globalThis.isReady = true)));
  await page.getByRole("banner").getByRole("button").first().hover();
  await page.mouse.down();
  letThrough();
  await page.waitForFunction(() => globalThis.isReady);
  await page.mouse.up();
  await page.waitForFunction(() => !document.getElementById("static"));
  await action(page, "Membership").filter({ visible: true }).waitFor();
});
