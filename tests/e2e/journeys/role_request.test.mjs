// Asking for the role that renews: a colleague asks, and whoever holds it offers it or declines.
import assert from "node:assert/strict";
import { countRequests } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { action, arrive, button, secondClick, signIn } from "../harness/walk.mjs";

async function organizations(page, sandbox) {
  await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
}

/** Oleg asks for the role. */
async function ask(newcomer, sandbox) {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Oleg Example");
  await action(page, "Ask them to renew").click();
  await arrive(page, "Organizations");
  const sent = countRequests(page, "POST", /\/role-requests$/);
  const asking = button(page, "Ask for the role");
  const place = await asking.boundingBox();
  await asking.click();
  const asked = page.getByText(/^You asked for the role on .*2026.*\. It waits for an answer\.$/);
  await asked.waitFor();
  // The answer may be here before the second click of a double click, which then finds another button in the same place.
  await secondClick(page, place, "Take the request back");
  assert.equal(sent.length, 1, "a second click sends nothing");
  return page;
}

journey("a colleague asks for the role, it is offered on the page of people, and accepted", async ({ sandbox, newcomer }) => {
  const oleg = await ask(newcomer, sandbox);
  await assertAccessible(oleg, "a request for the role");

  const { page } = await newcomer();
  await signIn(page, sandbox, "Nadia Example");
  // Whoever holds the role reads of it on the first page.
  await page.getByText("Oleg Example asks for your role", { exact: true }).waitFor();
  await assertAccessible(page, "a request, told beside the membership");
  await organizations(page, sandbox);
  await page.getByText("Oleg Example asks for your role", { exact: true }).waitFor();
  await action(page, "Answer the request").click();
  await arrive(page, "People");
  await page.getByRole("heading", { name: "Oleg Example asks for your role" }).waitFor();
  await assertAccessible(page, "a request that waits for its answer");
  await button(page, "Offer your role to Oleg Example").click();
  const dialog = page.getByRole("dialog", { name: "Offer your role to Oleg Example?" });
  await dialog.waitFor();
  await assertAccessible(page, "a question before the role is offered");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await button(page, "Offer your role to Oleg Example").click();
  await dialog.getByRole("button", { name: "Offer the role" }).click();
  await page.getByText("You have offered your role to Oleg Example. Until it is accepted nothing changes.").waitFor();
  assert.equal(await page.getByRole("heading", { name: "Oleg Example asks for your role" }).count(), 0);
  await page.getByRole("heading", { name: "You have offered your role to Oleg Example" }).waitFor();
  await button(page, "Take the offer back").waitFor();
  await assertAccessible(page, "an offer that waits for its answer");

  await organizations(oleg, sandbox);
  await oleg.getByRole("heading", { name: "Nadia Example offers you their role" }).waitFor();
  await button(oleg, "Accept the role").click();
  await oleg.getByText("You are the Primary Program Contact, who renews the membership.").waitFor();
});

journey("a request is declined, and the colleague reads from when they can ask again", async ({ sandbox, newcomer }) => {
  const oleg = await ask(newcomer, sandbox);
  const { page } = await newcomer();
  await signIn(page, sandbox, "Nadia Example", "/organizations/org-cedar/people", "People");
  await button(page, "Decline Oleg Example").click();
  await page.getByText("You declined the request of Oleg Example.").waitFor();
  await page.waitForFunction(() => document.activeElement.id === "done");
  await organizations(oleg, sandbox);
  await oleg.getByText(/^Your request was declined or taken back\. You can ask again from .*2026/).waitFor();
  assert.equal(await button(oleg, "Ask for the role").count(), 0);
});

journey("a request is taken back by who asked", async ({ sandbox, newcomer }) => {
  const oleg = await ask(newcomer, sandbox);
  await button(oleg, "Take the request back").click();
  await oleg.getByText(/^Your request was declined or taken back\./).waitFor();
  const { page } = await newcomer();
  await signIn(page, sandbox, "Nadia Example", "/organizations/org-cedar/people", "People");
  assert.equal(await page.getByRole("heading", { name: "Oleg Example asks for your role" }).count(), 0);
});
