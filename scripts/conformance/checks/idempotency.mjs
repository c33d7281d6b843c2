// The same key with the same body is the same payment, however often it is sent; with another body it is refused.
import { newKey } from "../journey.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  same: rule("operations/payments.yaml#/payments", "The same key with the same body gives the same payment again."),
  mismatch: rule("operations/problems.yaml#/IdempotencyMismatch", "The Idempotency-Key came with another body before."),
  key: rule("openapi.yaml#/components/parameters/IdempotencyKey", "Required, of 16 to 128 characters."),
};

export default {
  name: "idempotency",
  title: "a payment that is sent again under its key is not made again",
  rules: RULES,
  async run(trial) {
    const { api, journey } = trial;
    const renewal = await journey.startAt("review");
    const quote = await journey.quote(renewal);
    const body = { quoteId: quote.id, amount: quote.total };
    const without = (key) => api.send("POST", `/renewals/${renewal}/payments`, { body, key });
    trial.refused(await without(undefined), 400, "bad-request", RULES.key, "a payment without Idempotency-Key");
    trial.refused(await without("short"), 400, "bad-request", RULES.key, "a payment with a key of five characters");

    const key = newKey();
    const same = (answer, id, what) => {
      if (!trial.answered(answer, [200, 201], RULES.same, what)) return;
      trial.expect(answer.json?.id === id, RULES.same, `${what}: it is payment ${answer.json?.id} instead of ${id}`, answer);
    };
    const both = await Promise.all([journey.pay(renewal, quote, key), journey.pay(renewal, quote, key)]);
    const [first] = both;
    for (const answer of both) same(answer, first.json?.id, "two payments at once under one key");
    const made = both.filter(({ status }) => status === 201).length;
    trial.expect(made <= 1, RULES.same, "two payments at once under one key: both were answered with 201", both[1]);
    const again = await journey.pay(renewal, quote, key);
    same(again, first.json?.id, "the same payment again under its key");
    trial.expect(again.status !== 201, RULES.same, "the same payment again under its key: 201 instead of 200", again);

    const { amount, currency } = quote.total;
    for (const [what, other] of [
      ["another amount", { ...quote, total: { amount: amount + 1, currency } }],
      ["another quote", { ...quote, id: "quote-conformance" }],
    ]) {
      const answer = await journey.pay(renewal, other, key);
      trial.refused(answer, 422, "idempotency-mismatch", RULES.mismatch, `the same key with ${what}`);
    }
    await api.send("POST", `/payments/${first.json?.id}/cancel`);
    same(await journey.pay(renewal, quote, key), first.json?.id, "the same payment under its key after it was cancelled");
  },
};
