// The page of all components, from the build that has it (scripts/styles.sh --test).
import assert from "node:assert/strict";
import { axeFindings } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";

for (const colorScheme of ["light", "dark"]) {
  journey(`the page of all components is there and accessible, ${colorScheme}`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ colorScheme, permits: [/status of 404/] });
    await page.goto(sandbox.url("/__styles"));
    // Not `arrive`: a form that is busy is one of the components.
    await page.getByRole("heading", { level: 1, name: "All components" }).waitFor();
    assert.equal(await page.locator(".plaque").count(), 10, "each standing of a membership");
    assert.equal(await page.locator(".level").count(), 3);
    assert.ok((await page.locator(".problem").count()) >= 3);
    // Of what stands here more than once, each page has one.
    const findings = (await axeFindings(page)).filter(({ rule }) => rule !== "landmark-unique");
    assert.deepEqual(findings, []);
  });
}
