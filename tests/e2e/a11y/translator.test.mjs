// A translator over the page, as browsers have one: it puts nodes of its own in the place of every text.
import assert from "node:assert/strict";
import { REFUSED, answerWithProblem } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { action, arrive, atStep, complete, field, payButton, renewTo, signIn } from "../harness/walk.mjs";

const NOTICE = "This page is being translated by your browser. The text in English is the one that you sign.";

/** What the translator makes of a text. */
const translated = (text) => `«${text}»`;

/** Runs in the page: translates what is there and what comes, except where the page forbids it. */
function translate() {
  const done = new WeakSet();
  const replace = (text) => {
    if (done.has(text) || !text.data.trim() || text.parentElement?.closest("script, style, [translate=no]")) return;
    const outer = document.createElement("font");
    const inner = outer.appendChild(document.createElement("font"));
    const own = inner.appendChild(document.createTextNode(`«${text.data.trim()}»`));
    done.add(own);
    text.replaceWith(outer);
  };
  const all = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) found.push(texts.currentNode);
    found.forEach(replace);
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.nodeType === Node.TEXT_NODE) replace(target);
      for (const node of addedNodes) node.nodeType === Node.TEXT_NODE ? replace(node) : all(node);
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
  document.documentElement.lang = "de";
  all(document.body);
}

journey("Row R3: a translation that began before the site is noticed before the agreement is signed", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await page.addInitScript(() => document.addEventListener("DOMContentLoaded", () => (document.documentElement.lang = "de")));
  await signIn(page, sandbox);
  await renewTo(page, "agreement");
  await page.getByText(NOTICE).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "de", "what the translator says of the page stays");
});

journey("Row R3: under a translator texts go on changing, and amounts, names and the agreement stay", async ({ sandbox, newcomer }) => {
  const { page, permit } = await newcomer();
  permit(REFUSED);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await signIn(page, sandbox);
  await action(page, "Renew").click();
  await atStep(page, "requirements");
  await page.evaluate(translate);
  const heading = (text) => page.getByRole("heading", { level: 1, name: translated(text) });
  await heading("Check your requirements").waitFor();
  await page.getByText("Cloud Platform", { exact: true }).waitFor();

  await answerWithProblem(page, sandbox, { method: "PUT", path: /\/requirements$/, status: 429, slug: "too-many-requests", retryAfter: 8 });
  const send = page.locator("main form button[type=submit]");
  await page.getByRole("checkbox").check();
  await send.click();
  const left = page.locator(".problem p[aria-hidden]");
  await left.filter({ hasText: /in 8 seconds/ }).or(left.filter({ hasText: /in 7 seconds/ })).waitFor();
  await left.filter({ hasText: /in 5 seconds/ }).waitFor();
  await left.waitFor({ state: "detached" });
  await send.click();

  await heading("Review your organization profile").waitFor();
  await page.getByRole("button", { name: /^«Edit».*Company/ }).click();
  await page.getByRole("textbox", { name: translated("Trading name (optional)") }).fill("Cedar Trading Example");
  await page.getByText(translated("Every change is saved in this browser.")).or(page.getByText(/^«Saved/)).first().waitFor();
  await page.getByRole("button", { name: /^«Edit».*Legal address/ }).click();
  await page.getByRole("textbox", { name: translated("City") }).fill("");
  await send.click();
  await page.getByRole("heading", { level: 2, name: translated("There is a problem") }).waitFor();
  await page.getByRole("textbox", { name: translated("City") }).fill("Sofia");
  await send.click();

  await heading("Sign the agreement").waitFor();
  await page.getByText(translated(NOTICE)).waitFor();
  assert.doesNotMatch(await page.locator("article.agreement").innerText(), /«/, "the text that is signed is shown as it is");
  await page.goto(sandbox.url("/renew/agreement"));
  for (const slug of ["agreement", "location", "level", "payment"]) await complete(page, slug);
  await atStep(page, "review");
  const amount = await payButton(page).textContent();
  await page.evaluate(translate);
  await heading("Check your renewal and pay").waitFor();
  assert.equal(await payButton(page).textContent(), amount);
  for (const cell of await page.locator(".money-table td").allTextContents()) assert.doesNotMatch(cell, /«/);
  assert.deepEqual(asked.filter((path) => path.includes("undefined")), []);
  await payButton(page).click();
  await page.getByText(amount.replace(/^Pay /, "")).first().waitFor();
});
