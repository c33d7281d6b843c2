// Where the focus is, what the title says, and in which order things stand.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import { visitAll } from "../harness/routes.mjs";
import {
  STEPS, action, arrive, atStep, back, complete, field, focus, path, payByCard, profileField, renewTo, signIn, submit,
} from "../harness/walk.mjs";

/** The focus comes to the heading with this text. */
async function headingFocused(page, heading) {
  await arrive(page, heading);
  await page.waitForFunction(
    (text) => document.activeElement.tagName === "H1" && document.activeElement.textContent.trim() === text,
    heading,
    { timeout: 5000 },
  ).catch(() => {});
  const { tag, text } = await focus(page);
  assert.deepEqual({ tag, text }, { tag: "H1", text: heading });
}

journey("ux-1: after every change of page the focus is on its h1", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await page.getByRole("link", { name: "Organizations", exact: true }).first().click();
  await headingFocused(page, "Organizations");
  await page.getByRole("link", { name: "Your membership", exact: true }).first().click();
  await headingFocused(page, "Your membership");
  await action(page, "Renew").click();
  await headingFocused(page, STEPS[0].heading);
  for (const [index, { slug }] of STEPS.slice(0, -1).entries()) {
    await complete(page, slug);
    await headingFocused(page, STEPS[index + 1].heading);
  }
});

journey("ux-2: Back and Forward are pages like any other", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await back(page);
  await headingFocused(page, "Review your organization profile");
  await back(page);
  await headingFocused(page, "Check your requirements");
  await page.evaluate(() => history.forward());
  await headingFocused(page, "Review your organization profile");
});

journey("after Back and Forward a link leads where the address says, and Back leads back", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  const follow = async (name, heading) => {
    await page.getByRole("link", { name, exact: true }).first().click();
    await arrive(page, heading);
  };
  await follow("Organizations", "Organizations");
  await follow("Membership", "Your membership");
  await action(page, "Renew").click();
  await atStep(page, "requirements");
  await back(page);
  await arrive(page, "Your membership");
  await page.evaluate(() => void setTimeout(() => history.forward()));
  await atStep(page, "requirements");
  await follow("Membership", "Your membership");
  await page.waitForFunction(() => location.pathname.endsWith("/membership"));
  await back(page);
  await atStep(page, "requirements");
  assert.equal(path(page, sandbox), "/renew/requirements");
});

journey("ux-3: the first load leaves the focus at the start of the page", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await page.waitForLoadState("networkidle");
  assert.equal((await focus(page)).tag, "BODY");
  await signIn(page, sandbox);
  await page.reload();
  await arrive(page, "Your membership");
  await page.waitForLoadState("networkidle");
  assert.equal((await focus(page)).tag, "BODY");
});

journey("ux-4: the focus never falls to the body within the site", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  await atStep(page, "requirements");
  for (const [index, { slug }] of STEPS.slice(0, -1).entries()) {
    if (!["profile"].includes(slug)) {
      await submit(page, slug).click();
      await page.getByRole("heading", { name: "There is a problem" }).waitFor();
      assert.notEqual((await focus(page)).tag, "BODY", `${slug}: after an error`);
    }
    await complete(page, slug);
    await headingFocused(page, STEPS[index + 1].heading);
  }
});

journey("ux-5: every page has a title of its own that begins with its heading", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/status of 404/] });
  const titles = new Map();
  await visitAll(page, sandbox, async (name) => {
    if (name === "membership-continue") return;
    const heading = (await page.getByRole("heading", { level: 1 }).first().textContent()).trim();
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, `${name}: one h1`);
    await page.waitForFunction((text) => document.title.startsWith(text), heading, { timeout: 5000 }).catch(() => {});
    const title = await page.title();
    assert.ok(title.startsWith(heading), `${name}: ${title} begins with ${heading}`);
    titles.set(name, title);
  });
  assert.equal(new Set(titles.values()).size, titles.size, JSON.stringify([...titles]));
});

