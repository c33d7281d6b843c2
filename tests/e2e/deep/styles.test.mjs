// The page of all components, from the build that has it (scripts/test-styles.sh).
import assert from "node:assert/strict";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { arrive } from "../harness/walk.mjs";

for (const colorScheme of ["light", "dark"]) {
  journey(`the page of all components is there and accessible, ${colorScheme}`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ colorScheme });
    await page.goto(sandbox.url("/__styles"));
    await arrive(page, "All components");
    assert.equal(await page.locator(".plaque").count(), 10, "each standing of a membership");
    assert.equal(await page.locator(".level").count(), 3);
    assert.ok((await page.locator(".problem").count()) >= 3);
    await assertAccessible(page, `all components, ${colorScheme}`);
  });
}
