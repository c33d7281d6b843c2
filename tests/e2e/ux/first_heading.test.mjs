// What stands of a page before the program is there.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import { STEPS } from "../harness/walk.mjs";

const PAGES = [
  ...STEPS.map(({ slug, heading }) => [`/renew/${slug}`, heading]),
  ["/membership", "Your membership"],
  ["/organizations", "Organizations"],
  ["/competencies", "Manage competencies"],
  ["/renew/payment/return", "Checking your payment"],
  ["/renew/confirmation", "Your confirmation"],
  ["/sign-in/callback", "Signing you in"],
];
/** In pixels: a line of text has parts of one. */
const MOST_JUMP = 1;

/** Holds the program, and the provider, until `go` is called for the former. */
async function hold(page, sandbox) {
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route(/\/app-[0-9a-f]+_bg\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  // Nobody answers: the page that wants a sign-in stays.
  await page.route((url) => url.origin === sandbox.idp, () => {});
  return go;
}

const place = (heading) => heading.evaluate((element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top: top + scrollY, width, height };
});

for (const width of [1280, 390]) journey(`at ${width} px the heading of a page stands before the program, and stays where it is`, async ({ sandbox, newcomer }) => {
  const { context } = await newcomer({ viewport: { width, height: 900 } });
  for (const [path, name] of PAGES) {
    // The page before is on its way to the provider.
    const page = await context.newPage();
    const go = await hold(page, sandbox);
    await page.goto(sandbox.url(path), { waitUntil: "commit" });
    const heading = page.getByRole("heading", { level: 1, name, exact: true });
    await heading.waitFor();
    assert.equal(await page.locator("#app").isVisible(), false, `${path}: the program is not there`);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, path);
    assert.match(await page.title(), new RegExp(`^${name.replace("?", "\\?")} –`), path);
    await page.evaluate(() => document.fonts.ready);
    const before = await place(heading);
    go();
    await page.locator("#static").waitFor({ state: "detached" });
    await heading.waitFor();
    const after = await place(heading);
    for (const side of ["left", "top"]) {
      assert.ok(Math.abs(after[side] - before[side]) <= MOST_JUMP, `${path}: ${side} ${before[side]} and then ${after[side]}`);
    }
    await page.close();
  }
});

journey("in Bulgarian the heading has its own words from the beginning", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ locale: "bg-BG" });
  await hold(page, sandbox);
  await page.goto(sandbox.url("/membership"), { waitUntil: "commit" });
  await page.getByRole("heading", { level: 1, name: "Вашето членство", exact: true }).waitFor();
});

journey("a page that is not there has no heading before the program says so", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/404 \(Not Found\)/] });
  const go = await hold(page, sandbox);
  await page.goto(sandbox.url("/no/such/page"), { waitUntil: "commit" });
  await page.getByRole("status").waitFor();
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 0);
  go();
  await page.getByRole("heading", { level: 1, name: "Page not found" }).waitFor();
});
