// The part of the program that is downloaded when it is needed: when it is asked for, and what is said where it does not
// arrive.
import assert from "node:assert/strict";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { action, arrive, atStep, button, fillProfile, heading, profileValue, renewTo, saved, signIn, speak } from "../harness/walk.mjs";

const PART = /\/lazy-[0-9a-f]+\.wasm$/;
/** The words of the later parts, which come with the first of them. */
const WORDS = /\/later-en-[0-9a-f]+\.json$/;
/** What the browser says about a file that it does not get, or not as it was built. */
const LOST = /integrity|Failed to fetch|Failed to load resource|ERR_/i;

/** Each way in which the part may not arrive. */
const LOSSES = {
  "is not there any more": (route) => route.fulfill({ status: 404, contentType: "text/plain", body: "gone" }),
  "is changed on its way": async (route) => {
    const answer = await route.fetch();
    const body = Buffer.from(await answer.body());
    body[body.length - 2] ^= 1;
    await route.fulfill({ response: answer, body });
  },
  "is a page of a proxy": (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<p>Please sign in to the network" }),
  "is cut off": (route) => route.abort("connectionreset"),
};

for (const [what, lose] of Object.entries(LOSSES)) {
  journey(`promise-68: a part of the program that ${what} is told, and the page opens when it is asked for again`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ permits: [LOST] });
    await page.route(PART, lose);
    await signIn(page, sandbox);
    await page.getByRole("link", { name: "Organizations", exact: true }).click();
    await page.getByRole("alert").getByText("Part of this site did not arrive.").waitFor();
    await assertAccessible(page, "a part of the program did not arrive");
    await button(page, "Try again").click();
    await page.getByRole("alert").getByText("Part of this site did not arrive.").waitFor();
    await page.unrouteAll();
    await button(page, "Try again").click();
    await arrive(page, "Organizations");
  });
}

/** Opens a page of the part that is lost, reads so, and opens it once more when the part is there again. */
async function openAgain(page, sandbox) {
  await signIn(page, sandbox);
  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  await page.getByRole("alert").getByText("Part of this site did not arrive.").waitFor();
  await page.unrouteAll();
  await button(page, "Try again").click();
  await arrive(page, "Organizations");
}

for (const [what, lose] of Object.entries(LOSSES)) {
  journey(`promise-68: a part is not shown without its words, where their file ${what}`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ permits: [LOST] });
    await page.route(WORDS, lose);
    await openAgain(page, sandbox);
    await page.getByText("Cedar Example EOOD").first().waitFor();
  });
}

for (const [what, files] of Object.entries({ "a part": PART, "the words of a part": WORDS })) {
  journey(`promise-68: ${what} that never comes is told after a minute, and asked for again`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ permits: [LOST] });
    // The minute is a second here.
    await page.addInitScript(() => {
      const after = AbortSignal.timeout;
      AbortSignal.timeout = (ms) => after.call(AbortSignal, ms === 60_000 ? 1_000 : ms);
    });
    await page.route(files, () => {});
    await openAgain(page, sandbox);
  });
}

journey("a language that is chosen while a part comes has all its words", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  let give;
  const held = new Promise((resolve) => (give = resolve));
  await page.route(WORDS, async (route) => {
    await held;
    await route.continue();
  });
  await signIn(page, sandbox);
  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  await speak(page, "Български");
  give();
  await page.getByRole("heading", { level: 1, name: "Организации" }).waitFor();
  await page.getByRole("heading", { name: "Лица за контакт", exact: true }).waitFor();
  await speak(page, "English");
  await arrive(page, "Organizations");
  await page.getByRole("heading", { name: "Contacts", exact: true }).waitFor();
});

journey("promise-68: Renew says that a part did not arrive, and leads on when it is pressed again", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [LOST] });
  await page.route(PART, LOSSES["is not there any more"]);
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  await page.getByText("Part of this site did not arrive.").waitFor();
  await assertAccessible(page, "Renew without its part of the program");
  await page.unrouteAll();
  await action(page, "Renew").click();
  await atStep(page, "requirements");
});

journey("promise-68: what was typed is untouched by a part that does not arrive, also when the page is loaded again", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [LOST] });
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await fillProfile(page, "Trading name (optional)", "Kept Trading");
  await saved(page);
  await context.route(PART, LOSSES["is not there any more"]);
  await page.reload();
  await page.getByRole("alert").getByText("Part of this site did not arrive.").waitFor();
  await heading(page, "Review your organization profile").waitFor();
  await context.unrouteAll();
  await button(page, "Reload the page").click();
  await atStep(page, "profile");
  assert.equal(await profileValue(page, "Trading name (optional)"), "Kept Trading");
});

journey("promise-68: without a network the page says so, and opens when it is back", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [LOST] });
  await page.route(PART, LOSSES["is cut off"]);
  await signIn(page, sandbox);
  await page.unrouteAll();
  await context.setOffline(true);
  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  await page.getByRole("alert").getByText("There is no connection", { exact: false }).waitFor();
  await context.setOffline(false);
  await button(page, "Try again").click();
  await arrive(page, "Organizations");
});

/** The part is in the page's list of what it has fetched. */
const arrived = (page) =>
  page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /\/lazy-[0-9a-f]+\.wasm(#|$)/.test(name)));

journey("the part is fetched while the membership page is read, and at once where a step is asked for", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const asked = [];
  page.on("request", (request) => PART.test(request.url()) && asked.push(new URL(page.url()).pathname));
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await signIn(page, sandbox);
  await arrived(page);
  assert.deepEqual(asked, ["/membership"], "nothing before the membership page is there");

  const other = await newcomer();
  const ahead = [];
  other.page.on("request", (request) => PART.test(request.url()) && ahead.push(new URL(other.page.url()).pathname));
  await signIn(other.page, sandbox, "Nadia Example", "/competencies", "Manage competencies");
  assert.ok(ahead.includes("/sign-in/callback") || ahead.includes("/competencies"), `asked for at ${ahead}`);
});
