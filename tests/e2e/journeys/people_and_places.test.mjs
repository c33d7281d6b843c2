// Contacts and locations of an organization: inviting, changing, removing; adding, changing, closing.
import assert from "node:assert/strict";
import { REFUSED } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { action, arrive, button, field, heading, signIn } from "../harness/walk.mjs";

const PEOPLE = "/organizations/org-cedar/people";
const LOCATIONS = "/organizations/org-cedar/locations";

/** What says that something is done has the focus. */
async function done(page, text) {
  await page.getByRole("main").getByText(text, { exact: true }).waitFor();
  await page.waitForFunction((said) => document.activeElement.textContent === said, text);
}

journey("somebody is invited, gets other roles and is removed", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Nadia Example", "/organizations", "Organizations");
  await action(page, "Invite and change people").click();
  await arrive(page, "People");
  await button(page, "Invite somebody").click();
  await page.waitForFunction(() => document.activeElement.id === "contact-name");
  await button(page, "Send the invitation").click();
  const summary = page.getByRole("group", { name: "There is a problem" });
  await summary.getByRole("link", { name: "Select at least one role" }).waitFor();
  assert.equal(await summary.getByRole("link").count(), 3);
  await assertAccessible(page, "an invitation with errors");
  await field(page, "Full name").fill("Ida Example");
  await field(page, "Email address").fill("ida@cedar.example");
  await field(page, "Technical contact").check();
  await button(page, "Send the invitation").click();
  await done(page, "Ida Example is invited. They have the role when they sign in.");
  await page.getByText("Invited, not here yet").waitFor();
  await assertAccessible(page, "somebody is invited");
  await button(page, "Invite again Ida Example").click();
  await done(page, "Ida Example is invited again.");

  await button(page, "Change roles Ida Example").click();
  await page.getByRole("group", { name: "Roles of Ida Example" }).getByLabel("Executive contact").check();
  await assertAccessible(page, "the roles of a contact");
  await button(page, "Save the roles").click();
  await done(page, "The roles of Ida Example are saved.");
  // Now Nadia need not be the executive any more.
  await button(page, "Change roles Nadia Example").click();
  await page.getByRole("group", { name: "Roles of Nadia Example" }).getByLabel("Executive contact").uncheck();
  await button(page, "Save the roles").click();
  await done(page, "The roles of Nadia Example are saved.");
  await button(page, "Change roles Ida Example").click();
  await page.getByText("Nobody else has this role. Give it to somebody else first.").waitFor();
  await button(page, "Cancel").click();
  await page.waitForFunction(() => document.activeElement.textContent.trim() === "Change roles Ida Example");

  await button(page, "Remove Mira Example").click();
  const dialog = page.getByRole("dialog", { name: "Remove Mira Example?" });
  await dialog.waitFor();
  await assertAccessible(page, "a question before somebody is removed");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await button(page, "Remove Mira Example").click();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await done(page, "Mira Example is removed.");
  assert.equal(await page.getByText("mira@cedar.example").count(), 0);
  await page.reload();
  await arrive(page, "People");
  await page.getByText("ida@cedar.example").waitFor();
  assert.equal(await page.getByText("mira@cedar.example").count(), 0);
});

journey("names in any script, with signs and as long as they may be are taken, isolated, and fit a small screen", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ viewport: { width: 320, height: 700 } });
  await signIn(page, sandbox, "Nadia Example", PEOPLE, "People");
  const names = ["مثال الاختبار", "דוגמה לבדיקה", "Example 🌲👩‍🔧", `Example ${"x".repeat(192)}`];
  for (const [number, name] of names.entries()) {
    await button(page, "Invite somebody").click();
    await field(page, "Full name").fill(name);
    await field(page, "Email address").fill(`name${number}@cedar.example`);
    await field(page, "Technical contact").check();
    await button(page, "Send the invitation").click();
    // In a sentence of the other direction a name is isolated by signs that nobody sees.
    const told = page.getByRole("main").getByText(/ is invited\. They have the role when they sign in\.$/);
    await told.filter({ hasText: name }).waitFor();
  }
  await page.reload();
  await arrive(page, "People");
  for (const name of names) {
    await page.getByRole("main").locator("bdi", { hasText: name }).first().waitFor();
  }
  await button(page, `Remove ${names[3]}`).click();
  await page.getByRole("dialog").waitFor();
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.equal(await sideways(), 0, "the question before somebody is removed");
  await assertAccessible(page, "a question about a long name");
  await page.keyboard.press("Escape");
  assert.equal(await sideways(), 0);
});

