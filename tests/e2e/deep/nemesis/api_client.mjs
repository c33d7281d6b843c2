// A person's program that pays over the API, by the same rules as the site: one key until the answer is known.
import { randomBytes } from "node:crypto";
import { BODIES, apiClient } from "../../harness/client.mjs";

/** Steps that may be due again, by their names in the contract, and what they are sent as. */
const STEP_PATHS = { agreement: "signature", location: "location", level: "level", payment: "payment-method" };
const CARDS = { approved: "4242424242424242", declined: "4000000000000002", processing: "4000000000000077" };

export async function apiPayer({ sandbox, renewal, log, dice }) {
  const { call } = await apiClient(sandbox, "nadia");
  const path = `/renewals/${renewal}`;
  let attempt = null;

  /** The renewal as it is told, or nothing. */
  async function fetchRenewal() {
    try {
      const answer = await call("GET", path);
      if (answer.status !== 200) return null;
      const { payment } = answer.body;
      log.note("look", { ids: { renewal, payment: payment?.id }, status: payment?.status ?? "none" });
      if (payment?.status === "succeeded") log.note("paid", { ids: { renewal, payment: payment.id } });
      // The attempt is over when its payment is, or when it can make none any more.
      const over = payment && payment.id === attempt?.payment && !["open", "processing"].includes(payment.status);
      if (over) attempt = null;
      return { ...answer.body, etag: answer.etag };
    } catch {
      return null;
    }
  }

  async function create() {
    if (!attempt) {
      const { status, body } = await call("POST", `${path}/quotes`);
      if (status !== 201) return;
      attempt = { key: randomBytes(16).toString("hex"), quote: body.id, total: body.total };
    }
    const { key, quote, total } = attempt;
    const end = log.invoke("create", { ids: { renewal, key, person: "nadia" }, amount: total.amount });
    try {
      const { status, body } = await call("POST", `${path}/payments`, { key, body: { quoteId: quote, amount: total } });
      if (status === 200 || status === 201) {
        attempt.payment = body.id;
        const ids = { renewal, key, payment: body.id };
        return end("ok", { ids, amount: body.amount.amount, status: body.status, created: status === 201 });
      }
      const slug = body?.type?.split(":").pop();
      // A refusal is an answer; anything else, and a payment in progress, is none.
      if (status >= 500 || status === 429 || slug === "payment-in-progress") return end("unknown", { status: slug });
      end("fail", { status: slug });
      attempt = null;
      if (slug === "agreement-changed") await sign();
    } catch {
      end("unknown");
    }
  }

  async function sign() {
    const now = await fetchRenewal();
    const agreement = await call("GET", `/agreements/current?country=BG&language=en`);
    if (!now || agreement.status !== 200) return;
    const { id, version, language, digest } = agreement.body;
    const end = log.invoke("sign", { ids: { renewal, version } });
    try {
      const body = { ...BODIES.signature, agreementId: id, version, language, digest };
      const { status } = await call("PUT", `${path}/signature`, { etag: now.etag, body });
      end(status === 200 ? "ok" : status >= 500 ? "unknown" : "fail");
    } catch {
      end("unknown");
    }
  }

  /** To the hosted page, with one of these cards. */
  async function pay(cards) {
    const now = await fetchRenewal();
    if (now?.payment?.status !== "open") return;
    const { status, body } = await call("GET", `/payments/${now.payment.id}`);
    if (status !== 200 || !body.sessionUrl) return;
    log.note("show", { ids: { renewal, payment: body.id }, amount: body.amount.amount });
    const end = log.invoke("pay", { ids: { renewal, payment: body.id } });
    const card = { number: CARDS[dice.pick(cards)], expiry: "12/29", code: "123", name: "Nadia Example" };
    await fetch(body.sessionUrl, { method: "POST", redirect: "manual", body: new URLSearchParams(card) }).catch(() => {});
    end("unknown");
  }

  async function onPayment(what) {
    const now = await fetchRenewal();
    if (now?.payment) await call("POST", `/payments/${now.payment.id}/${what}`, { body: {} });
  }

  /** Fills the step that a new agreement, or another level, has opened again. */
  async function mend() {
    const now = await fetchRenewal();
    if (!now || !(now.nextStep in STEP_PATHS)) return;
    if (now.nextStep === "agreement") return sign();
    const step = STEP_PATHS[now.nextStep];
    await call("PUT", `${path}/${step}`, { etag: now.etag, body: BODIES[step] });
  }

  async function change() {
    const now = await fetchRenewal();
    if (!now) return;
    const [step, body] = dice.pick([
      ["level", { levelId: dice.pick(["foundation", "advanced"]) }],
      ["payment-method", BODIES["payment-method"]],
    ]);
    await call("PUT", `${path}/${step}`, { etag: now.etag, body });
  }

  /** One thing that a person may do. No answer is an answer here. */
  async function act(cards) {
    const doing = dice.pick([mend, mend, create, create, () => pay(cards), () => pay(cards), change,
      () => onPayment("refresh"), () => onPayment("cancel")]);
    await doing().catch(() => {});
  }

  /** Without faults: pays what is not paid, in a bounded number of steps. */
  async function finish() {
    for (let steps = 1; steps <= 30; steps += 1) {
      const now = await fetchRenewal();
      if (now?.payment?.status === "succeeded") return log.note("end", { posts: steps });
      await mend().catch(() => {});
      await create().catch(() => {});
      await pay(["approved"]).catch(() => {});
      await onPayment("refresh").catch(() => {});
    }
    throw new Error(`no end: ${JSON.stringify(await fetchRenewal())}`);
  }

  return { act, finish };
}
