// Another program by configuration and API alone: the same build, configured, with the sandbox of that program.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { assertAccessible } from "../harness/axe.mjs";
import { configured } from "../harness/builds.mjs";
import { journey } from "../harness/journey.mjs";
import { ledger } from "../harness/ledger.mjs";
import { ROOT } from "../harness/sandbox.mjs";
import {
  CARDS, action, amountOnPay, arrive, atStep, complete, leaveForPayment, payWith, signIn, speak, submit,
} from "../harness/walk.mjs";

const PROGRAM = JSON.parse(readFileSync(join(ROOT, "tests", "e2e", "second-program.json"), "utf8"));
const { folder, remove } = configured(PROGRAM);
const { name, supportEmail } = PROGRAM;
const english = configured({ name: { en: name.en }, supportEmail, languages: ["en"] });
after(() => {
  remove();
  english.remove();
});
const OPTIONS = { program: "alliance", dist: folder };

/** What only the first program says: its name, its addresses and its numbers. */
const OF_THE_FIRST = /Partner membership renewal|Example Partner Program|partner-program\.example|\b(89|90) days\b/i;

/** What the page says, with its title; nothing in it is of the first program. */
async function said(page) {
  const text = `${await page.title()}\n${await page.locator("body").innerText()}`;
  assert.doesNotMatch(text, OF_THE_FIRST, page.url());
  return text;
}

/** `rgb(…)` of a color in hex, as computed styles write it. */
const rgb = (hex) => `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;
const background = (locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);

journey("a second program: the golden path by card in the same build", OPTIONS, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  const isLink = page.getByRole("link", { name: "Privacy", exact: true });
  await page.route(/_bg\.wasm$/, async (route) => {
    assert.equal(await isLink.isVisible(), new URL(page.url()).pathname === "/", "no links above a page that is not there yet");
    await route.continue();
  });
  await page.goto(sandbox.url("/"));
  await arrive(page, PROGRAM.start.title.en);
  const start = await said(page);
  assert.ok(start.startsWith(`${PROGRAM.start.title.en} – ${PROGRAM.name.en}\n`), "the title");
  for (const words of [PROGRAM.name, ...Object.values(PROGRAM.start)]) assert.ok(start.includes(words.en), words.en);
  assert.equal(await background(action(page, "Start now").first()), rgb(PROGRAM.accent.light));
  await assertAccessible(page, page.url());
  const inMenuOf = async () => (await page.getByRole("banner").getByRole("link").allInnerTexts()).slice(1);
  const pages = ["Membership", "Organizations", "Orders"];
  assert.deepEqual(await inMenuOf(), pages, "it asks for no competencies");
  const mark = () => page.locator(".site-name").evaluate((name) => getComputedStyle(name, "::before").backgroundImage);
  const logo = (await mark()).match(/url\("(.*)"\)/)?.[1];
  assert.equal(await (await page.request.get(logo)).text(), readFileSync(join(ROOT, "tests", "e2e", PROGRAM.logo), "utf8"));

  await action(page, "Start now").first().click();
  await page.getByRole("button", { name: /^Yana Example:/ }).click();
  await arrive(page, "Your membership");
  const membership = await said(page);
  assert.deepEqual(await inMenuOf(), pages);
  assert.match(membership, /\b30\b\s*days left/);
  assert.doesNotMatch(membership, /0 of 0/, "nothing is required");
  assert.ok(membership.includes(PROGRAM.supportEmail), "help comes from the program");
  for (const link of ["Privacy", "Imprint", "Terms of use", "Accessibility"]) {
    const href = await page.getByRole("link", { name: link, exact: true }).getAttribute("href");
    assert.ok(Object.values(PROGRAM.links).includes(href), link);
  }
  await assertAccessible(page, page.url());

  await action(page, "Renew").click();
  await atStep(page, "requirements");
  assert.match(await said(page), /nothing to confirm/);
  assert.equal(await page.getByRole("checkbox").count(), 0);
  assert.equal(await background(submit(page, "requirements")), rgb(PROGRAM.accent.light), "the accent in what the program draws");
  await submit(page, "requirements").click();
  const choices = { name: "Yana Example", title: "Owner", location: /Varna/, level: /^Principal/ };
  for (const slug of ["profile", "agreement", "location", "level", "payment"]) {
    await atStep(page, slug);
    await said(page);
    await complete(page, slug, choices);
  }
  const amount = await amountOnPay(page);
  assert.match(amount, /159,000$/, "yen, without decimals");
  const review = await said(page);
  assert.match(review, /refund within 7 days/);
  assert.doesNotMatch(review, /Confirmed as met/);

  await leaveForPayment(page, sandbox);
  assert.match(await page.locator("body").innerText(), /Example Reseller Alliance/, "the payment page too");
  await payWith(page, CARDS.approved);
  await arrive(page, "Membership renewed");
  const confirmation = await said(page);
  for (const words of [PROGRAM.name.en, "Principal", amount]) assert.ok(confirmation.includes(words), words);
  assert.match(confirmation, /24\sDecember 2027|December\s24, 2027/, "the new date");
  assert.match(confirmation, /26\sOctober 2027|October\s26, 2027/, "59 days before it renewal opens again");
  assert.equal((await ledger(sandbox)).length, 1);
});

journey("a second program: with exactly 60 days left it is too early", OPTIONS, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Henrik Example");
  const text = await said(page);
  assert.match(text, /\b60\b\s*days left/);
  assert.match(text, /Renewal opens on (25\sNovember 2026|November\s25, 2026)/, "tomorrow, as the API says");
  assert.equal(await action(page, "Renew").count(), 0);
  for (const [path, title] of [
    ["/organizations", "Organizations"],
    ["/competencies", "Manage competencies"],
    ["/orders", "Orders and receipts"],
    ["/organizations/org-sequoia/people", "People"],
    ["/organizations/org-sequoia/locations", "Locations"],
    ["/organizations/org-sequoia/letter", "Proof of membership"],
  ]) {
    await page.goto(sandbox.url(path));
    await arrive(page, title);
    await said(page);
  }
});

journey("a second program: in Bulgarian and in dark colors", OPTIONS, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ colorScheme: "dark" });
  await page.goto(sandbox.url("/"));
  await arrive(page, PROGRAM.start.title.en);
  assert.equal(await background(action(page, "Start now").first()), rgb(PROGRAM.accent.dark));
  await assertAccessible(page, page.url());
  await signIn(page, sandbox, "Imogen Example");
  await speak(page, "Български");
  await page.goto(sandbox.url("/"));
  await arrive(page, PROGRAM.start.title.bg);
  const text = await said(page);
  assert.ok(text.startsWith(`${PROGRAM.start.title.bg} – ${PROGRAM.name.bg}\n`), "the title");
  for (const words of [PROGRAM.name, ...Object.values(PROGRAM.start)]) assert.ok(text.includes(words.bg), words.bg);
  await page.getByRole("link", { name: "Поверителност", exact: true }).waitFor();
});

journey("a program in English alone: no other language is offered, or taken from what the browser prefers", { ...OPTIONS, dist: english.folder }, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ locale: "bg-BG" });
  const menu = async () => {
    await page.getByRole("banner").getByRole("button").first().click();
    await page.getByRole("banner").getByRole("navigation").last().waitFor();
    assert.equal(await page.getByRole("button", { name: "Български" }).count(), 0);
    await page.keyboard.press("Escape");
  };
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await menu();
  await signIn(page, sandbox, "Yana Example");
  await menu();
  assert.ok((await page.title()).endsWith(PROGRAM.name.en));
});
