// What the checks of scripts/check-config.mjs share: asking an address as a browser would, and the lines that are said.

const TIMEOUT_MS = 15_000;

export const originOf = (address) => new URL(address).origin;

/** The lines of a run. Each names what was looked at; one that is not ok also says what to do. */
export function report() {
  const lines = [];
  const note = (state) => (what, advice) => void lines.push({ state, what, advice });
  return { lines, ok: note("ok"), wrong: note("wrong"), unasked: note("could not be asked") };
}

/**
 * Asks an address, following no redirect, as the site does. `from` is the origin of the page that asks, if it is another
 * origin's. The answer holds `status`, `headers`, `text` and `json`, which is undefined where the text is none. Null, with a line
 * that says so, where nothing answers.
 */
export async function ask(lines, what, url, { from, headers = {}, ...init } = {}) {
  try {
    const answer = await fetch(url, {
      redirect: "manual", ...init, headers: { ...headers, ...(from ? { origin: from } : {}) }, signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
  } catch (error) {
    lines.unasked(what, `${url} gives no answer (${error.cause?.message || error.cause?.code || error.message}). Is the address right, and can this machine reach it?`);
    return null;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The caller says what the text should have been.
  }
}

/** Says whether a page of this origin may read the answer. */
export function sayReadable(lines, what, { headers }, from) {
  const allowed = headers.get("access-control-allow-origin");
  if (allowed === "*" || allowed === from) return lines.ok(what);
  lines.wrong(what, `Access-Control-Allow-Origin is ${allowed ?? "not sent"}. Send ${from}, or browsers keep the answer from the site`);
}

/** The members of a header that is a list. */
export const listed = (headers, name) => (headers.get(name) ?? "").toLowerCase().split(",").map((one) => one.trim()).filter(Boolean);
