// What is printed: complete on A4 and Letter, and nothing of the site's chrome.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import { pdfText, collapseWhitespace } from "../harness/pdf.mjs";
import { button, payButton, payByCard, renewTo, rows, signIn, arrive } from "../harness/walk.mjs";

/** Letters and digits alone: line breaks and hyphenation on paper do not matter. */
const bare = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");

for (const [method, heading] of [["Card", "Membership renewed"], ["Bank transfer", "Renewal received, payment pending"]]) {
  journey(`ux-77 ux-78: the confirmation (${method}) prints with every row on A4 and Letter, without chrome`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer();
    await signIn(page, sandbox);
    await renewTo(page, "review", { method });
    if (method === "Card") await payByCard(page, sandbox);
    else {
      await payButton(page).click();
      await arrive(page, heading);
    }
    await page.getByRole("contentinfo").getByText("This is a sandbox.", { exact: false }).waitFor();
    const shown = await rows(page);
    assert.ok(shown.length >= 8, JSON.stringify(shown));
    const headings = await page.getByRole("heading", { level: 2 }).allInnerTexts();
    for (const format of ["A4", "Letter"]) {
      const { pages, text, marked, title } = await pdfText(page, format);
      // The certificate has a page of its own.
      if (method === "Card") assert.match(pages[0], /certifies that Cedar Example EOOD is a partner at the Advanced level/);
      for (const sheet of pages.slice(method === "Card" ? 1 : 0, -1)) {
        assert.ok(sheet.length > 300, `${format}: no page is mostly empty: ${sheet}`);
        const alone = headings.find((one) => sheet.endsWith(one));
        assert.equal(alone, undefined, `${format}: no heading stands alone at the foot`);
      }
      assert.ok(text.includes(heading), `${format}: the heading`);
      assert.ok(text.includes("The people and companies are made up, and no money moves."), `${format}: what a sandbox is`);
      const [, reference] = shown.find(([term]) => term.startsWith("Reference"));
      assert.equal(title, `${heading} Sandbox · ${reference}`, `${format}: what the file is saved under`);
      assert.equal(await page.title(), `${heading} – Partner membership renewal`, "on the screen it is as before");
      for (const sheet of pages) {
        assert.ok(sheet.includes("Partner membership renewal"), `${format}: the letterhead on each page`);
        assert.ok(sheet.includes(reference), `${format}: the reference on each page`);
        assert.ok(sheet.includes("Sandbox · "), `${format}: the sandbox's mark on each page`);
      }
      for (const [term, description] of shown) {
        assert.ok(bare(text).includes(bare(term)), `${format}: ${term}`);
        assert.ok(bare(text).includes(bare(description)), `${format}: ${term}: ${description}`);
      }
      for (const chrome of ["Sign out", "Print this page", "Skip to", "Requirements and assets"]) {
        assert.ok(!text.includes(chrome), `${format}: no ${chrome}`);
      }
      assert.equal(marked, true, `${format}: tagged`);
    }
  });
}

journey("the agreement prints complete, with its version and digest", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  const headings = await page.locator("main :is(h2, h3):not(details *)").allInnerTexts();
  assert.ok(headings.length >= 12, "the agreement has its sections");
  const { text } = await pdfText(page, "A4");
  for (const heading of headings.slice(0, 12)) assert.ok(bare(text).includes(bare(collapseWhitespace(heading))), heading);
  // It is the agreement that is printed, and not the page on which it is signed.
  for (const onScreen of ["Sign the agreement", "Read the agreement, then sign it", "To read"]) {
    assert.ok(!bare(text).includes(bare(onScreen)), onScreen);
  }
});

journey("a list of hundreds prints to its end, and is folded again on the screen", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await page.route(/\/v1\/organizations\/[^/]+\/locations$/, async (route) => {
    const response = await route.fetch();
    const { locations } = await response.json();
    const more = Array.from({ length: 350 }, (_, i) => ({ ...locations[0], id: `loc-more-${i}`, name: `Branch ${i + 1}.` }));
    await route.fulfill({ response, json: { locations: [...more, ...locations] } });
  });
  await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
  await page.getByText("Branch 30.", { exact: true }).waitFor();
  const { text } = await pdfText(page, "A4");
  for (const number of [1, 30, 31, 130, 131, 230, 231, 350]) assert.ok(text.includes(`Branch ${number}.`), `branch ${number}`);
  assert.equal(await page.locator("details[data-rest][open]").count(), 0);
});

journey("the review prints as a pro-forma: dated, no invoice, the amount before what it is for", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  const shown = await rows(page);
  const { pages, text } = await pdfText(page, "A4");
  for (const sheet of pages) assert.match(sheet, /Pro-forma, not an invoice · 24\sNovember 2026/);
  assert.equal(pages[0].split("Pro-forma, not an invoice").length, 3, `at the head of the sheet, and as its heading: ${pages[0]}`);
  assert.ok(!text.includes("Check your renewal and pay"), text);
  assert.ok(text.indexOf("Total to pay") < text.indexOf("Legal address"), text);
  for (const part of shown.flat().filter((part) => !["Requirements", "Confirmed"].includes(part))) {
    assert.ok(bare(text).includes(bare(part)), part);
  }
  // Nobody who approves a payment needs to know that requirements are met.
  for (const control of ["Requirements", "Print it", "Edit", "Exemption from tax", "Somebody else pays?"]) {
    assert.ok(!text.includes(control), control);
  }
  assert.doesNotMatch(text, /Pay €/);
});

journey("a letter prints with its code and the address at which anybody checks it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Dora Example", "/organizations/org-aspen/letter", "Proof of membership");
  await button(page, "Issue the letter").click();
  const url = await page.getByRole("main").getByRole("link", { name: /\/verify\// }).getAttribute("href");
  for (const format of ["A4", "Letter"]) {
    const { pages, text } = await pdfText(page, format);
    const code = url.split("/").pop();
    for (const sheet of pages) assert.ok(sheet.includes(code), `${format}: the code on each page`);
    assert.match(text, /certifies that Aspen Example EOOD is a partner/);
    for (const part of ["Check this letter", url]) assert.ok(bare(text).includes(bare(part)), `${format}: ${part}`);
    for (const control of ["Revoke the letter", "Print this page", "Sign out"]) assert.ok(!text.includes(control), control);
  }
});

journey("Print this page opens the browser's print dialog", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  await context.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "yes");
  });
  await signIn(page, sandbox);
  await renewTo(page, "review", { method: "Bank transfer" });
  await payButton(page).click();
  await arrive(page, "Renewal received, payment pending");
  await button(page, "Print this page").click();
  await page.locator('html[data-printed="yes"]').waitFor();
});
