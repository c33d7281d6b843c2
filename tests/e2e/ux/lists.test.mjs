// Lists that are longer than anyone reads at once.
import assert from "node:assert/strict";
import { withoutEarlyAnswers } from "../harness/api.mjs";
import { assertAccessible } from "../harness/axe.mjs";
import { journey } from "../harness/journey.mjs";
import { arrive, atStep, renewTo, saved, signIn, submit } from "../harness/walk.mjs";

/** The list of locations begins with so many more of them. */
async function addLocations(page, count) {
  await withoutEarlyAnswers(page);
  await page.route(/\/v1\/organizations\/[^/]+\/locations$/, async (route) => {
    const response = await route.fetch();
    const { locations } = await response.json();
    const more = Array.from({ length: count }, (_, i) => ({ ...locations[0], id: `loc-more-${i}`, name: `Branch ${i + 1}` }));
    await route.fulfill({ response, json: { locations: [...more, ...locations] } });
  });
}

const more = (page, count) => page.locator("summary", { hasText: new RegExp(`^Show ${count} more$`) });
const radios = (page) => page.getByRole("radio");

journey("a list of thousands of locations is drawn in parts, and the one that was chosen is among the first", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "location");
  await addLocations(page, 228);
  await page.reload();
  await atStep(page, "location");
  assert.equal(await radios(page).count(), 30);
  await more(page, 100).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("radio", { name: "Branch 130", exact: true }).waitFor();
  assert.equal(await radios(page).count(), 130);
  assert.equal(await more(page, 100).first().evaluate((one) => one === document.activeElement), true, "the focus stays");
  await more(page, 100).last().click();
  await page.getByRole("radio", { name: /Sofia/ }).check();
  assert.equal(await radios(page).count(), 230);
  await saved(page);

  await page.reload();
  await atStep(page, "location");
  assert.equal(await page.getByRole("radio", { name: /Sofia/ }).isChecked(), true, "it is drawn at once");
  await submit(page, "location").click();
  await atStep(page, "level");

  await page.unroute(/\/v1\/organizations\/[^/]+\/locations$/);
  await addLocations(page, 5_000);
  await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
  await page.getByText("Branch 30", { exact: true }).waitFor();
  assert.equal(await page.getByText(/^Branch \d+$/).count(), 30);
  await more(page, 100).click();
  await page.getByText("Branch 130", { exact: true }).waitFor();
});

journey("a location is found among many by its name or its address, and the chosen one stays in sight", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "location");
  const search = page.getByRole("searchbox", { name: "Find a location" });
  assert.equal(await search.count(), 0, "two locations need no search");
  await addLocations(page, 198);
  await page.reload();
  await atStep(page, "location");
  await search.fill("branch 150");
  await page.getByRole("radio", { name: "Branch 150", exact: true }).waitFor();
  assert.equal(await radios(page).count(), 1);
  await search.fill("1010");
  await page.getByRole("radio", { name: /Vienna/ }).check();
  assert.equal(await radios(page).count(), 1);
  await search.fill("nowhere");
  await page.getByRole("radio", { name: /Vienna/, checked: true }).waitFor();
  assert.equal(await radios(page).count(), 1, "what is saved is shown");
  await assertAccessible(page, "a search among locations");
  await search.press("Enter");
  await saved(page);
  await atStep(page, "location");

  await submit(page, "location").click();
  await atStep(page, "level");
});

journey("who finds no location is told so, and led there when none is chosen", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "location");
  await addLocations(page, 198);
  await page.reload();
  await atStep(page, "location");
  await page.getByRole("searchbox", { name: "Find a location" }).fill("nowhere");
  const none = page.getByText("Nothing was found. Look for another name.");
  await none.waitFor();
  await submit(page, "location").click();
  await page.getByRole("group", { name: "There is a problem" }).getByRole("link").click();
  assert.equal(await none.evaluate((one) => one === document.activeElement), true);
});
