// A whole walk with an identity provider that Debian has packaged: sign in, work, come back without a question, sign out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, newPerson } from "../harness/browser.mjs";
import { RESOURCE, newPassword, startGlewlwyd } from "../harness/glewlwyd.mjs";
import { startSandbox } from "../harness/sandbox.mjs";
import { configure } from "../harness/settings.mjs";
import { watchSignIn } from "../harness/sign_in.mjs";
import { arrive, atStep, button, inMenu, renewTo } from "../harness/walk.mjs";

test("glewlwyd: sign in, work, reload, sign out", { timeout: 120_000 }, async () => {
  const provider = await startGlewlwyd();
  // Another day than the provider's, which lives in real time.
  const sandbox = await startSandbox({ issuer: provider.issuer, audience: RESOURCE, clock: "2026-12-08" });
  const browser = await launch();
  try {
    const people = { nadia: { name: "Nadia Example", password: newPassword() } };
    await provider.serve(sandbox, people);
    const { page, context, assertClean } = await newPerson(browser, { permits: [/status of 40[14]/] });
    const seen = watchSignIn(context, provider.issuer);
    await configure(page, (settings) => ({ ...settings, scope: "openid partner", authorizeParameters: { resource: RESOURCE } }));
    await page.goto(sandbox.url("/membership"));
    await page.getByLabel("Login").fill("nadia");
    await page.getByLabel("Password").fill(people.nadia.password);
    await button(page, /OK/).click();
    await page.getByLabel("Partner API").check();
    await button(page, "Grant access").click();
    await button(page, /Continue/).click();
    await arrive(page, "Your membership");
    await button(page, "Nadia Example").waitFor();
    await renewTo(page, "profile");
    await page.reload();
    // It knows who it is, and asks whether to go on.
    await button(page, /Continue/).click();
    await atStep(page, "profile");
    assert.ok(seen.authorize.every(({ searchParams }) => searchParams.get("resource") === RESOURCE));
    await inMenu(page, "Sign out");
    // Its page asks first, and does not lead back.
    await button(page, /Logout/).click();
    await page.getByText("You are disconnected").waitFor();
    await page.goto(sandbox.url("/membership"));
    await page.getByLabel("Password").waitFor();
    assertClean();
  } catch (error) {
    error.message += `\n${provider.output()}`;
    throw error;
  } finally {
    await browser.close();
    await sandbox.stop();
    await provider.stop();
  }
});
