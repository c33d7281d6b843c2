// After a sign-out nothing is left: not in this tab, not in another, not in the page that Back brings from the cache.
import assert from "node:assert/strict";
import { UNREACHABLE } from "../harness/api.mjs";
import { launch, newPerson } from "../harness/browser.mjs";
import { journey } from "../harness/journey.mjs";
import { dump } from "../harness/storage.mjs";
import { arrive, atStep, back, fillProfile, inMenu, profileValue, renewTo, saved, signIn } from "../harness/walk.mjs";

const SECRET = "Cedar Trading Example";
const COMPANY = "Cedar Example EOOD";

/** What may be left: choices that tell nothing of a person, and the count of sign-outs. */
const KEPT = /^partner-renewal\.(language|epoch|config|config-at)$/;

/** When the button of this name is pressed, by the browser's own clock: what the test does before it takes time too. */
const pressedAt = (page, name) =>
  page.evaluate(
    (name) => new Promise((resolve) => addEventListener("click", ({ target }) => target.textContent === name && resolve(Date.now()), true)),
    name,
  );

/** When none of these texts is on the page any more, by the same clock. */
const clearedAt = (tab, texts) =>
  tab.evaluate(
    (texts) =>
      new Promise((resolve) => {
        const check = () => !texts.some((text) => document.body.innerText.includes(text)) && resolve(Date.now());
        new MutationObserver(check).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        check();
      }),
    texts,
  );

for (const offline of [false, true]) {
  journey(`promise-39: sign-out clears every storage and every tab within a second${offline ? ", offline too" : ""}`, async ({ sandbox, newcomer }) => {
    const { page, context } = await newcomer({ permits: offline ? [UNREACHABLE] : [] });
    await signIn(page, sandbox);
    await renewTo(page, "profile");
    const others = [];
    for (const path of ["/membership", "/renew/profile", "/organizations"]) {
      const tab = await context.newPage();
      await tab.goto(sandbox.url(path));
      await tab.getByText(COMPANY).or(tab.getByLabel("Trading name (optional)")).filter({ visible: true }).first().waitFor();
      others.push(tab);
    }
    await page.bringToFront();
    await fillProfile(page, "Trading name (optional)", SECRET);
    await saved(page);
    // One more text is on its way to the database of each tab when the person signs out.
    await fillProfile(others[1], "Trading name (optional)", `${SECRET} 2`);
    await fillProfile(page, "Trading name (optional)", `${SECRET} 3`);
    if (offline) await context.setOffline(true);
    await page.evaluate(() => localStorage.setItem("not-ours", "kept"));
    const pressed = pressedAt(page, "Sign out");
    const cleared = others.map((tab) => clearedAt(tab, [COMPANY, "Nadia Example"]));
    await inMenu(page, "Sign out");
    const from = await pressed;
    for (const [at, tab] of others.entries()) {
      assert.ok((await cleared[at]) - from < 1_000, "within a second");
      assert.equal(await tab.locator("input").count(), 0);
    }
    if (!offline) await arrive(page, "Renew your partner membership");
    await page.waitForFunction((text) => !document.body.innerText.includes(text), COMPANY);
    const left = (await dump(offline ? page : others[0])).filter(([, key]) => !KEPT.test(key));
    assert.deepEqual(left, [["localStorage", "not-ours", "kept"]]);
  });
}

journey("promise-27: after a sign-out elsewhere the page that Back restores from the cache shows nothing", async ({ sandbox }) => {
  const browser = await launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  try {
    const person = await newPerson(browser);
    const { page } = person;
    await person.context.addInitScript(() => {
      addEventListener("pageshow", (event) => {
        if (!event.persisted) return;
        // What the first picture of the restored page holds: the app has heard the same event by then. The page may be
        // gone before there is a picture; then what it held at its end counts.
        const note = () => sessionStorage.setItem("restored", (sessionStorage.getItem("restored") ?? "") + document.body.innerText);
        requestAnimationFrame(note);
        addEventListener("pagehide", note, { once: true });
      });
    });
    await signIn(page, sandbox);
    await renewTo(page, "profile");
    await fillProfile(page, "Trading name (optional)", SECRET);
    await saved(page);
    // Away to another page of the browser, as from a bookmark; the app's page goes to the cache.
    await page.goto(`${sandbox.idp}/health`);
    await back(page);
    await atStep(page, "profile");
    const restored = await page.evaluate(() => sessionStorage.getItem("restored"));
    assert.notEqual(restored, null, "Chromium restored the page from its cache");
    assert.ok(!restored.includes("Nadia") && !restored.includes(COMPANY), restored);
    assert.equal(await profileValue(page, "Trading name (optional)"), SECRET, "and the draft is there again");

    await page.evaluate(() => sessionStorage.removeItem("restored"));
    await page.goto(`${sandbox.idp}/health`);
    const other = await person.context.newPage();
    await other.goto(sandbox.url("/membership"));
    await arrive(other, "Your membership");
    await inMenu(other, "Sign out");
    await arrive(other, "Renew your partner membership");
    await page.bringToFront();
    await back(page);
    await arrive(page, "Choose an account");
    await page.goto(sandbox.url("/"));
    const after = await page.evaluate(() => sessionStorage.getItem("restored"));
    assert.ok(!after?.includes("Nadia") && !after?.includes(COMPANY), String(after));
    person.assertClean();
  } finally {
    await browser.close();
  }
});
