// A person in a browser who pays, comes back, cancels, reloads, goes Back and tries again. What the page sends and is
// answered is written down from the browser's own events.
import { PATIENCE } from "../../harness/browser.mjs";
import { CARDS } from "../../harness/walk.mjs";

const CREATE = /\/v1\/renewals\/[^/]+\/payments$/;
const TELLS = /\/v1\/(renewals\/[^/]+|payments\/[^/]+(\/(refresh|cancel))?)$/;
const PAID = "Membership renewed";

const minor = (text) => Number(text.replace(/\D/g, ""));

/** Writes down requests for payments and what is told of payments. */
function listen(page, sandbox, renewal, log) {
  const open = new Map();
  const isOurs = (request, pattern) => request.url().startsWith(sandbox.api) && pattern.test(new URL(request.url()).pathname);
  page.on("request", (request) => {
    if (request.method() !== "POST" || !isOurs(request, CREATE)) return;
    const key = request.headers()["idempotency-key"];
    const { amount } = request.postDataJSON().amount;
    open.set(request, log.invoke("create", { ids: { renewal, key, person: "nadia" }, amount }));
  });
  page.on("requestfailed", (request) => {
    open.get(request)?.("unknown");
    open.delete(request);
  });
  page.on("response", async (response) => {
    const request = response.request();
    const end = open.get(request);
    open.delete(request);
    const body = await response.json().catch(() => null);
    const status = response.status();
    if (end) {
      const slug = body?.type?.split(":").pop();
      if (body?.id && status < 300) {
        const ids = { renewal, payment: body.id };
        end("ok", { ids, amount: body.amount.amount, status: body.status, created: status === 201 });
      } else if (slug && status < 500 && status !== 429 && slug !== "payment-in-progress") {
        end("fail", { status: slug });
      } else {
        end("unknown", { status: String(status) });
      }
    } else if (status === 200 && isOurs(request, TELLS)) {
      const payment = body?.method ? body : body?.payment;
      if (body) log.note("look", { ids: { renewal, payment: payment?.id }, status: payment?.status ?? "none" });
    }
  });
}

export function browserPayer({ page, sandbox, renewal, log, dice }) {
  listen(page, sandbox, renewal, log);
  const visible = (locator) => locator.isVisible().catch(() => false);
  const named = (role, name) => page.getByRole(role, { name, exact: true });
  const pay = page.getByRole("button", { name: /^Pay \S*\d/ });
  const leave = named("button", "Continue to the payment page");
  const ways = ["Check again", "Cancel this payment", "Back to your renewal", "Try again", "Check your renewal and pay"];
  const quick = { timeout: 3_000, noWaitAfter: true };
  const home = () => page.goto(sandbox.url("/renew/review"), { timeout: PATIENCE });

  /** On the provider's page: what is shown there is what is paid. */
  async function hosted(cards) {
    const shown = minor(await page.getByRole("heading", { level: 1 }).textContent(quick));
    // The page's address does not name the payment; the API does, with the same address.
    const payment = await paymentAt(page.url());
    if (!payment) return;
    log.note("show", { ids: { renewal, payment }, amount: shown });
    if (dice.next() < 0.25) {
      await named("link", "Cancel and go back").click(quick);
      return;
    }
    if (dice.next() < 0.15) {
      await page.goBack({ timeout: PATIENCE });
      return;
    }
    await page.getByLabel("Card number").fill(CARDS[dice.pick(cards)], quick);
    await page.getByLabel("Expiry date").fill("12/29", quick);
    await page.getByLabel("Security code").fill("123", quick);
    await page.getByLabel("Name on card").fill("Nadia Example", quick);
    const end = log.invoke("pay", { ids: { renewal, payment } });
    await named("button", "Pay now").click(quick).catch(() => {});
    end("unknown");
  }

  const sessions = new Map();
  page.on("response", async (response) => {
    const body = await response.json().catch(() => null);
    for (const payment of [body, body?.payment]) if (payment?.sessionUrl) sessions.set(payment.sessionUrl, payment.id);
  });
  const paymentAt = async (url) => sessions.get(url.split("?")[0]);

  /** One thing that a person may do where they stand. */
  async function act(cards) {
    const chance = dice.next();
    if (await visible(named("heading", "Choose an account"))) {
      await page.getByRole("button", { name: /^Nadia Example:/ }).click(quick);
    } else if (page.url().startsWith(sandbox.pay)) {
      await hosted(cards);
    } else if (await visible(named("heading", PAID))) {
      log.note("paid", { ids: { renewal } });
      await home();
    } else if (chance < 0.1) {
      await page.reload({ timeout: PATIENCE });
    } else if (chance < 0.15) {
      await page.goBack({ timeout: 3_000 });
    } else if (await visible(pay)) {
      await pay.click(quick);
    } else if (chance < 0.75 && (await visible(leave))) {
      await leave.click(quick);
    } else {
      const there = [];
      for (const way of ways) {
        const action = named("button", way).or(named("link", way)).first();
        if (await visible(action)) there.push(action);
      }
      if (there.length > 0) await dice.pick(there).click(quick);
      else if (chance > 0.85) await home();
      else await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }

  /** Without faults: from the review to the receipt, in a bounded number of moves. */
  async function finish() {
    await home();
    for (let moves = 1; moves <= 40; moves += 1) {
      const settled = named("heading", PAID).or(pay).or(leave).or(named("heading", "Choose an account"))
        .or(page.getByLabel("Card number")).or(named("link", "Try again")).or(page.getByRole("checkbox").first());
      await settled.first().waitFor({ timeout: PATIENCE });
      if (await visible(named("heading", PAID))) {
        log.note("paid", { ids: { renewal } });
        return log.note("end", { posts: moves });
      }
      // A step that is due again, for a new agreement or a level that was changed, is for the API's client to fill.
      await act(["approved"]).catch(() => {});
    }
    throw new Error(`no end at ${page.url()}`);
  }

  return { act: (cards) => act(cards).catch(() => {}), finish };
}
