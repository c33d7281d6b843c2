// What belongs to another organization does not exist for a caller, and tells nothing of itself.
import { inWords } from "../api.mjs";
import { newKey } from "../journey.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  hidden: rule("schemas/problems.yaml#/NotFoundProblem", "No such thing, or it belongs to somebody else."),
};

export default {
  name: "other-people",
  title: "another organization's renewal and payment are refused and tell nothing",
  rules: RULES,
  async run(trial) {
    const { api, journey } = trial;
    if (!api.has("OTHER_TOKEN")) return trial.skip("OTHER_TOKEN, a token of another organization's person, is not given");
    const { id } = await journey.organization();
    const other = await journey.account("OTHER_TOKEN");
    if (other.organizations.some((one) => one.id === id)) return trial.skip(`OTHER_TOKEN belongs to ${id} too`);

    const { name, partnerId } = await journey.organization();
    const { primaryContact } = (await journey.membership()).json;
    const renewal = await journey.startAt("review");
    const quote = await journey.quote(renewal);
    const paid = await journey.pay(renewal, quote);
    if (!trial.answered(paid, [201], RULES.hidden, "a payment by the organization itself")) return;
    const payment = paid.json.id;
    const before = await journey.read(renewal);
    const words = [name, partnerId, primaryContact.name, primaryContact.email, paid.json.sessionUrl].filter(Boolean);

    const as = "OTHER_TOKEN";
    const body = {};
    for (const [method, path, more] of [
      ["GET", `/organizations/${id}/membership`],
      ["GET", `/organizations/${id}/profile`],
      ["GET", `/organizations/${id}/orders`],
      ["POST", `/organizations/${id}/renewals`, { body }],
      ["GET", `/renewals/${renewal}`],
      ["GET", `/renewals/${renewal}/documents/signature`],
      ["PUT", `/renewals/${renewal}/requirements`, { body: { confirmed: true }, ifMatch: before.etag }],
      ["POST", `/renewals/${renewal}/quotes`, { body }],
      ["POST", `/renewals/${renewal}/payments`, { body: { quoteId: quote.id, amount: quote.total }, key: newKey() }],
      ["GET", `/payments/${payment}`],
      ["POST", `/payments/${payment}/cancel`],
      ["DELETE", `/renewals/${renewal}`],
    ]) {
      const answer = await api.send(method, path, { as, ...more });
      const what = `${method} ${path} by somebody of another organization`;
      trial.expect([403, 404].includes(answer.status), RULES.hidden, `${what}: ${inWords(answer)} instead of 404 not-found`, answer);
      const told = words.filter((word) => answer.text.includes(word));
      trial.expect(told.length === 0, RULES.hidden, `${what} tells ${told.join(", ")}`, answer);
    }
    const after = await journey.read(renewal);
    trial.expect(after.etag === before.etag, RULES.hidden, "the renewal has changed after requests of another organization's person", after);
  },
};
