// Who is to come back later is told when.
import { inWords } from "../api.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  wait: rule("openapi.yaml#/components/headers/RetryAfter", "429 and 503: Retry-After, the seconds to wait, at least 1."),
};
/** Questions about a letter that are asked at most, and how many at once: an API answers only so many a minute. */
const QUESTIONS = 120;
const AT_ONCE = 10;

export default {
  name: "retry-after",
  title: "429 and 503 say when to come back",
  rules: RULES,
  async run(trial) {
    const { api } = trial;
    const isRefusal = ({ status }) => [429, 503].includes(status);
    const ask = () => api.send("GET", "/verifications/CONFORMANCE-NO-SUCH-CODE", { as: null, isPatient: false });
    for (let asked = 0; asked < QUESTIONS && !api.answers.some(isRefusal); asked += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, ask));
    }
    const seen = api.answers.filter(isRefusal);
    if (seen.length === 0) return trial.skip(`not seen: no answer was 429 or 503, also not to ${QUESTIONS} questions about a letter`);
    for (const answer of seen) {
      const told = answer.headers.get("retry-after");
      trial.expect(/^[1-9][0-9]*$/.test(told ?? ""), RULES.wait, `${inWords(answer)} says Retry-After ${told}`, answer);
    }
  },
};
