// Every route with its heading and how to get to it.
import { STEPS, action, arrive, choose, payByCard, renewTo, walk } from "./walk.mjs";

/** Routes outside the renewal that can be opened at any time. */
export const PAGES = [
  { path: "/membership", heading: "Your membership" },
  { path: "/organizations", heading: "Organizations" },
  { path: "/organizations/org-cedar/people", heading: "People" },
  { path: "/organizations/org-cedar/locations", heading: "Locations" },
  { path: "/organizations/org-cedar/letter", heading: "Proof of membership" },
  { path: "/organizations/org-cedar/tax-exemption", heading: "Exemption from tax" },
  { path: "/organizations/org-cedar/enrollment", heading: "Rejoin the program" },
  { path: "/competencies", heading: "Manage competencies" },
  { path: "/orders", heading: "Orders and receipts" },
  { path: "/verification", heading: "Verification of your company" },
];

/** An address that the site does not have. */
export const NOWHERE = "/nothing-is-here";

/**
 * Visits every route once, in the order of the journey, and calls `look(name)` at each.
 * `onStep(slug)` is called at each step before it is filled.
 */
export async function visitAll(page, sandbox, look, choices = {}) {
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await look("start");
  await page.goto(sandbox.url(NOWHERE));
  await arrive(page, "Page not found");
  await look("not-found");
  await page.goto(sandbox.url("/membership"));
  await choose(page, choices.person ?? "Nadia Example");
  for (const { path, heading } of PAGES) {
    await page.goto(sandbox.url(path));
    await arrive(page, heading);
    await look(path.slice(1));
  }
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await renewTo(page, "requirements");
  for (const [index, { slug }] of STEPS.entries()) {
    await look(slug);
    if (index + 1 < STEPS.length) await walk(page, slug, STEPS[index + 1].slug, choices);
  }
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  await action(page, "Continue your renewal").waitFor();
  await look("membership-continue");
  await action(page, "Continue your renewal").click();
  await arrive(page, STEPS.at(-1).heading);
  await payByCard(page, sandbox);
  await look("confirmation");
}
