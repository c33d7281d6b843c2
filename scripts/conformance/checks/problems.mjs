// Every refusal is a problem of RFC 9457 with a type of the contract, and every answer has an id of its own.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inWords, slugOf } from "../api.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  problem: rule("schemas/problems.yaml#/ProblemBase", "application/problem+json with type, title, status, detail and instance; a client acts on type alone."),
  types: rule("schemas/problems.yaml", "urn:partner-renewal:problem: and the name of the problem."),
  id: rule("openapi.yaml#/components/headers/RequestId", "Id of this request and answer; people quote it. Every answer carries it, and a problem's instance is the same."),
  method: rule("openapi.yaml#/info/description", "A method that a path does not have is 405 with bad-request."),
  missing: rule("operations/problems.yaml#/NotFound", "No such thing, or it belongs to somebody else."),
};
const SCHEMAS = fileURLToPath(new URL("../../../tests/contract/schemas/problems.yaml", import.meta.url));
const KNOWN = new Set([...readFileSync(SCHEMAS, "utf8").matchAll(/urn:partner-renewal:problem:([a-z-]+)/g)].map(([, slug]) => slug));

/** Holds every refusal so far to its form. */
function form(trial, answer) {
  const { json, status } = answer;
  const type = (answer.headers.get("content-type") ?? "").split(";")[0].trim();
  const what = `${answer.request.method} ${answer.request.path} (${inWords(answer)})`;
  trial.expect(type === "application/problem+json", RULES.problem, `${what} has the Content-Type ${type}`, answer);
  trial.expect(KNOWN.has(slugOf(answer)), RULES.types, `${what} has the type ${json?.type}, which is none of the contract`, answer);
  trial.expect(json?.status === status, RULES.problem, `${what} says status ${json?.status}`, answer);
  for (const name of ["title", "detail", "instance"]) {
    trial.expect(typeof json?.[name] === "string", RULES.problem, `${what} has no ${name}`, answer);
  }
  const id = answer.headers.get("request-id");
  if (id) trial.expect(json?.instance === id, RULES.id, `${what} says instance ${json?.instance}, and its Request-Id is ${id}`, answer);
}

export default {
  name: "problems",
  title: "every refusal is a problem of the contract, and every answer has its id",
  rules: RULES,
  async run(trial) {
    const { api } = trial;
    await trial.journey.account();
    await api.send("GET", "/account", { as: null });
    for (const path of ["/no-such-address", "/organizations/conformance-none/membership", "/renewals/conformance-none", "/payments/conformance-none"]) {
      trial.refused(await api.send("GET", path), 404, "not-found", RULES.missing, `GET ${path}`);
    }
    trial.refused(await api.send("PATCH", "/account", { body: {} }), 405, "bad-request", RULES.method, "PATCH of the account");

    for (const answer of api.answers.filter(({ status }) => status >= 400)) form(trial, answer);
    const asked = api.answers.filter(({ request }) => request.method !== "OPTIONS");
    const ids = asked.map(({ headers }) => headers.get("request-id"));
    for (const [at, answer] of asked.entries()) {
      trial.expect(Boolean(ids[at]), RULES.id, `${answer.request.method} ${answer.request.path} (${inWords(answer)}) has no Request-Id`, answer);
    }
    const named = ids.filter(Boolean);
    trial.expect(new Set(named).size === named.length, RULES.id, "two answers have the same Request-Id", asked[0]);
  },
};
