// APIs that break one rule each and keep all others, made of a correct one. The first of each check is held to every check.
import {
  isProblem, withBody, withHeader, asJson, answers, bodies, insteadOf, refusal, withEarly, read, renewalOf, pays,
} from "./changes.mjs";
import { json } from "./proxy.mjs";

export const VARIANTS = [
  {
    name: "anything with dots is a token", check: "input",
    make: () => {
      let known;
      return async (request, send) => {
        const { authorization } = request.headers;
        const answer = await send(request);
        if (answer.status !== 401 || !authorization?.includes(".")) {
          if (authorization && answer.status < 300) known = authorization;
          return answer;
        }
        return known ? send({ ...request, headers: { ...request.headers, authorization: known } }) : answer;
      };
    },
  },
  {
    name: "what cannot be read is an internal error", check: "input",
    make: () => insteadOf("bad-request", (request, send, answer) => request.method !== "PUT" ? null : ({
      ...answer, status: 500, body: answer.body.replace("problem:bad-request", "problem:internal").replace('"status":400', '"status":500'),
    })),
  },
  {
    name: "any content type is taken for JSON", check: "input",
    make: () => (request, send) => send({ ...request, headers: { ...request.headers, ...(request.headers["content-type"] ? { "content-type": "application/json" } : {}) } }),
  },
  { name: "every site may read", check: "cors", make: () => answers((answer) => withHeader(answer, "access-control-allow-origin", "*")) },
  {
    name: "cookies are wanted", check: "cors",
    make: () => answers((answer) => withHeader(answer, "access-control-allow-credentials", "true")),
  },
  {
    name: "the entity tag is hidden from the site", check: "cors",
    make: () => answers((answer) => withHeader(answer, "access-control-expose-headers", "date,location,retry-after,request-id")),
  },
  {
    name: "If-Match may not be sent", check: "cors",
    make: () => answers((answer, { method }) => method !== "OPTIONS" ? answer : withHeader(answer, "access-control-allow-headers", "authorization,content-type,accept-language,idempotency-key,x-file-name")),
  },
  { name: "a preflight is not kept", check: "cors", make: () => answers((answer) => withHeader(answer, "access-control-max-age", null)) },
  {
    name: "refusals cannot be read by the site", check: "cors",
    make: () => answers((answer) => (answer.status < 400 ? answer : withHeader(answer, "access-control-allow-origin", null))),
  },
  {
    name: "the window opens a day early", check: "dates",
    make: () => withEarly((body) => body.windowOpens && body.windowDays
      ? { ...body, windowOpens: new Date(Date.parse(body.windowOpens) - 86_400_000).toISOString().slice(0, 10) }
      : body),
  },
  {
    name: "today is long past", check: "dates",
    make: () => withEarly((body) => (body.asOf ? { ...body, asOf: "2020-02-29" } : body)),
  },
  {
    name: "a renewal begins before its window", check: "dates",
    make: () => insteadOf("window-not-open", (request, send, answer) => asJson(answer, 201, { id: "renewal-early" })),
  },
  {
    name: "the level is taken before its turn", check: "step-order",
    make: () => insteadOf("step-order", async (request, send, answer) => {
      if (!request.path.endsWith("/level")) return null;
      const renewal = await read(request, send, renewalOf(request.path));
      return asJson(answer, 200, json(renewal.body));
    }),
  },
  {
    name: "the last step is named as the next one", check: "step-order",
    make: () => bodies((body) => (body.type?.endsWith(":step-order") ? { ...body, nextStep: "payment" } : null)),
  },
  {
    name: "an old entity tag is as good as the present one", check: "entity-tags",
    make: () => insteadOf("changed", (request, send, answer) => send({ ...request, headers: { ...request.headers, "if-match": answer.headers.etag } })),
  },
  {
    name: "no entity tag is needed", check: "entity-tags",
    make: () => insteadOf("if-match-required", async (request, send) => {
      const { headers } = await read(request, send, request.path.includes("/renewals/") ? renewalOf(request.path) : request.path);
      return send({ ...request, headers: { ...request.headers, "if-match": headers.etag } });
    }),
  },
  {
    name: "a change gives another entity tag than GET", check: "entity-tags",
    make: () => answers((answer, { method }) => (method === "PUT" && answer.status === 200 ? withHeader(answer, "etag", '"of-the-change"') : answer)),
  },
  {
    name: "a weak entity tag is another one", check: "entity-tags",
    make: () => (request, send) => {
      const tag = request.headers["if-match"];
      return send(tag?.startsWith("W/") ? { ...request, headers: { ...request.headers, "if-match": '"another"' } } : request);
    },
  },
  {
    name: "entity tags are weak", check: "entity-tags",
    make: () => answers((answer, { path }) => (answer.headers.etag && renewalOf(path) ? withHeader(answer, "etag", `W/${answer.headers.etag}`) : answer)),
  },
  {
    name: "the evidence has a digest of its own", check: "signature",
    make: () => bodies((body) => (body.signature?.digest ? { ...body, signature: { ...body.signature, digest: "0".repeat(64) } } : null)),
  },
  {
    name: "any text can be signed", check: "signature",
    make: () => insteadOf("agreement-changed", async (request, send) => {
      if (!request.path.endsWith("/signature")) return null;
      const renewal = json((await read(request, send, renewalOf(request.path))).body);
      const { country } = json((await read(request, send, `/v1/organizations/${renewal.organization.id}/profile`)).body);
      const { version, digest } = json((await read(request, send, `/v1/agreements/current?country=${country}&language=en`)).body);
      return send({ ...request, body: JSON.stringify({ ...json(request.body), version, digest }) });
    }),
  },
  {
    name: "a new legal name keeps the signature", check: "signature",
    make: () => async (request, send) => {
      const sent = json(request.body);
      if (request.method !== "PUT" || !request.path.endsWith("/profile") || !sent?.legalName) return send(request);
      const { legalName } = json((await read(request, send, request.path)).body);
      const answer = await send({ ...request, body: JSON.stringify({ ...sent, legalName }) });
      return answer.status === 200 ? withBody(answer, { ...json(answer.body), legalName: sent.legalName }) : answer;
    },
  },
  {
    name: "the digest is that of another text", check: "signature",
    make: () => {
      // Backwards on the way out, and again on the way in.
      const turned = (text) => text.replace(/"digest":"([0-9a-f]{64})"/g, (_, digest) => `"digest":"${[...digest].reverse().join("")}"`);
      return async (request, send) => {
        const answer = await send({ ...request, body: turned(request.body) });
        return { ...answer, body: turned(answer.body) };
      };
    },
  },
  {
    name: "whoever accepts nothing signs", check: "signature",
    make: () => insteadOf("fields", async (request, send, answer) => {
      if (!request.path.endsWith("/signature")) return null;
      return asJson(answer, 200, json((await read(request, send, renewalOf(request.path))).body));
    }),
  },
  {
    name: "the document has a word more than was signed", check: "signature",
    make: () => answers((answer) => ({ ...answer, body: answer.body.replace("----- BEGIN TEXT -----\n", "----- BEGIN TEXT -----\nMore ") })),
  },
  {
    name: "early answers are of yesterday", check: "early-answers",
    make: () => bodies((body) => body.next && ({
      ...body,
      next: body.next.map((early) => (early.path.endsWith("/profile") ? { ...early, body: { ...early.body, tradingName: "Before" } } : early)),
    })),
  },
  {
    name: "a renewal with early answers has another entity tag", check: "early-answers",
    make: () => answers((answer, { path }) => (path.includes("?next=level") ? withHeader(answer, "etag", '"with-next"') : answer)),
  },
  {
    name: "the account holds another membership", check: "early-answers",
    make: () => bodies((body) => body.person && body.next && ({ ...body, next: body.next.map((one) => ({ ...one, body: { ...one.body, mayRenew: false } })) })),
  },
  {
    name: "tax is a unit off", check: "quotes",
    make: () => bodies((body) => {
      if (!body.taxLines) return null;
      const [first, ...rest] = body.taxLines;
      return { ...body, taxLines: [{ ...first, amount: { ...first.amount, amount: first.amount.amount + 1 } }, ...rest] };
    }),
  },
  {
    name: "amounts have fractions", check: "quotes",
    make: () => withEarly((body) => (body.levels ? {
      levels: body.levels.map((level) => ({ ...level, fee: { ...level.fee, amount: level.fee.amount / 100 + 0.5 } })),
    } : body)),
  },
  {
    name: "any amount pays a quote", check: "quotes",
    make: () => {
      const totals = new Map();
      return async (request, send) => {
        const answer = await send(request);
        const body = json(answer.body);
        if (body?.total && body.expiresAt) totals.set(body.id, body.total);
        if (!pays(request) || !isProblem(answer, "quote-changed")) return answer;
        const { quoteId } = json(request.body);
        return totals.has(quoteId) ? send({ ...request, body: JSON.stringify({ quoteId, amount: totals.get(quoteId) }) }) : answer;
      };
    },
  },
  {
    name: "a quote holds for ever", check: "quotes", isSlow: true,
    make: () => {
      const given = new Map();
      return async (request, send) => {
        const answer = await send(request);
        const body = json(answer.body);
        if (body?.total && body.expiresAt) given.set(body.id, body);
        if (!pays(request) || !isProblem(answer, "quote-changed")) return answer;
        const { quoteId, amount } = json(request.body);
        const now = json((await send({ ...request, path: `${renewalOf(request.path)}/quotes`, body: "{}" })).body);
        const told = ({ levelId, paymentMethod, total }) => JSON.stringify([levelId, paymentMethod, total]);
        const isSame = given.has(quoteId) && told(given.get(quoteId)) === told({ ...now, total: amount });
        return isSame ? send({ ...request, body: JSON.stringify({ quoteId: now.id, amount }) }) : answer;
      };
    },
  },
  {
    name: "the estimate is another price", check: "quotes",
    make: () => bodies((body) => body.estimate && ({ ...body, estimate: { ...body.estimate, total: { ...body.estimate.total, amount: body.estimate.total.amount + 1 } } })),
  },
  {
    name: "each question gets a quote of its own", check: "quotes",
    make: () => {
      let given = 0;
      return async (request, send) => {
        const answer = await send({ ...request, body: request.body.replace(/(quote_\w+)-\d+/, "$1") });
        const body = json(answer.body);
        return request.path.endsWith("/quotes") && body?.id ? withBody(answer, { ...body, id: `${body.id}-${(given += 1)}` }) : answer;
      };
    },
  },
  {
    name: "there is a price before there is a way to pay", check: "quotes",
    make: () => insteadOf("step-order", ({ path }, send, answer) => (path.endsWith("/quotes") ? asJson(answer, 201, { id: "quote-early" }) : null)),
  },
  {
    name: "a payment is of another amount than its quote", check: "quotes",
    make: () => bodies((body, request) => pays(request) && body.amount && ({ ...body, amount: { ...body.amount, amount: body.amount.amount + 1 } })),
  },
  {
    name: "a key may come with another body", check: "idempotency",
    make: () => insteadOf("idempotency-mismatch", (request, send) => send({ ...request, headers: { ...request.headers, "idempotency-key": `${request.headers["idempotency-key"]}-other` } })),
  },
  {
    name: "a payment is made again under its key", check: "idempotency",
    make: () => {
      const seen = new Map();
      return async (request, send) => {
        const answer = await send(request);
        if (!pays(request) || answer.status >= 300) return answer;
        const key = request.headers["idempotency-key"];
        const times = seen.get(key) ?? 0;
        seen.set(key, times + 1);
        return times === 0 ? answer : asJson(answer, 201, { ...json(answer.body), id: `payment-again-${times}` });
      };
    },
  },
  {
    name: "no key is needed", check: "idempotency",
    make: () => (request, send) => send(pays(request) ? { ...request, headers: { ...request.headers, "idempotency-key": (request.headers["idempotency-key"] ?? "").padEnd(16, "0") } } : request),
  },
  {
    name: "another key makes another payment", check: "one-live-payment",
    make: () => {
      const payments = new Map();
      return async (request, send) => {
        const answer = await send(request);
        const { id } = json(answer.body) ?? {};
        if (!pays(request) || answer.status >= 300) return answer;
        const key = request.headers["idempotency-key"];
        const first = payments.get(id) ?? payments.set(id, key).get(id);
        return first === key ? answer : asJson(answer, 201, { ...json(answer.body), id: `payment-of-${key}` });
      };
    },
  },
  {
    name: "a renewal is removed under its payment", check: "one-live-payment",
    make: () => insteadOf("payment-in-progress", ({ method }, send, answer) => (method === "DELETE" ? { ...answer, status: 204, body: "" } : null)),
  },
  {
    name: "a step changes under a live payment", check: "one-live-payment",
    make: () => insteadOf("payment-in-progress", async (request, send, answer) =>
      request.method === "PUT" ? asJson(answer, 200, json((await read(request, send, renewalOf(request.path))).body)) : null),
  },
  {
    name: "a payment is not cancelled twice", check: "one-live-payment",
    make: () => {
      const cancelled = new Set();
      return async (request, send) => {
        const answer = await send(request);
        if (!request.path.endsWith("/cancel") || answer.status !== 200) return answer;
        if (cancelled.has(request.path)) return refusal(answer, 409, "not-cancellable");
        cancelled.add(request.path);
        return answer;
      };
    },
  },
  {
    name: "everybody reads every payment", check: "other-people",
    make: () => {
      let last;
      return async (request, send) => {
        const { authorization } = request.headers;
        const answer = await send(request);
        if (pays(request) && answer.status < 300) last = authorization;
        const isTheirs = request.method === "GET" && /^\/v1\/payments\/payment/.test(request.path);
        return isTheirs && answer.status === 404 && last ? send({ ...request, headers: { ...request.headers, authorization: last } }) : answer;
      };
    },
  },
  {
    name: "a refusal tells whose renewal it is", check: "other-people",
    make: () => {
      let owner;
      return async (request, send) => {
        const answer = await send(request);
        const body = json(answer.body);
        if (body?.organization?.name && renewalOf(request.path)) owner = body.organization.name;
        return owner && answer.status === 404 && renewalOf(request.path) ? withBody(answer, { ...body, detail: `This renewal is of ${owner}.` }) : answer;
      };
    },
  },
  { name: "nobody says when to come back", check: "retry-after", make: () => answers((answer) => withHeader(answer, "retry-after", null)) },
  {
    name: "the clock is an hour behind", check: "clock",
    make: () => answers((answer) => withHeader(answer, "date", new Date(Date.parse(answer.headers.date) - 3_600_000).toUTCString())),
  },
  {
    name: "times are of a zone", check: "clock", along: ["step-order"],
    make: () => answers((answer) => ({ ...answer, body: answer.body.replace(/"confirmedAt":"([^"]+)Z"/g, '"confirmedAt":"$1+00:00"') })),
  },
  {
    name: "days are written as in Germany", check: "clock", along: ["signature"],
    make: () => answers((answer) => ({ ...answer, body: answer.body.replace(/"effective":"(\d{4})-(\d\d)-(\d\d)"/g, '"effective":"$3.$2.$1"') })),
  },
  {
    name: "a problem is plain JSON", check: "problems",
    make: () => answers((answer) => (answer.status < 400 ? answer : withHeader(answer, "content-type", "application/json"))),
  },
  {
    name: "what is not there has no request id", check: "problems",
    make: () => answers((answer) => (answer.status === 404 ? withHeader(answer, "request-id", null) : answer)),
  },
  {
    name: "a problem has no title", check: "problems",
    make: () => bodies(({ title, ...rest }) => (rest.type?.startsWith("urn:") ? rest : null)),
  },
  {
    name: "a wrong method has a problem of its own", check: "problems",
    make: () => answers((answer, { method }) => (method === "PATCH" ? refusal(answer, 405, "method-not-allowed") : answer)),
  },
  {
    name: "an organization that is not there is forbidden", check: "problems",
    make: () => insteadOf("not-found", ({ path }, send, answer) => (path.includes("/organizations/") ? refusal(answer, 403, "not-primary-contact") : null)),
  },
];