journey("ux-19: the Back link stands before main, and Tab goes from the skip link to it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const link = page.getByRole("link", { name: "Back", exact: true });
  const before = await link.evaluate(
    (element) => Boolean(element.compareDocumentPosition(document.querySelector("main")) & Node.DOCUMENT_POSITION_FOLLOWING),
  );
  assert.equal(before, true, "Back precedes main");
  assert.equal(await page.locator("main").getByRole("link", { name: "Back", exact: true }).count(), 0);
});

journey("ux-97: the skip link is the first stop and moves the focus to main", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await page.reload();
  await arrive(page, "Your membership");
  await page.keyboard.press("Tab");
  assert.match((await focus(page)).text, /^Skip to/);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.closest("main") !== null);
});

/** Chooses a country whose rules stay on the way until `release` is called. */
async function chooseLater(page, country) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(new RegExp(`/v1/reference/countries/${country}$`), async (route) => {
    await released;
    await route.continue();
  });
  await (await profileField(page, "Country")).selectOption(country);
  return release;
}

for (const name of ["City", "Postcode"]) {
  journey(`ux-48: the rules of a new country come while someone types in ${name}: element, focus, caret and keys stay`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer();
    await signIn(page, sandbox);
    await renewTo(page, "profile");
    // Put before the city in Bulgaria, behind it and the state in the United States.
    const release = await chooseLater(page, "US");
    const typed = field(page, name);
    const element = await typed.elementHandle();
    await typed.fill("");
    await page.keyboard.type("12345");
    release();
    await page.keyboard.type("67", { delay: 20 });
    await field(page, /ZIP code/i).waitFor();
    await page.keyboard.type("89");
    assert.equal(await element.evaluate((one) => one.isConnected && one === document.activeElement), true, "the same element has the focus");
    assert.equal(await element.evaluate((one) => one.value), "123456789");
    const order = await page.locator("main input").evaluateAll((inputs) => inputs.map((input) => input.id));
    const address = order.filter((id) => ["city", "region", "postalCode"].includes(id));
    assert.deepEqual(address, ["city", "region", "postalCode"]);
  });
}

journey("ux-22: Back after paying shows what is paid and no way to pay again", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payByCard(page, sandbox);
  await back(page);
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Pay / }).count(), 0);
});

journey("ux-32 ux-33: Step n of 7 is one text, and the list of steps has one current item and leads back to those that are done", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  for (const [index, { slug }] of STEPS.entries()) {
    await atStep(page, slug);
    const line = page.getByText(`Step ${index + 1} of 7`, { exact: true });
    await line.first().waitFor();
    const near = await line.first().evaluate((element) => {
      const heading = document.querySelector("h1").getBoundingClientRect();
      return Math.abs(element.getBoundingClientRect().bottom - heading.top);
    });
    assert.ok(near < 120, `${slug}: near the heading (${near} px)`);
    // Beside the last step stands the order.
    if (index + 1 === STEPS.length) break;
    const list = await page.locator("ol", { has: page.locator("[aria-current]") }).evaluate((ol) => ({
      items: ol.children.length,
      current: [...ol.children].filter((item) => item.matches("[aria-current]")).length,
      position: [...ol.children].findIndex((item) => item.matches("[aria-current]")),
      done: [...ol.children].filter((item) => /(?<!not )completed$/.test(item.textContent.trim())).length,
      toDo: [...ol.children].filter((item) => /not completed$/.test(item.textContent.trim())).length,
      links: ol.querySelectorAll("a, button").length,
    }));
    assert.deepEqual(list, { items: 7, current: 1, position: index, done: index, toDo: 6 - index, links: index }, slug);
    await complete(page, slug);
  }
});

journey("ux-48: changing the country keeps the focus and the address", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  const country = await profileField(page, "Country");
  await country.focus();
  const before = page.url();
  await country.selectOption("US");
  await field(page, /ZIP code/i).waitFor();
  assert.equal(page.url(), before);
  assert.equal(await country.evaluate((element) => element === document.activeElement), true);
});
