// Names written from right to left, in a page written from left to right.
import assert from "node:assert/strict";
import { journey } from "../harness/journey.mjs";
import { action, arrive, atStep, complete, path, payButton, payByCard, signIn } from "../harness/walk.mjs";

/** Two letters of a script written from right to left, before every name that the program gives. */
const MARK = "\u05d0\u05d1";
const NAMED = new Set(["name", "level", "missing", "title", "reference"]);

/** A value of an answer, with the mark before each name in it. */
function marked(value, key) {
  if (typeof value === "string") return NAMED.has(key) ? MARK + value : value;
  if (Array.isArray(value)) return value.map((one) => marked(one, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, marked(one, name)]));
}

/** Texts of the page in which a name stands bare: neither in an element of its own nor between isolate marks. */
function bareNames(mark) {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const bare = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.includes(mark) || parentElement.closest("script, title")) continue;
    const isolated = data.split(mark).slice(0, -1).every((before) => /[\u2066-\u2068][^\u2069]*$/.test(before));
    if (!isolated && !parentElement.closest("bdi, [dir=auto]")) bare.push(`${parentElement.localName}: ${data}`);
  }
  return bare;
}

journey("Row R33: every name that comes from the program stands apart from the text around it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  // The agreement is compared with its digest, and the profile and the signer are sent back as they came.
  const asIs = /\/(agreements|profile|signature|account)\b/;
  await page.route(
    (url) => url.href.startsWith(sandbox.api),
    async (route) => {
      const answer = await route.fetch();
      if (!answer.headers()["content-type"]?.includes("json")) return route.fulfill({ response: answer });
      const mark = (where, body) => (asIs.test(where) ? body : marked(body, ""));
      const { next, ...body } = await answer.json();
      const early = next?.map((one) => ({ ...one, body: mark(one.path, one.body) }));
      await route.fulfill({ response: answer, json: { ...mark(new URL(route.request().url()).pathname, body), next: early } });
    },
  );
  const seen = new Set();
  const check = async () => {
    const found = await page.locator("body").innerText();
    if (found.includes(MARK)) seen.add(path(page, sandbox));
    assert.deepEqual(await page.evaluate(bareNames, MARK), [], page.url());
  };
  await signIn(page, sandbox);
  await check();
  for (const [link, heading] of [["Organizations", "Organizations"], ["Requirements and assets", /.*/], ["Membership", "Your membership"]]) {
    await page.getByRole("link", { name: link, exact: true }).first().click();
    await arrive(page, heading);
    await page.getByText(MARK).first().waitFor();
    await check();
  }
  await action(page, "Renew").click();
  for (const slug of ["requirements", "profile", "agreement", "location", "level", "payment"]) {
    await atStep(page, slug);
    await check();
    await complete(page, slug, { location: /Sofia/, level: /Advanced/ });
  }
  await atStep(page, "review");
  await payButton(page).waitFor();
  await check();
  await payByCard(page, sandbox);
  await page.getByText(MARK).first().waitFor();
  await check();
  assert.deepEqual(
    [...seen].sort(),
    ["/competencies", "/membership", "/organizations", "/renew/confirmation", "/renew/level", "/renew/location", "/renew/payment",
      "/renew/profile", "/renew/requirements", "/renew/review"],
    "pages on which names of the program stand",
  );
});
