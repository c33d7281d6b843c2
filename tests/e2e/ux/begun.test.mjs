// The start page tells of a renewal that was begun in this browser, before the program is there and without a name.
import assert from "node:assert/strict";
import { hold } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { action, arrive, payByCard, renewTo, signIn, speak } from "../harness/walk.mjs";

const BEGUN = "A renewal begun in this browser:";

journey("the start page tells at which step the renewal stands, and leads back to it", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await page.getByText(BEGUN).waitFor({ state: "hidden" });
  await signIn(page, sandbox);
  await renewTo(page, "agreement");

  // Without the program: it is read by the scripts of the page.
  const letThrough = await hold(page, /\.wasm$/);
  await page.goto(sandbox.url("/"));
  await page.getByText(`${BEGUN} step 3 of 7, this minute`).waitFor();
  assert.ok(!(await page.locator("body").innerText()).includes("Cedar"));
  letThrough();
  await page.waitForFunction(() => !document.getElementById("static"));
  await speak(page, "Български");
  await page.getByText("Подновяване, започнато в този браузър: стъпка 3 от 7").waitFor();
  await speak(page, "English");
  await page.getByText(`${BEGUN} step 3 of 7`).waitFor();
  await action(page, "Continue").click();
  await arrive(page, "Your membership");
  await page.getByText("Step 3 of 7: Agreement, saved this minute", { exact: true }).waitFor();
  await action(page, "Continue your renewal").click();
  await arrive(page, "Sign the agreement");
});

journey("after the payment, and with an entry that nobody can read, it says nothing", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "review");
  await payByCard(page, sandbox);
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  await page.getByText(BEGUN).waitFor({ state: "hidden" });
  for (const damaged of ["{", "{}", '{"step":8,"at":1}', '{"step":1,"at":"soon"}']) {
    await page.evaluate((entry) => localStorage.setItem("partner-renewal.begun", entry), damaged);
    await page.reload();
    await arrive(page, "Renew your partner membership");
    await page.getByText(BEGUN).waitFor({ state: "hidden" });
  }
});
