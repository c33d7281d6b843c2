// How many round trips a person waits for: between a press and the next step, and when a page is loaded again. Both with
// the API under the site's own origin and across origins, where the browser asks for leave before a request. Prints a
// table, and fails beyond the limits below.
import assert from "node:assert/strict";
import { after } from "node:test";
import { journey } from "./harness/journey.mjs";
import { watchRoundTrips } from "./harness/round_trips.mjs";
import {
  DEFAULTS, STEPS, action, arrive, atStep, choose, fill, fillProfile, payButton, renewTo, signIn, submit,
} from "./harness/walk.mjs";

/** Most requests that wait for one another. */
const LIMITS = {
  // The provider's page, the choice, the page again, the token, and the account with the membership in it.
  "start page → Your membership": 5,
  "Your membership → requirements": 1,
  "Your membership → review": 1,
  "requirements → profile": 1,
  "profile → agreement": 1,
  "profile, changed → agreement": 1,
  "agreement → location": 1,
  "location → level": 1,
  "level → payment": 1,
  "payment → review": 1,
  "review → confirmation": 2,
  "the confirmation, loaded again": 6,
  "a step, loaded again": 6,
  "Your membership, loaded again": 6,
};

const LAZY_PART = /\/((shared|lazy)-[0-9a-f]+\.wasm|later-\w+-[0-9a-f]+\.json)$/;


const OWN = "own origin";
const ACROSS = "across origins";

const rows = [];
after(() => {
  const widths = [16, 32, 8, 12];
  const line = (cells) => console.log(cells.map((cell, at) => String(cell).padEnd(widths[at])).join(""));
  line(["API", "", "trips", "preflights"]);
  for (const { way, name, chain } of rows) line([way, name, chain.length, preflights(chain)]);
});

/** How many of these requests were preceded by one that asks for leave. */
const preflights = (chain) => chain.filter(({ preflight }) => preflight).length;

/** What a person does, and waits for; the page is quiet before. */
async function counted({ page, trips, way }, name, act, arrived) {
  await page.waitForLoadState("networkidle");
  trips.reset();
  await act();
  await arrived();
  // The membership page is there before the part of the program that the steps need.
  const isAhead = (url) => name.includes("membership") && LAZY_PART.test(url);
  const chain = trips.chain(isAhead);
  rows.push({ way, name, chain });
  const told = chain.map(({ method, url }) => `${method} ${url}`).join("\n");
  assert.ok(chain.length > 0, `${name}: nothing was counted`);
  assert.ok(chain.length <= LIMITS[name], `${name}: ${chain.length} of at most ${LIMITS[name]}\n${told}`);
  if (way === OWN) assert.equal(preflights(chain), 0, `${name}: asked for leave on the site's own origin\n${told}`);
}

/** A step is there with everything on it: its button is the last thing that comes. */
async function shown(page, slug) {
  await atStep(page, slug);
  await (slug === "review" ? payButton(page) : submit(page, slug)).waitFor();
}

/** The document that is there now is left, so that what is waited for is the next one. */
async function reload(page) {
  await page.evaluate(() => (window.isOld = true));
  await page.reload({ waitUntil: "commit" });
  await page.waitForFunction(() => !window.isOld);
}

for (const way of [OWN, ACROSS]) journey(`${way}: every step and every reload waits for as few round trips as the program allows`, { crossOrigin: way === ACROSS, timeout: 180_000 }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const watched = { page, trips: await watchRoundTrips(page), way };
  await page.goto(sandbox.url("/"));
  await page.locator("#app h1").waitFor();
  await counted(watched, "start page → Your membership", async () => {
    await page.getByRole("link", { name: "Start now" }).click();
    await choose(page, "Nadia Example");
  }, () => arrive(page, "Your membership"));
  await counted(watched, "Your membership → requirements", () => action(page, "Renew").click(), () => shown(page, "requirements"));
  for (const [at, { slug }] of STEPS.slice(0, -1).entries()) {
    const next = STEPS[at + 1].slug;
    await fill[slug](page, DEFAULTS);
    await counted(watched, `${slug} → ${next}`, () => submit(page, slug).click(), () => shown(page, next));
  }
  await page.goto(sandbox.url("/renew/profile"));
  await atStep(page, "profile");
  await fillProfile(page, "Trading name (optional)", "Cedar Trading");
  await counted(watched, "profile, changed → agreement", () => submit(page, "profile").click(), () => shown(page, "agreement"));
  await page.goto(sandbox.url("/renew/location"));
  await atStep(page, "location");
  await counted(watched, "a step, loaded again", () => reload(page), () => atStep(page, "location"));
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await counted(watched, "Your membership, loaded again", () => reload(page), () => arrive(page, "Your membership"));
  await counted(watched, "Your membership → review", () => action(page, "Continue your renewal").click(), () => shown(page, "review"));
});

for (const way of [OWN, ACROSS]) journey(`${way}: paying waits for as few round trips as the program allows`, { crossOrigin: way === ACROSS }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review", { method: "Bank transfer" });
  await payButton(page).waitFor();
  const watched = { page, trips: await watchRoundTrips(page), way };
  const confirmed = () => page.getByRole("button", { name: "Print this page" }).waitFor();
  await counted(watched, "review → confirmation", () => payButton(page).click(), confirmed);
  await counted(watched, "the confirmation, loaded again", () => reload(page), confirmed);
});
