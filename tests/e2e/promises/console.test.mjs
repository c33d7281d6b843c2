// The browser's console stays empty: whoever looks there for a fault finds only faults.
import assert from "node:assert/strict";
import { REFUSED } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { NOWHERE, visitAll } from "../harness/routes.mjs";
import { speak } from "../harness/walk.mjs";

journey("no page writes anything to the console", { timeout: 180_000 }, async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer({ permits: [REFUSED] });
  const lines = [];
  context.on("console", (message) => {
    // That an address does not exist is what its answer says, and Chromium repeats it.
    if (REFUSED.test(message.text()) && message.location().url === sandbox.url(NOWHERE)) return;
    lines.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  await visitAll(page, sandbox, async (name) => assert.deepEqual(lines, [], name));
  await speak(page, "Български");
  await page.getByRole("heading", { level: 1, name: /[а-я]/ }).waitFor();
  await page.goto(sandbox.url("/"));
  await page.locator("#app").getByRole("heading", { level: 1 }).waitFor();
  assert.deepEqual(lines, [], "in Bulgarian");
});

journey("the start page describes itself, for whoever lists it", async ({ sandbox }) => {
  const html = await (await fetch(sandbox.url("/"))).text();
  assert.match(html, /<meta name="description" content="Renew your company’s membership [^"]{40,140}"/);
});
