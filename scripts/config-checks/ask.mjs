// What the checks of scripts/check-config.mjs share: asking an address as a browser would, and the lines that are said.
import { isLoopback } from "../settings.mjs";

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
    const { message, code } = error.cause ?? error;
    const isCertificate = /CERT|SIGNED|SIGNATURE/.test(code);
    const advice = isCertificate
      ? "Give the authority that its certificate is from: NODE_EXTRA_CA_CERTS=FILE before the command"
      : "Is the address right, and can this machine reach it?";
    lines.unasked(what, `${url} gives no answer (${message || code}). ${advice}`);
    return null;
  }
}

/** Says where an address is one of this machine, and the site is not: whoever opens the site asks a machine of their own. */
export function sayReachable(lines, key, url, origin) {
  if (!origin || isLoopback(new URL(origin).hostname) || !isLoopback(new URL(url).hostname)) return;
  lines.wrong(`${key}: where it is`, `${url} is on this machine, which nobody else reaches by that address. Write the one that people's browsers reach`);
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
  lines.wrong(what, `Access-Control-Allow-Origin is ${allowed ?? "not sent"}. Let that server allow the origin ${from} (CORS), or browsers keep the answer from the site`);
}

/** The members of a header that is a list. */
export const listed = (headers, name) => (headers.get(name) ?? "").toLowerCase().split(",").map((one) => one.trim()).filter(Boolean);