journey("a question that is left with Escape is over: the page asks again when it is shown again", async ({ sandbox, newcomer }) => {
  const [here, there] = [(await newcomer()).page, (await newcomer()).page];
  for (const page of [here, there]) await signIn(page, sandbox, "Nadia Example", PEOPLE, "People");
  await button(here, "Remove Mira Example").click();
  await here.getByRole("dialog", { name: "Remove Mira Example?" }).waitFor();
  await here.keyboard.press("Escape");
  await here.getByRole("dialog").waitFor({ state: "hidden" });

  await button(there, "Change roles Oleg Example").click();
  await there.getByRole("group", { name: "Roles of Oleg Example" }).getByLabel("Executive contact").check();
  await button(there, "Save the roles").click();
  await done(there, "The roles of Oleg Example are saved.");
  const oleg = here.locator(".person", { hasText: "Oleg Example" });
  assert.equal(await oleg.getByText("Executive contact").count(), 0);
  await here.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await oleg.getByText("Executive contact").waitFor();
});

journey("a branch is added by the rules of its country, changed and closed", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Nadia Example", LOCATIONS, "Locations");
  await button(page, "Add a branch").click();
  await page.waitForFunction(() => document.activeElement.id === "branch-name");
  await field(page, "Name of the location").fill("Dublin office");
  await field(page, "Country").selectOption("IE");
  await field(page, "Address line 1").fill("3 Example Quay");
  await field(page, "City").fill("Dublin");
  await field(page, /^Eircode/).fill("nonsense");
  await button(page, "Add the branch").click();
  await page.getByRole("group", { name: "There is a problem" }).getByRole("link", { name: /^Eircode: use a format like/ }).waitFor();
  await assertAccessible(page, "a branch with an error");
  await field(page, /^Eircode/).fill("d02 x285");
  await button(page, "Add the branch").click();
  await done(page, "Dublin office is added.");
  await page.getByText("3 Example Quay, Dublin, D02X285").waitFor();

  await button(page, "Change Dublin office").click();
  assert.equal(await field(page, "City").inputValue(), "Dublin");
  await field(page, "Address line 1").fill("4 Example Quay");
  await button(page, "Save the location").click();
  await done(page, "Dublin office is saved.");
  await button(page, "Close Dublin office").click();
  await page.getByRole("dialog", { name: "Close Dublin office?" }).getByRole("button", { name: "Close the location" }).click();
  await done(page, "Dublin office is closed.");
  assert.equal(await page.getByText("Dublin office", { exact: true }).count(), 0);
});

journey("a colleague sees people and locations, changes none, and a stranger sees nothing", async ({ sandbox, newcomer }) => {
  const oleg = await newcomer();
  await signIn(oleg.page, sandbox, "Oleg Example", PEOPLE, "People");
  await oleg.page.getByText("The Primary Program Contact can change them.", { exact: false }).waitFor();
  assert.equal(await button(oleg.page, /./).filter({ hasText: /Invite|Remove|Change/ }).count(), 0);
  await oleg.page.goto(sandbox.url(LOCATIONS));
  await arrive(oleg.page, "Locations");
  await oleg.page.getByText("Cedar Example EOOD, Vienna branch").waitFor();
  assert.equal(await button(oleg.page, /^(Add|Change|Close)/).count(), 0);
  await assertAccessible(oleg.page, "locations for a colleague");

  const ines = await newcomer({ permits: [REFUSED] });
  await signIn(ines.page, sandbox, "Dora Example", PEOPLE, "People");
  await ines.page.getByText("This does not exist, or it is not yours to see.").waitFor();
});

journey("a membership centre that does not arrive is told, and opens when it is asked for again", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/ERR_|Failed to load resource|Failed to fetch/] });
  await page.route(/\/centre-[0-9a-f]+\.wasm$/, (route) => route.abort("connectionreset"));
  await signIn(page, sandbox);
  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  await page.getByRole("alert").getByText("Part of this site did not arrive.").waitFor();
  assert.equal(await heading(page, "Organizations").count(), 1, "the page has its heading and its way back");
  await page.unrouteAll();
  await button(page, "Try again").click();
  await page.getByText("You are the Primary Program Contact, who renews the membership.").waitFor();
});
