// Handing over the role of the Primary Program Contact, with the consent of both.
import assert from "node:assert/strict";
import { REFUSED } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { action, arrive, renewTo, signIn, walk } from "../harness/walk.mjs";

const OFFER = "Offer your role to Oleg Example";

async function organizations(page, sandbox) {
  await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
}

journey("the role is offered and accepted, and the renewal that was begun goes on with the successor", async ({ sandbox, newcomer }) => {
  const nadia = await newcomer();
  await signIn(nadia.page, sandbox);
  await renewTo(nadia.page, "location");
  await organizations(nadia.page, sandbox);
  assert.equal(await action(nadia.page, /^Offer your role to/).count(), 1, "to somebody with an account only");
  await action(nadia.page, OFFER).click();
  const dialog = nadia.page.getByRole("dialog", { name: "Offer your role to Oleg Example?" });
  await dialog.waitFor();
  await nadia.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await action(nadia.page, OFFER).click();
  await dialog.getByRole("button", { name: "Offer the role" }).click();
  await nadia.page.getByRole("heading", { name: "You have offered your role to Oleg Example" }).waitFor();
  await nadia.page.waitForFunction(() => document.activeElement.localName === "h1");
  await assertAccessible(nadia.page, "an offer that was given");

  const oleg = await newcomer();
  await signIn(oleg.page, sandbox, "Oleg Example");
  await oleg.page.getByText("Nadia Example offers you this role. Accept it under Organizations.").waitFor();
  await organizations(oleg.page, sandbox);
  await oleg.page.getByRole("heading", { name: "Nadia Example offers you their role" }).waitFor();
  await assertAccessible(oleg.page, "an offer that was received");
  await action(oleg.page, "Accept the role").click();
  await oleg.page.getByText("You are the Primary Program Contact, who renews the membership.").waitFor();
  await oleg.page.goto(sandbox.url("/membership"));
  await arrive(oleg.page, "Your membership");
  await action(oleg.page, "Continue your renewal").click();
  await walk(oleg.page, "location", "payment");

  // Whoever has given the role away may not go on, and is told who renews.
  await nadia.page.goto(sandbox.url("/membership"));
  await arrive(nadia.page, "Your membership");
  await nadia.page.getByText("Only the Primary Program Contact may renew.").waitFor();
  await nadia.page.getByRole("link", { name: "oleg@cedar.example" }).waitFor();
  assert.equal(await action(nadia.page, "Continue your renewal").count(), 0);
});

journey("an offer is taken back, or declined, and then it cannot be accepted", async ({ sandbox, newcomer }) => {
  const nadia = await newcomer();
  await signIn(nadia.page, sandbox);
  await organizations(nadia.page, sandbox);
  const give = async () => {
    await action(nadia.page, OFFER).click();
    await nadia.page.getByRole("button", { name: "Offer the role" }).click();
    await nadia.page.getByRole("heading", { name: "You have offered your role to Oleg Example" }).waitFor();
  };
  await give();
  const oleg = await newcomer({ permits: [REFUSED] });
  await signIn(oleg.page, sandbox, "Oleg Example");
  await organizations(oleg.page, sandbox);
  const asked = oleg.page.getByRole("heading", { name: "Nadia Example offers you their role" });
  await asked.waitFor();
  await action(nadia.page, "Take the offer back").click();
  await nadia.page.getByRole("heading", { name: "You have offered your role to Oleg Example" }).waitFor({ state: "hidden" });
  await action(oleg.page, "Accept the role").click();
  await oleg.page.getByText("The role is not offered to you any more.").waitFor();
  await asked.waitFor({ state: "hidden" });

  await give();
  await organizations(oleg.page, sandbox);
  await asked.waitFor();
  await action(oleg.page, "Decline").click();
  await asked.waitFor({ state: "hidden" });
  await organizations(nadia.page, sandbox);
  await action(nadia.page, OFFER).waitFor();
});
