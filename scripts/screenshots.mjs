// Pictures of every route and state, at five widths, dark, in forced colors, and printed.
//
//   node scripts/screenshots.mjs [only these: desktop|wide|tablet|phone|narrow|dark|forced|print]
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { launch, newPerson } from "../tests/e2e/harness/browser.mjs";
import { ROOT, startSandbox } from "../tests/e2e/harness/sandbox.mjs";
import { visitAll } from "../tests/e2e/harness/routes.mjs";
import { REFUSED, answerWithProblem } from "../tests/e2e/harness/api.mjs";
import {
  CARDS, DEFAULTS, STEPS, action, arrive, atStep, button, complete, field, fill, fillProfile, leaveForPayment, payButton, payWith, renewTo, signIn, submit,
} from "../tests/e2e/harness/walk.mjs";

const VARIANTS = {
  desktop: { viewport: { width: 1440, height: 900 } },
  wide: { viewport: { width: 1280, height: 800 } },
  tablet: { viewport: { width: 768, height: 1024 } },
  phone: { viewport: { width: 390, height: 844 } },
  narrow: { viewport: { width: 320, height: 640 } },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  forced: { viewport: { width: 1280, height: 800 }, forcedColors: "active" },
  print: { viewport: { width: 794, height: 1123 } },
};
const OUT = join(ROOT, "screenshots");
const chosen = process.argv.slice(2);

const browser = await launch();
for (const [variant, place] of Object.entries(VARIANTS)) {
  if (chosen.length > 0 && !chosen.includes(variant)) continue;
  const folder = join(OUT, variant);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let number = 0;

  /** One picture of the whole page. */
  const shoot = async (page, name) => {
    number += 1;
    const file = join(folder, `${String(number).padStart(2, "0")}-${name}`);
    if (variant === "print") await page.pdf({ path: `${file}.pdf`, format: "A4" });
    await page.emulateMedia({ media: variant === "print" ? "print" : "screen" });
    await page.screenshot({ path: `${file}.png`, fullPage: true });
    // Not "screen": that would hold for what is printed later, too.
    await page.emulateMedia({ media: null });
  };
  for (const scene of [everyRoute, everyError, otherPages, membershipCentre, somebodyElsePays, everyPerson]) {
    const sandbox = await startSandbox();
    try {
      await scene(sandbox, async () => (await newPerson(browser, { ...place, permits: [REFUSED] })).page, shoot);
    } finally {
      await sandbox.stop();
    }
  }
  console.log(`screenshots: ${number} in ${folder}`);
}
await browser.close();

/** The steps from the start page to the confirmation. */
async function everyRoute(sandbox, open, shoot) {
  const page = await open();
  await visitAll(page, sandbox, async (name) => {
    if (name === "review") await payButton(page).waitFor();
    await shoot(page, name);
  });
}

/** Each form with its errors, then filled. */
async function everyError(sandbox, open, shoot) {
  const page = await open();
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  for (const { slug } of STEPS.slice(0, -1)) {
    await atStep(page, slug);
    if (slug === "profile") {
      await fillProfile(page, "City", "");
      await fillProfile(page, "Postcode", "10A");
    }
    await submit(page, slug).click();
    await page.getByRole("heading", { name: "There is a problem" }).waitFor();
    await shoot(page, `${slug}-errors`);
    if (slug === "profile") {
      await fillProfile(page, "City", "Sofia");
      await fillProfile(page, "Postcode", "1000");
    } else {
      await fill[slug](page, { ...DEFAULTS, method: "Purchase order" });
      await shoot(page, `${slug}-filled`);
    }
    await complete(page, slug, { method: "Purchase order" });
  }
}

/** Pages outside the usual path. */
async function otherPages(sandbox, open, shoot) {
  const page = await open();
  await signIn(page, sandbox);
  await renewTo(page, "profile");
  await page.goto(sandbox.url("/membership"));
  await button(page, "Start over").click();
  await page.getByRole("dialog").waitFor();
  await shoot(page, "start-over");
  await page.keyboard.press("Escape");
  await action(page, "Continue your renewal").click();
  await complete(page, "profile");
  for (const slug of ["agreement", "location", "level", "payment"]) await complete(page, slug);
  await payButton(page).click();
  await arrive(page, "You are leaving for the payment page");
  await shoot(page, "leaving");
  await action(page, "Back to your renewal").click();
  await atStep(page, "review");
  await leaveForPayment(page, sandbox);
  await shoot(page, "payment-page");
  await payWith(page, CARDS.declined);
  await arrive(page, "The payment was declined");
  await shoot(page, "declined");
  await action(page, "Choose another way to pay").click();
  await complete(page, "payment", { method: "Bank transfer" });
  await payButton(page).click();
  await arrive(page, "Renewal received, payment pending");
  await shoot(page, "pending");
  await button(page, "Add your bank’s confirmation").click();
  await button(page, "Send file").click();
  await page.getByRole("heading", { name: "There is a problem" }).waitFor();
  await shoot(page, "proof-missing");
  const file = { name: "transfer.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 of a transfer") };
  await field(page, "Your bank’s confirmation").setInputFiles(file);
  await button(page, "Send file").click();
  await page.getByText("We have your file").waitFor();
  await shoot(page, "proof-sent");

  const other = await open();
  await signIn(other, sandbox, "Quinn Example");
  await renewTo(other, "review", { name: "Quinn Example", location: /./ });
  await leaveForPayment(other, sandbox);
  await payWith(other, CARDS.processing);
  await arrive(other, "Checking your payment");
  await shoot(other, "checking");
  await answerWithProblem(other, sandbox, { method: "GET", path: /./, status: 500, slug: "internal", times: 100 });
  await other.goto(sandbox.url("/membership"));
  await other.getByText("req-from-the-test").first().waitFor();
  await shoot(other, "service-problem");
}

