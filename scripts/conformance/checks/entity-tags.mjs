// A renewal and a profile change only for who saw them as they are: entity tags and If-Match.
import { inWords } from "../api.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  strong: rule("openapi.yaml#/components/headers/ETag", "Strong entity tag of the representation."),
  same: rule("openapi.yaml#/info/description", "A representation with ETag is replaced only with a matching If-Match: the tag of an answer is the one that the next change needs, and that GET gives."),
  missing: rule("operations/problems.yaml#/IfMatchRequired", "Without If-Match: 428."),
  stale: rule("operations/problems.yaml#/RenewalChanged", "With an old If-Match: 412 and the current representation."),
  compared: rule("schemas/common.yaml#/ReceivedEntityTag", "What is between the quotes is compared, without a content coding at its end: proxies that compress change tags on the way."),
};

/** Refused with the current representation and its tag. */
function isStale(trial, answer, current, what) {
  if (!trial.refused(answer, 412, "changed", RULES.stale, what)) return;
  trial.expect(answer.etag === current, RULES.stale, `${what}: ETag is ${answer.etag} instead of that of current, ${current}`, answer);
  trial.expect(typeof answer.json.current === "object", RULES.stale, `${what}: there is no current representation`, answer);
}

async function renewal(trial) {
  const { api, journey } = trial;
  const id = await journey.start();
  const put = (ifMatch) => api.send("PUT", `/renewals/${id}/requirements`, { body: { confirmed: true }, ifMatch });
  const before = await journey.read(id);
  trial.expect(/^"[^"]+"$/.test(before.etag ?? ""), RULES.strong, `the renewal's ETag is ${before.etag}`, before);
  trial.refused(await put(), 428, "if-match-required", RULES.missing, "a step without If-Match");

  const changed = await put(before.etag);
  if (!trial.answered(changed, [200], RULES.same, "a step with the tag that GET gave")) return;
  const after = await journey.read(id);
  trial.expect(changed.etag === after.etag, RULES.same, `PUT says ETag ${changed.etag}, GET afterwards ${after.etag}`, changed);
  trial.expect(after.etag !== before.etag, RULES.same, "the renewal has changed, and its ETag has not", after);
  isStale(trial, await put(before.etag), after.etag, "a step with the tag of an earlier state");

  const next = await api.send("PUT", `/renewals/${id}/profile`, { body: await journey.bodyOf(id, "profile"), ifMatch: changed.etag });
  trial.answered(next, [200], RULES.same, "the next step with the tag that PUT gave");
  for (const written of [(tag) => `W/${tag}`, (tag) => tag.replace(/"$/, '-gzip"')]) {
    const tag = written((await journey.read(id)).etag ?? "");
    const answer = await api.send("PUT", `/renewals/${id}/profile`, { body: await journey.bodyOf(id, "profile"), ifMatch: tag });
    trial.answered(answer, [200], RULES.compared, `a step with the present tag as a proxy writes it, ${tag}`);
  }
}

async function profile(trial) {
  const { id } = await trial.journey.organization();
  const read = await trial.journey.profile();
  const { etag, json } = read;
  trial.expect(/^"[^"]+"$/.test(etag ?? ""), RULES.strong, `the profile's ETag is ${etag}`, read);
  const put = (ifMatch) => trial.api.send("PUT", `/organizations/${id}/profile`, { body: json, ifMatch });
  trial.refused(await put(), 428, "if-match-required", RULES.missing, "a profile without If-Match");
  isStale(trial, await put('"conformance-no-tag"'), etag, "a profile with a tag that is not its own");
  const answer = await put(etag);
  trial.expect(answer.status === 200, RULES.same, `the profile as it is, with its tag: ${inWords(answer)} instead of 200`, answer);
}

export default {
  name: "entity-tags",
  title: "only who saw the present state changes it",
  rules: RULES,
  async run(trial) {
    await renewal(trial);
    await profile(trial);
  },
};
