// What is delivered is what was built, and a new build under an open tab does not break it.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { assertAccessible } from "../harness/axe.mjs";
import { launch } from "../harness/browser.mjs";
import { deployment } from "../harness/builds.mjs";
import { journey } from "../harness/journey.mjs";
import { ROOT, startSandbox } from "../harness/sandbox.mjs";
import {
  arrive, atStep, button, complete, fillProfile, payByCard, profileValue, renewTo, saved, signIn, speak,
} from "../harness/walk.mjs";

/** What the browser says about a file that is not the one that was built. */
const DAMAGED = /integrity|Failed to fetch|ERR_FAILED|hash|import/i;

for (const [what, name] of [["script", /\/app-[0-9a-f]+\.js$/], ["program", /_bg\.wasm$/], ["boot script", /\/boot-[0-9a-f]+\.js$/]]) {
  journey(`promise-53: one byte of the ${what} changed on its way leads to a page that explains it`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ permits: [DAMAGED] });
    await page.route(name, async (route) => {
      const answer = await route.fetch();
      const body = Buffer.from(await answer.body());
      // The last byte of a script may be a line break, that of a program anything.
      body[body.length - 2] ^= 1;
      await route.fulfill({ response: answer, body });
    });
    await page.goto(sandbox.url("/membership"));
    await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
    await page.getByText("arrived damaged", { exact: false }).waitFor();
    assert.equal(await page.getByRole("heading", { level: 1, name: "Your membership" }).count(), 0, "nothing of it ran");
    await page.unrouteAll();
    await button(page, "Reload").click();
    await arrive(page, "Choose an account");
  });
}

journey("promise-53: a script that the page does not name by its content does not run", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [DAMAGED] });
  await page.route(sandbox.url("/"), async (route) => {
    const answer = await route.fetch();
    const named = /(<script type="module" src="boot-[^"]+") integrity="[^"]+"/;
    const html = await answer.text();
    assert.match(html, named);
    await route.fulfill({ response: answer, body: html.replace(named, "$1") });
  });
  const refused = page.waitForEvent("requestfailed", (request) => /\/boot-/.test(request.url()));
  await page.goto(sandbox.url("/"));
  assert.equal((await refused).failure().errorText, "integrity");
  await page.getByRole("heading", { level: 1, name: "Renew your partner membership" }).waitFor();
  assert.equal(await page.locator("#app").isVisible(), false);
});

for (const [what, name] of [["every script", /\.js$/], ["the styles", /\.css$/]]) {
  for (const path of ["/", "/membership"]) {
    journey(`promise-53: something on the way rewrites ${what}: ${path} says so and names who helps`, async ({ sandbox, newcomer }) => {
      const { page } = await newcomer({ permits: [DAMAGED] });
      await page.route(name, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: `${await answer.text()}\n` });
      });
      await page.goto(sandbox.url(path));
      await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
      await page.getByText("something changed it on its way", { exact: false }).waitFor();
      await page.getByRole("link", { name: "help@partner-program.example" }).waitFor();
      assert.equal(await page.locator("#app").isVisible(), false);
      assert.equal(await page.getByRole("heading", { name: "Seven short steps" }).isVisible(), path === "/", "it would be the wrong page");
      for (const other of ["no connection", "takes longer than usual", "settings of this site"]) {
        assert.equal(await page.getByText(other, { exact: false }).isVisible(), false, other);
      }
      await page.unrouteAll();
      // The start page has its heading before it is loaded again, too.
      await Promise.all([page.waitForEvent("load"), button(page, "Reload").click()]);
      await arrive(page, path === "/" ? "Renew your partner membership" : "Choose an account");
      assert.equal(await page.getByRole("heading", { name: "This page could not be loaded" }).isVisible(), false);
    });
  }
}

// Not journeys: those fail on any violation of the policy.
for (const path of ["/", "/membership"]) {
  test(`promise-53: a first script that the policy does not name does not run, and ${path} works without it`, { timeout: 60_000 }, async () => {
    await withChangedPage((html) => html.replace("globalThis.__boot", "globalThis.changed||globalThis.__boot"), async ({ page, sandbox }) => {
      await page.goto(sandbox.url(path));
      if (path === "/") await page.getByRole("link", { name: "Start now" }).click();
      await arrive(page, "Choose an account");
    });
  });

  test(`promise-53: where none of its scripts runs, ${path} says so and names who helps`, { timeout: 60_000 }, async () => {
    const change = (html) => html.replace("globalThis.__boot", "globalThis.changed||globalThis.__boot").replaceAll('integrity="sha256-', 'integrity="sha256-AA');
    await withChangedPage(change, async ({ page, sandbox, mend }) => {
      await page.goto(sandbox.url(path));
      await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
      await page.getByText("something changed it on its way", { exact: false }).waitFor();
      await page.getByRole("link", { name: "help@partner-program.example" }).waitFor();
      assert.equal(await page.locator("#start").isVisible(), false, "it may be the wrong page");
      mend();
      await button(page, "Reload").click();
      await page.waitForURL((url) => url.href === `${sandbox.url(path)}?`);
      await arrive(page, path === "/" ? "Renew your partner membership" : "Choose an account");
    });
  });
}

