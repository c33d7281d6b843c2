// Sends the kit's requests, keeps every answer, and writes a request as a `curl` line without its token.

/** How long an answer may take. */
const TIMEOUT = 30_000;
/** Longest wait that the kit grants an API which asks for one, and how often. */
const LONGEST_WAIT = 60;
const PATIENCE = 3;
/** Longest body that a `curl` line shows whole. */
const LONGEST_SHOWN = 2000;

/** The checks cannot go on: `isFault` where the API is to blame, and not the state that the organization is in. */
export class Blocked extends Error {
  constructor(message, { answer, isFault = false } = {}) {
    super(message);
    this.answer = answer;
    this.isFault = isFault;
  }
}

/** The end of a problem's type, such as `step-order`; "" where the answer has none. */
export const slugOf = (answer) => /^urn:partner-renewal:problem:(.+)$/.exec(answer.json?.type ?? "")?.[1] ?? "";

/** An answer in a few words. */
export const inWords = (answer) => [answer.status, slugOf(answer)].filter(Boolean).join(" ");

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** A request as it can be typed into a shell; tokens are variables. */
export function curl({ method, url, headers, body }) {
  const parts = ["curl", "-i", ...(method === "GET" ? [] : ["-X", method]), quoted(url)];
  for (const [name, value] of Object.entries(headers)) {
    const line = `${name}: ${value}`;
    parts.push("-H", value.includes("$") ? `"${line}"` : quoted(line));
  }
  if (body !== undefined) {
    const cut = body.length > LONGEST_SHOWN ? `${body.slice(0, 60)}… (${body.length} characters)` : body;
    parts.push("--data-binary", quoted(cut));
  }
  return parts.join(" ");
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the checks that want JSON find no member in it, and say so.
    return undefined;
  }
}

/** An API below `base`. `tokens` has a function for each name that gives the token as it is now. */
export class Api {
  constructor({ base, tokens, pause }) {
    this.base = base.replace(/\/+$/, "");
    this.tokens = tokens;
    this.pause = pause;
    /** Every answer so far, for the checks that hold for all of them. */
    this.answers = [];
  }

  has(name) {
    return this.tokens[name] !== undefined;
  }

  /**
   * Sends one request. `as` is the name of a token, null for none; `authorization` takes its place. `body` is sent as JSON,
   * `raw` as it stands. An API that asks for patience gets it, unless `isPatient` is false.
   */
  async send(method, path, { as = "TOKEN", authorization, body, raw, type = "application/json", ifMatch, key, headers = {}, isPatient = true } = {}) {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const shown = {
      ...(authorization ? { Authorization: authorization.shown } : as ? { Authorization: `Bearer $${as}` } : {}),
      ...(content === undefined ? {} : { "Content-Type": type }),
      ...(ifMatch ? { "If-Match": ifMatch } : {}),
      ...(key === undefined ? {} : { "Idempotency-Key": key }),
      ...headers,
    };
    const sent = { ...shown };
    if (authorization) sent.Authorization = authorization.sent;
    else if (as) sent.Authorization = `Bearer ${await this.tokens[as]()}`;
    const request = { method, path, url: `${this.base}${path}`, headers: shown, body: content };
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#exchange(request, sent).catch((error) => {
        // Every request of the kit may be sent twice, and a connection that was kept may have ended meanwhile.
        if (isPatient && attempt === 1) return null;
        throw error;
      });
      if (!answer) continue;
      if (!isPatient || ![429, 503].includes(answer.status) || attempt === PATIENCE) return answer;
      const seconds = Number(answer.headers.get("retry-after") ?? 2);
      await this.pause(Math.min(Number.isFinite(seconds) ? seconds : 2, LONGEST_WAIT));
    }
  }

  async #exchange(request, headers) {
    const { method, url, body } = request;
    let response;
    let text;
    const sentAt = Date.now();
    try {
      response = await fetch(url, { method, headers, body, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) });
      text = await response.text();
    } catch (error) {
      const reason = error.cause?.code ?? error.cause?.message ?? error.message;
      throw new Blocked(`no answer (${reason})`, { answer: { request, status: 0, headers: new Headers(), text: "" }, isFault: true });
    }
    const answer = { request, status: response.status, headers: response.headers, text, json: parsed(text), etag: response.headers.get("etag"), sentAt, at: Date.now() };
    this.answers.push(answer);
    return answer;
  }
}