/** The pages of the membership centre, with their forms and questions. */
async function membershipCentre(sandbox, open, shoot) {
  const page = await open();
  await signIn(page, sandbox, "Nadia Example", "/organizations", "Organizations");
  await page.getByRole("link", { name: "Invite and change people" }).click();
  await button(page, "Invite somebody").click();
  await shoot(page, "people-invitation");
  await button(page, "Help with this page").click();
  await page.getByRole("dialog", { name: "Help with this page" }).waitFor();
  await shoot(page, "help");
  await page.keyboard.press("Escape");
  await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
  await page.getByRole("link", { name: "Add and change locations" }).click();
  await button(page, "Add a branch").click();
  await shoot(page, "locations-form");

  const paid = await open();
  await signIn(paid, sandbox, "Dora Example", "/orders", "Orders and receipts");
  await shoot(paid, "orders");
  await button(paid, "Ask for a refund").click();
  await paid.getByRole("dialog").waitFor();
  await shoot(paid, "orders-refund");
  await paid.keyboard.press("Escape");
  await paid.getByRole("link", { name: "A letter that proves your membership" }).click();
  await button(paid, "Issue the letter").click();
  await paid.getByRole("heading", { name: "Check this letter" }).waitFor();
  await shoot(paid, "letter");
  await paid.getByRole("main").getByRole("link", { name: /\/verify\// }).click();
  await paid.getByText("This membership is in force").waitFor();
  await shoot(paid, "verification");

  const rejected = await open();
  await signIn(rejected, sandbox, "Ronja Example", "/verification", "Verification of your company");
  await shoot(rejected, "verification-rejected");
  await button(rejected, "Send the appeal").click();
  await rejected.getByRole("heading", { name: "There is a problem" }).waitFor();
  await shoot(rejected, "appeal-errors");
  await field(rejected, "Kind of document").selectOption({ index: 1 });
  const document = { name: "extract.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 an extract") };
  await field(rejected, "The document").setInputFiles(document);
  await button(rejected, "Send the appeal").click();
  await rejected.getByText(/^We received your appeal/).waitFor();
  await shoot(rejected, "appeal-received");
  const usedUp = await open();
  await signIn(usedUp, sandbox, "Kaspar Example", "/verification", "Verification of your company");
  await shoot(usedUp, "appeals-used-up");

  const lapsed = await open();
  await signIn(lapsed, sandbox, "Lars Example", "/organizations/org-alder/enrollment", "Rejoin the program");
  await shoot(lapsed, "enrollment");
  await button(lapsed, "Ask to rejoin").click();
  await lapsed.getByText(/^Asked for on/).waitFor();
  await shoot(lapsed, "enrollment-requested");
  await lapsed.goto(sandbox.url("/membership"));
  await arrive(lapsed, "Your membership");
  await shoot(lapsed, "membership-enrolling");

  const colleague = await open();
  await signIn(colleague, sandbox, "Oleg Example", "/organizations", "Organizations");
  await button(colleague, "Ask for the role").click();
  await button(colleague, "Take the request back").waitFor();
  await shoot(colleague, "role-requested");
  await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
  await page.getByRole("link", { name: "Answer the request" }).click();
  await button(page, "Decline Oleg Example").waitFor();
  await shoot(page, "role-request");

  const needs = await open();
  await signIn(needs, sandbox, "Ilse Example", "/competencies", "Manage competencies");
  await shoot(needs, "competencies");
}

/** A promotion code, and a link by which somebody else pays. */
async function somebodyElsePays(sandbox, open, shoot) {
  const page = await open();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await page.getByText("I have a promotion code", { exact: true }).click();
  await field(page, "Promotion code").fill("WELCOME10");
  await button(page, "Apply the code").click();
  await page.getByText("The discount of code", { exact: false }).waitFor();
  await shoot(page, "review-promotion");
  await page.getByRole("link", { name: "Somebody else pays? Send them a link" }).click();
  await button(page, "Make the link").waitFor();
  await shoot(page, "payment-link-possible");
  await button(page, "Make the link").click();
  const text = await page.getByRole("blockquote").textContent();
  await shoot(page, "payment-link");
  const other = await open();
  await other.goto(text.match(/http:\S+$/)[0]);
  await button(other, "Go to the payment page").waitFor();
  await shoot(other, "pay");
  await button(other, "Go to the payment page").click();
  await arrive(other, /^Pay /);
  await page.goto(sandbox.url("/renew/review"));
  await arrive(page, "Waiting for the payment");
  await shoot(page, "payment-by-link");
  await payWith(other, CARDS.processing);
  await other.getByText("A payment for this membership has been started.").waitFor();
  await shoot(other, "pay-processing");
}

/** Your membership as each person sees it. */
async function everyPerson(sandbox, open, shoot) {
  const people = [
    "Oleg Example", "Petra Example", "Quinn Example", "Greta Example", "Lars Example", "Sinead Example", "Rita Example",
    "Viktor Example", "Ronja Example", "Tomas Example", "Dora Example", "Leopoldina-Magdalena von und zu Langenstein-Example",
  ];
  for (const name of people) {
    const page = await open();
    await page.goto(sandbox.url("/membership"));
    await arrive(page, "Choose an account");
    if (name === people[0]) await shoot(page, "account-chooser");
    await page.getByRole("button", { name: new RegExp(`^${name}:`) }).click();
    await arrive(page, /^(Your membership|Organizations)$/);
    const slug = name.split(/[ -]/)[0].toLowerCase();
    await shoot(page, `membership-${slug}`);
    await page.goto(sandbox.url("/organizations"));
    await arrive(page, "Organizations");
    await shoot(page, `organizations-${slug}`);
    await page.context().close();
  }
}
