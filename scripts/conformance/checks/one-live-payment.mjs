// A renewal has one payment that can take money, whatever the keys, and stays as it is meanwhile.
import { inWords, slugOf } from "../api.mjs";
import { newKey } from "../journey.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  one: rule("operations/payments.yaml#/payments", "Pays, or finds the live payment. One live payment per renewal, whatever the key."),
  stays: rule("operations/problems.yaml#/StepConflict", "A step cannot be changed while a payment is live: payment-in-progress."),
  deleted: rule("operations/renewals.yaml#/renewal/delete", "Possible while nothing is paid and no payment is live."),
  cancelled: rule("operations/payments.yaml#/cancel", "Cancels an open payment. Safe to repeat once cancelled."),
};
const AT_ONCE = 4;

export default {
  name: "one-live-payment",
  title: "one payment of a renewal is live, whatever the keys",
  rules: RULES,
  async run(trial) {
    const { api, journey } = trial;
    const renewal = await journey.startAt("review");
    const quote = await journey.quote(renewal);
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => journey.pay(renewal, quote, newKey())));
    const made = answers.filter(({ status }) => [200, 201].includes(status));
    for (const answer of answers.filter((one) => !made.includes(one))) {
      trial.refused(answer, 409, "payment-in-progress", RULES.one, "a payment at the same time as others");
    }
    const ids = [...new Set(made.map(({ json }) => json?.id))];
    if (!trial.expect(ids.length === 1, RULES.one, `${AT_ONCE} payments at once under different keys made ${ids.length}: ${ids.join(", ")}`, answers[0])) return;
    const [live] = ids;

    const second = await journey.pay(renewal, quote, newKey());
    const isOne = second.status === 409 ? slugOf(second) === "payment-in-progress" : second.status === 200 && second.json?.id === live;
    trial.expect(isOne, RULES.one, `a second payment under another key while ${live} is live: ${inWords(second)} with payment ${second.json?.id}`, second);
    const read = await journey.read(renewal);
    const named = read.json.payment?.id;
    trial.expect(named === live, RULES.one, `the renewal's payment is ${named} instead of ${live}`, read);

    const step = await journey.put(renewal, "requirements", { confirmed: true });
    trial.refused(step, 409, "payment-in-progress", RULES.stays, "a step while a payment is live");
    trial.refused(await api.send("DELETE", `/renewals/${renewal}`), 409, "payment-in-progress", RULES.deleted, "starting over while a payment is live");

    for (const what of ["cancelling a payment", "cancelling it again"]) {
      const answer = await api.send("POST", `/payments/${live}/cancel`);
      if (!trial.answered(answer, [200], RULES.cancelled, what)) return;
      trial.expect(answer.json?.status === "cancelled", RULES.cancelled, `${what}: its status is ${answer.json?.status}`, answer);
    }
    const next = await journey.pay(renewal, await journey.quote(renewal), newKey());
    if (!trial.answered(next, [201], RULES.one, "a new payment after the first was cancelled")) return;
    trial.expect(next.json?.id !== live, RULES.one, `a new payment after ${live} was cancelled is ${next.json?.id}`, next);
  },
};
