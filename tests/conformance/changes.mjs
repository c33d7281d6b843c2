// What the variants are made of: changes of requests and answers on their way through the proxy.
import { json } from "./proxy.mjs";

/** Is an answer this problem? */
export const isProblem = (answer, slug) => json(answer.body)?.type === `urn:partner-renewal:problem:${slug}`;
/** The answer with another body. */
export const withBody = (answer, body) => ({ ...answer, body: JSON.stringify(body) });
/** The answer with another value of a header, or without it where that is null. */
export const withHeader = (answer, name, value) => {
  const { [name]: _, ...rest } = answer.headers;
  return { ...answer, headers: value === null ? rest : { ...rest, [name]: value } };
};
/** The answer with another status and a JSON body. */
export const asJson = (answer, status, body) => ({ ...withHeader(answer, "content-type", "application/json"), status, body: JSON.stringify(body) });

/** Changes answers alone: `one(answer, request)`. */
export const answers = (one) => async (request, send) => one(await send(request), request);
/** Changes the JSON of answers alone: `one(body, request)` answers the body that takes its place. */
export const bodies = (one) => answers((answer, request) => {
  const body = json(answer.body);
  const other = body && one(body, request, answer);
  return other ? withBody(answer, other) : answer;
});
/** Where the API refuses with this problem, sends something else; `other(request, send, answer)` may have no better answer. */
export const insteadOf = (slug, other) => async (request, send) => {
  const answer = await send(request);
  return isProblem(answer, slug) ? ((await other(request, send, answer)) ?? answer) : answer;
};
/** A refusal in the place of an answer, with its id. */
export const refusal = (answer, status, slug) => ({
  ...withHeader(answer, "content-type", "application/problem+json"), status,
  body: JSON.stringify({ type: `urn:partner-renewal:problem:${slug}`, title: slug, status, detail: slug, instance: answer.headers["request-id"] }),
});
/** Changes a body, and the bodies that it holds of the next step. */
export const withEarly = (change) => bodies((body) => change(body.next ? { ...body, next: body.next.map((one) => ({ ...one, body: change(one.body) })) } : body));
/** Reads something as the caller of a request does. */
export const read = (request, send, path) => send({ ...request, method: "GET", path, headers: { authorization: request.headers.authorization }, body: "" });
/** The path of the renewal that a path is below. */
export const renewalOf = (path) => /^\/v1\/renewals\/[^/]+/.exec(path)?.[0];
/** Does a request pay? */
export const pays = ({ method, path }) => method === "POST" && /^\/v1\/renewals\/[^/]+\/payments$/.test(path);
