// Prices add up, and only what was quoted is paid, while it holds.
import { factsOf } from "../../../tests/contract/facts.mjs";
import { failuresOf } from "../../../tests/contract/report.mjs";
import { slugOf } from "../api.mjs";
import { newKey } from "../journey.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  money: rule("schemas/common.yaml#/Money", "An amount in whole minor units of its currency, with an ISO 4217 code; never a fraction."),
  sums: rule("schemas/renewals.yaml#/Quote", "total is the sum of all lines; tax is on the sum of the fee lines."),
  fee: rule("schemas/renewals.yaml#/Renewal/properties/estimate", "What the level costs at the location, tax included: the same price as a quote without a promotion code."),
  again: rule("operations/payments.yaml#/quotes", "Asked again with the same code it is the same quote, until half of its time is over."),
  early: rule("operations/problems.yaml#/QuoteConflict", "There is nothing to quote, and to pay, before every step is complete: step-order."),
  agreed: rule("schemas/problems.yaml#/QuoteChangedProblem", "The quote has expired, the renewal's location, level, payment method or purchase order number is another one now, or the amount is not its total."),
  paid: rule("schemas/payments.yaml#/Payment", "amount: with tax, what was quoted."),
};
/** Seconds by which a price is waited for longer than it holds. */
const MARGIN = 2;

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));

/** Every amount in a body. */
function amounts(value) {
  if (value === null || typeof value !== "object") return [];
  const own = "amount" in value && "currency" in value ? [value] : [];
  return [...own, ...Object.values(value).flatMap(amounts)];
}

function money(trial, answer) {
  for (const { amount, currency } of amounts(answer.json)) {
    trial.expect(Number.isSafeInteger(amount), RULES.money, `the amount ${JSON.stringify(amount)} is no whole number`, answer);
    trial.expect(CURRENCIES.has(currency), RULES.money, `${JSON.stringify(currency)} is no currency of ISO 4217`, answer);
  }
}

/** Nothing is priced or paid before every step is complete. */
async function early(trial) {
  const { api, journey } = trial;
  const renewal = await journey.startAt("payment-method");
  const asked = await api.send("POST", `/renewals/${renewal}/quotes`, { body: {} });
  trial.refused(asked, 409, "step-order", RULES.early, "a price before the way to pay is chosen");
  const quote = { id: "quote-conformance", total: { amount: 100, currency: "EUR" } };
  trial.refused(await journey.pay(renewal, quote, newKey()), 409, "step-order", RULES.early, "a payment before the way to pay is chosen");
  await journey.fill(renewal, "payment-method");
  return renewal;
}

/** A payment that is to be refused; one that was made all the same is taken back. */
async function refused(trial, renewal, quote, what) {
  const answer = await trial.journey.pay(renewal, quote, newKey());
  trial.refused(answer, 409, "quote-changed", RULES.agreed, what);
  if (answer.status < 300) await trial.api.send("POST", `/payments/${answer.json?.id}/cancel`);
}

async function refusals(trial, renewal, quote) {
  const { amount, currency } = quote.total;
  const pays = (total, what, id = quote.id) => refused(trial, renewal, { id, total }, what);
  await pays({ amount: amount - 1, currency }, "a payment of less than the quote");
  await pays({ amount: amount + 1, currency }, "a payment of more than the quote");
  await pays({ amount, currency: currency === "EUR" ? "USD" : "EUR" }, "a payment in another currency");
  await pays(quote.total, "a payment of a quote that was never given", "quote-conformance");
}

/** Another level or another way to pay: the price from before does not hold any more. */
async function outdated(trial, renewal, quote) {
  const { journey } = trial;
  const [, level] = await journey.levels(renewal);
  const [, method] = await journey.methods(renewal);
  for (const [step, body] of [["level", level && { levelId: level.id }], ["payment-method", method]]) {
    if (!body) {
      trial.skip(`a quote for another ${step}: there is only one`);
      continue;
    }
    const before = await journey.read(renewal);
    const put = await journey.put(renewal, step, body);
    if (!trial.answered(put, [200], RULES.agreed, `another ${step}`)) continue;
    await refused(trial, renewal, quote, `a payment of the quote for another ${step}`);
    const back = step === "level" ? { levelId: before.json.level.id } : before.json.paymentMethod;
    await journey.put(renewal, step, back);
  }
}

/** Waits for the end of a price, where that was allowed. */
async function expired(trial, renewal, asked) {
  const quote = asked.json;
  // By the clock that decides.
  const left = Math.ceil((Date.parse(quote.expiresAt) - Date.parse(asked.headers.get("date"))) / 1000) + MARGIN;
  const { wait = 0 } = trial.settings;
  if (!(left <= wait)) return trial.skip(`a quote that has expired: it holds for ${left} s more, and WAIT=${wait} allows less`);
  await trial.api.pause(left);
  const answer = await trial.journey.pay(renewal, quote, newKey());
  if (slugOf(answer) === "reauth-required") return trial.skip("a quote that has expired: by then TOKEN's sign-in is too long ago for paying");
  trial.refused(answer, 409, "quote-changed", RULES.agreed, "a payment of a quote that has expired");
}

export default {
  name: "quotes",
  title: "prices add up, and only what was quoted is paid",
  rules: RULES,
  async run(trial) {
    const { api, journey } = trial;
    const renewal = await early(trial);
    const ask = () => api.send("POST", `/renewals/${renewal}/quotes`, { body: {} });
    const asked = await ask();
    if (!trial.answered(asked, [201], RULES.sums, "asking for a price")) return;
    const quote = asked.json;
    money(trial, asked);
    money(trial, await api.send("GET", `/renewals/${renewal}/levels`));
    for (const failure of failuresOf(() => factsOf("the quote's", "Quote", quote, {}))) trial.expect(false, RULES.sums, failure, asked);
    const read = await journey.read(renewal);
    money(trial, read);
    const estimated = read.json.estimate?.total.amount ?? quote.total.amount;
    trial.expect(estimated === quote.total.amount, RULES.fee, `the renewal's estimate is ${estimated}, the quote's total ${quote.total.amount}`, asked);
    const again = await ask();
    trial.expect(again.json?.id === quote.id, RULES.again, `asked again at once, the quote is ${again.json?.id} instead of ${quote.id}`, again);

    await refusals(trial, renewal, quote);
    await outdated(trial, renewal, quote);
    const priced = await ask();
    const present = priced.json;
    const paid = await journey.pay(renewal, present);
    if (trial.answered(paid, [201], RULES.paid, "a payment of the quote")) {
      const { amount, currency } = paid.json.amount ?? {};
      const isQuoted = amount === present.total.amount && currency === present.total.currency;
      trial.expect(isQuoted, RULES.paid, `the payment is ${amount} ${currency} instead of ${present.total.amount} ${present.total.currency}`, paid);
      await api.send("POST", `/payments/${paid.json.id}/cancel`);
    }
    await expired(trial, renewal, priced);
  },
};
