// What an answer holds of the next step is what that step's own requests would get. A program may leave it out.
import { isDeepStrictEqual } from "node:util";
import { rule } from "../trial.mjs";

const RULES = {
  next: rule("schemas/renewals.yaml#/Renewal/properties/next", "What the step that next names asks for, each request with the answer it would get now; the entity tag is that of the renewal without it."),
  account: rule("schemas/organizations.yaml#/Account/properties/next", "The request for the membership, with the answer it would get now."),
};
const STEPS = ["requirements", "profile", "agreement", "location", "level", "payment", "review", "due"];

/** Holds early answers against their own requests; answers how many there were. */
async function same(trial, answer, broken) {
  const early = answer.json?.next ?? [];
  // A price is asked for by POST; that it is the same one again is a rule of prices.
  for (const { method, path, etag, body } of early.filter((one) => one.method === "GET")) {
    const own = await trial.api.send(method, path);
    const what = `${answer.request.path} holds ${method} ${path}`;
    if (!trial.answered(own, [200], broken, `${what}, whose own request`)) continue;
    trial.expect(isDeepStrictEqual(own.json, body), broken, `${what} with another body than its own request gets`, answer);
    trial.expect(etag === own.etag, broken, `${what} with the ETag ${etag} instead of ${own.etag}`, answer);
  }
  return early.length;
}

export default {
  name: "early-answers",
  title: "what an answer holds of the next step is what its requests get",
  rules: RULES,
  async run(trial) {
    const { api, journey } = trial;
    let found = await same(trial, await api.send("GET", "/account?next=membership"), RULES.account);
    const renewal = await journey.startAt("review");
    const { etag } = await journey.read(renewal);
    for (const step of STEPS) {
      const answer = await api.send("GET", `/renewals/${renewal}?next=${step}`);
      if (!trial.answered(answer, [200], RULES.next, `the renewal with next=${step}`)) continue;
      trial.expect(answer.etag === etag, RULES.next, `with next=${step} the renewal's ETag is ${answer.etag} instead of ${etag}`, answer);
      found += await same(trial, answer, RULES.next);
    }
    const unknown = await api.send("GET", `/renewals/${renewal}?next=conformance`);
    trial.answered(unknown, [200], RULES.next, "a next that no step has");
    if (found === 0) trial.skip("early answers: the program leaves them out");
  },
};