/** A browser at a site whose start document is changed on its way, until `mend` is called. */
async function withChangedPage(change, body) {
  const build = mkdtempSync(join(tmpdir(), "renewal-changed-"));
  cpSync(join(ROOT, process.env.E2E_DIST ?? "dist"), build, { recursive: true });
  for (const ending of [".br", ".gz"]) rmSync(join(build, `index.html${ending}`));
  const html = readFileSync(join(build, "index.html"), "utf8");
  assert.notEqual(change(html), html);
  writeFileSync(join(build, "index.html"), change(html));
  const sandbox = await startSandbox({ dist: build });
  const browser = await launch();
  try {
    const page = await browser.newPage({ locale: "en-GB" });
    await body({ page, sandbox, mend: () => writeFileSync(join(build, "index.html"), html) });
  } finally {
    await browser.close();
    await sandbox.stop();
    rmSync(build, { recursive: true, force: true });
  }
}

test("promise-53: no answer of the site may be changed on its way", async () => {
  const sandbox = await startSandbox();
  try {
    const page = await fetch(sandbox.url("/"));
    const named = [...(await page.text()).matchAll(/(?:src|href|data-wasm)="([^"]+\.(?:js|css|wasm))"/g)].map((match) => match[1]);
    assert.ok(named.length >= 5, `scripts, styles and program: ${named}`);
    const { files } = await (await fetch(sandbox.url("/version.json"))).json();
    assert.deepEqual(named.filter((name) => !files.includes(name)), [], "each is one of the build");
    assert.ok(files.filter((name) => name.endsWith(".wasm")).length >= 4, `all parts of the program: ${files}`);
    for (const path of ["", "membership", "config.json", ...files]) {
      const answer = await fetch(sandbox.url(`/${path}`));
      assert.match(answer.headers.get("cache-control"), /\bno-transform\b/, path);
    }
  } finally {
    await sandbox.stop();
  }
});

const updateNotice = (page) => page.getByText("A newer version is ready.", { exact: false });
/** The person comes back to the tab. */
const refocus = async (page) => {
  const asked = page.waitForResponse(/\/version\.json$/);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await asked;
};

const builds = [];
const served = () => {
  const made = deployment();
  builds.push(made);
  return made;
};
test.after(() => builds.forEach((made) => made.remove()));

const first = served();
journey("promise-54: a new build under an open tab: it goes on, is told at a calm moment, and reloads into the new one with what was typed", { dist: first.served, timeout: 180_000 }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await refocus(page);
  assert.equal(await updateNotice(page).isVisible(), false, "nothing new yet");

  const { version, older } = first.deploy();
  assert.ok(older.length >= 3, "the program and the words have other names");
  for (const name of older) {
    const answer = await fetch(sandbox.url(`/${name}`));
    assert.equal(answer.status, 200, `${name} is still there`);
    assert.match(answer.headers.get("cache-control"), /immutable/);
  }
  await refocus(page);
  await updateNotice(page).waitFor();
  await assertAccessible(page, "told of a newer version");

  // The open tab goes on with its own files, words that it had not loaded among them.
  await speak(page, "Български");
  await page.getByText("Има по-нова версия.", { exact: false }).waitFor();
  await speak(page, "English");
  await fillProfile(page, "Trading name (optional)", "Cedar Trading Example");
  await saved(page);
  await button(page, "Reload").click();
  await atStep(page, "profile");
  await page.waitForFunction((wanted) => document.querySelector("script[data-version]").dataset.version === wanted, version);
  assert.equal(await profileValue(page, "Trading name (optional)"), "Cedar Trading Example");
  await refocus(page);
  assert.equal(await updateNotice(page).isVisible(), false);
});

const second = served();
journey("promise-54: nobody is asked to reload while paying, or while something is being sent", { dist: second.served, timeout: 180_000 }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "level");
  second.deploy();
  await refocus(page);
  await updateNotice(page).waitFor();

  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route(/\/v1\/renewals\/[^/]+\/level$/, async (route) => {
    await held;
    await route.fallback();
  });
  const done = complete(page, "level");
  await updateNotice(page).waitFor({ state: "hidden" });
  go();
  await done;
  assert.equal(await updateNotice(page).isVisible(), false, "on the page of the payment method");
  await complete(page, "payment");
  assert.equal(await updateNotice(page).isVisible(), false, "on the page that pays");
  await payByCard(page, sandbox);
});
