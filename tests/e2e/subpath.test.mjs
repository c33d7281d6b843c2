// The same site built to live under a path of a host that has other things beside it.
import assert from "node:assert/strict";
import { REFUSED } from "./harness/api.mjs";
import { journey } from "./harness/journey.mjs";
import { STEPS, action, arrive, payByCard, renewTo, signIn } from "./harness/walk.mjs";

journey("under /renew-here/: the golden path, reload and a deep link", { dist: "dist-subpath", base: "/renew-here/" }, async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const outside = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin === sandbox.site && !url.pathname.startsWith("/renew-here/")) outside.push(url.pathname);
  });
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await action(page, "Start now").first().click();
  await arrive(page, "Choose an account");
  await page.getByRole("button", { name: /^Nadia Example:/ }).click();
  await arrive(page, "Your membership");
  assert.equal(new URL(page.url()).pathname, "/renew-here/membership");
  await renewTo(page, "level");
  await page.reload();
  await arrive(page, STEPS[4].heading);
  assert.equal(new URL(page.url()).pathname, "/renew-here/renew/level");
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await action(page, "Continue your renewal").click();
  await arrive(page, STEPS[4].heading);
  await page.getByRole("radio", { name: /^Advanced/ }).check();
  await page.getByRole("button", { name: "Save and continue" }).click();
  await arrive(page, STEPS[5].heading);
  await page.getByRole("radio", { name: "Card" }).check();
  await page.getByRole("button", { name: "Save and continue" }).click();
  await arrive(page, STEPS[6].heading);
  await payByCard(page, sandbox);
  assert.equal(new URL(page.url()).pathname, "/renew-here/renew/confirmation");
  assert.deepEqual(outside.filter((one) => one !== "/favicon.ico"), [], "nothing is asked for outside the path");
});

journey("under /renew-here/: the API refuses nothing the site needs when signing in again", { dist: "dist-subpath", base: "/renew-here/" }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Nadia Example", "/organizations", "Organizations");
  assert.equal(new URL(page.url()).pathname, "/renew-here/organizations");
});
