// Where a payment can be cut off. Each point takes the page to it and stops it there, by holding a request or a write
// in the browser's storage; nothing waits for time.
import { action, arrive, payButton, payWith, CARDS } from "../harness/walk.mjs";

const PAYMENTS = /\/v1\/renewals\/[^/]+\/payments$/;
const PAYMENT = /\/v1\/payments\/[^/]+$/;
const REFRESH = /\/v1\/payments\/[^/]+\/refresh$/;

/** Runs in the page: keeps the transaction of one call on the journal open, by asking it again and again. */
function holdJournal([operation, pattern]) {
  const original = IDBObjectStore.prototype[operation];
  IDBObjectStore.prototype[operation] = function held(...args) {
    const request = original.apply(this, args);
    const meant = this.name === "journal" && new RegExp(pattern).test(args[0]?.text ?? args[0]);
    // Once for each tab, so that a page that is opened again lives on without it.
    if (!meant || sessionStorage.getItem("held")) return request;
    sessionStorage.setItem("held", "once");
    window.held = true;
    const again = () => {
      if (!window.letGo) this.get("nothing").onsuccess = again;
    };
    again();
    return request;
  };
}

/** A write of the journal that matches is held; resolves with the way to let it go. */
async function heldWrite(page, operation, pattern, lead) {
  await page.evaluate(holdJournal, [operation, pattern]);
  await lead();
  await page.waitForFunction(() => window.held);
  return { release: () => page.evaluate(() => (window.letGo = true)) };
}

/** A request that matches is held at the border of the browser. With `served` the server has answered it already. */
async function heldRequest(page, method, pattern, lead, { served = false } = {}) {
  let hold;
  let free = true;
  const held = new Promise((resolve) => (hold = resolve));
  await page.route((url) => pattern.test(url.pathname), async (route) => {
    const request = route.request();
    // Only the first: a page that lives on sends others.
    if (request.method() !== method || !free) return route.fallback();
    free = false;
    if (served) await route.fetch();
    const sent = { method, headers: sendable(await request.allHeaders()), body: request.postData() };
    hold({
      release: () => route.abort("internetdisconnected"),
      // What left the browser before it died reaches the server after all.
      late: () => fetch(request.url(), sent),
    });
  });
  await lead();
  return held;
}

/** Headers that another client may send. */
function sendable(headers) {
  const names = ["authorization", "content-type", "idempotency-key"];
  return Object.fromEntries(names.filter((name) => name in headers).map((name) => [name, headers[name]]));
}

const press = (page) => async () => payButton(page).click();

async function toLeaving(page) {
  await payButton(page).click();
  await arrive(page, "You are leaving for the payment page");
}

async function toHosted(page) {
  await toLeaving(page);
  await action(page, "Continue to the payment page").click();
  await arrive(page, /^Pay /);
}

const REVIEW = "Check your renewal and pay";
const CHECKING = "Checking your payment";
const PAID = "Membership renewed";

/**
 * `reach` ends with the page at its point and may answer with `release` (let it go on, for a page that lives) and
 * `late` (what is still on its way arrives). `lands` is the heading the next visit has to show; `unsent` says that at
 * this point no request for a payment has left.
 */
export const POINTS = {
  K1: {
    what: "before the journal is committed",
    reach: ({ page }) => heldWrite(page, "put", "attemptKey", press(page)),
    // A page without a network lives on: it has its journal then, and asks with it.
    lands: { any: REVIEW, offline: CHECKING },
    unsent: true,
  },
  K2: {
    what: "after the commit, before the request",
    reach: ({ page }) => heldRequest(page, "POST", PAYMENTS, press(page)),
    lands: { any: CHECKING },
    unsent: true,
  },
  K3: {
    what: "sent, before the server's commit",
    reach: ({ page }) => heldRequest(page, "POST", PAYMENTS, press(page)),
    lands: { any: CHECKING },
    arrivesLate: true,
  },
  K4: {
    what: "after the server's commit, answer lost",
    reach: ({ page }) => heldRequest(page, "POST", PAYMENTS, press(page), { served: true }),
    lands: { any: CHECKING },
  },
  K5: {
    what: "answered, before the journal knows",
    reach: ({ page }) => heldWrite(page, "put", '"payment":"', press(page)),
    lands: { any: CHECKING },
  },
  K6: {
    what: "on the announcement",
    reach: ({ page }) => toLeaving(page),
    lands: { any: CHECKING },
  },
  K7: {
    what: "written down as left, before leaving",
    reach: async ({ page }) => {
      await toLeaving(page);
      return heldRequest(page, "GET", PAYMENT, () => action(page, "Continue to the payment page").click());
    },
    lands: { any: CHECKING },
  },
  K8: {
    what: "on the hosted page, not paid",
    reach: ({ page }) => toHosted(page),
    lands: { any: CHECKING },
    elsewhere: true,
  },
  K9: {
    what: "paid, before the way back",
    reach: async ({ page, sandbox }) => {
      await toHosted(page);
      await sandbox.injectFaults({ fault: "hold" }, { fault: "no_redirect", method: "POST", path: "/pay/*" });
      await payWith(page, CARDS.approved);
      await page.getByRole("heading", { name: "Please wait" }).waitFor();
    },
    lands: { any: PAID },
    elsewhere: true,
  },
  K10: {
    what: "back, before asking the provider",
    reach: async ({ page, sandbox }) => {
      await toHosted(page);
      await sandbox.injectFaults({ fault: "hold" });
      return heldRequest(page, "POST", REFRESH, () => payWith(page, CARDS.approved));
    },
    lands: { any: PAID },
  },
  K11: {
    what: "provider took it, notice not there",
    reach: async ({ page, sandbox }) => {
      await toHosted(page);
      await sandbox.injectFaults(
        { fault: "hold" },
        { fault: "repeat", n: 3 },
        { fault: "status", status: 502, method: "POST", path: "/v1/payments/*/refresh", times: 100 },
      );
      await payWith(page, CARDS.approved);
      await page.getByRole("button", { name: "Check again", exact: true }).waitFor();
      // The notice comes while nobody looks.
      return { late: () => sandbox.clearFaults() };
    },
    lands: { any: PAID },
    arrivesLate: true,
  },
  K12: {
    what: "shown as paid, before the cleanup",
    reach: async ({ page }) => {
      await toHosted(page);
      await page.addInitScript(holdJournal, ["delete", "."]);
      await payWith(page, CARDS.approved);
      await page.waitForFunction(() => window.held);
      await arrive(page, PAID);
      return { release: () => page.evaluate(() => (window.letGo = true)) };
    },
    lands: { any: PAID },
  },
};
