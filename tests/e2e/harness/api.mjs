// Looks past the page at what the program has recorded.

/** Answers whose URL matches, counted from now on, by method. */
export function countRequests(page, method, pattern) {
  const seen = [];
  page.on("request", (request) => {
    if (request.method() === method && pattern.test(new URL(request.url()).pathname)) seen.push(request);
  });
  return seen;
}

/** Keeps the newest access token the page has sent to the API, so that a test can ask the API itself. */
export function tokenOf(context, sandbox) {
  let bearer = null;
  context.on("request", (request) => {
    const header = request.headers()["authorization"];
    if (header && request.url().startsWith(sandbox.api)) bearer = header;
  });
  return async (path, init = {}) => {
    const answer = await fetch(`${sandbox.api}/v1${path}`, {
      ...init,
      headers: { authorization: bearer, "content-type": "application/json", ...init.headers },
    });
    return { status: answer.status, etag: answer.headers.get("etag"), body: await answer.json().catch(() => null) };
  };
}

/** The payment of the renewal whose confirmation there is, as the program has it; `ask` is from `tokenOf`. */
export async function paymentOf(ask) {
  const membership = await ask("/organizations/org-cedar/membership");
  const confirmation = await ask(`/renewals/${membership.body.currentRenewal.id}/confirmation`);
  return confirmation.body.payment;
}

/** What a page needs does not come beside other answers from now on: the page asks for it, so that a test can answer. */
export async function withoutEarlyAnswers(page) {
  await page.route(
    (url) => url.searchParams.has("next"),
    async (route) => {
      const url = new URL(route.request().url());
      url.searchParams.delete("next");
      await route.continue({ url: url.href });
    },
  );
}

const PROBLEM = "urn:partner-renewal:problem:";

/** Makes the API answer with a problem instead of acting, for as many matching requests as `times`; 429 and 503 ask for a pause of `retryAfter` seconds. */
export async function answerWithProblem(page, sandbox, { method, path, status, slug, times = 1, retryAfter = 2, extra = {} }) {
  let left = times;
  await page.route(
    (url) => url.href.startsWith(sandbox.api) && path.test(url.pathname),
    async (route) => {
      if (route.request().method() !== method || left <= 0) return route.fallback();
      left -= 1;
      await route.fulfill({
        status,
        headers: {
          "access-control-allow-origin": sandbox.site,
          "access-control-expose-headers": "ETag, Date, Location, Retry-After, Request-Id",
          "content-type": "application/problem+json",
          "request-id": "req-from-the-test",
          ...(status === 503 || status === 429 ? { "retry-after": String(retryAfter) } : {}),
        },
        body: JSON.stringify({ type: PROBLEM + slug, title: slug, status, instance: "req-from-the-test", ...extra }),
      });
    },
  );
}

/** Console lines that Chromium writes for answers of 400 and above. */
export const REFUSED = /Failed to load resource: the server responded with a status of (4\d\d|5\d\d)/;

/** Console lines and failures that come with a connection that is not there. */
export const UNREACHABLE = /net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_\w+|TIMED_OUT)/;

/** Holds what the page asks for at these addresses, until the function that is returned is called. */
export async function hold(page, addresses) {
  let letThrough;
  const held = new Promise((resolve) => (letThrough = resolve));
  await page.route(addresses, (route) => held.then(() => route.continue()));
  return letThrough;
}
