// The OpenAPI document as one more check: Schemathesis, from a renewal with a payment.
import { runSchemathesis } from "../../tests/contract/schemathesis.mjs";
import { Api, Blocked } from "./api.mjs";
import { Journey, needed } from "./journey.mjs";
import { wait } from "./run.mjs";
import { rule } from "./trial.mjs";

const RULE = rule("openapi.yaml", "The description: what is sent and answered, with its statuses, headers and schemas.");

export const SCHEMA_CHECK = { name: "schema", title: "what is sent and answered is as described" };

/** Runs it; the result is like that of a check. */
export async function schema({ base, tokens, settings }) {
  const journey = new Journey(new Api({ base, tokens, pause: wait }), settings);
  const result = { ...SCHEMA_CHECK, failures: [], skipped: [], isBlocked: false };
  try {
    const { id } = await journey.organization();
    const renewal = await journey.startAt("review");
    const payment = needed(await journey.pay(renewal, await journey.quote(renewal)), "POST payments").json;
    const code = await runSchemathesis({ url: base, token: await tokens.TOKEN(), organization: id, renewal, payment: payment.id });
    if (code !== 0) result.failures.push({ what: "Schemathesis found what it says above", rule: RULE, curl: null });
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    result.skipped.push(error.message);
    result.isBlocked = true;
  }
  return { ...result, status: result.failures.length > 0 ? "failed" : result.isBlocked ? "unchecked" : "passed" };
}
