// Watches the way to the identity provider and back, and makes the provider and the API do what a test wants.

const CALLBACK = "/sign-in/callback";

/** Whether an address is the site's callback. */
export const isCallback = (address) => new URL(address).pathname.endsWith(CALLBACK);

/**
 * What the pages of a context ask of an identity provider from now on: addresses of its sign-in page, forms sent to its
 * token endpoint, and the addresses they came back to.
 */
export function watchSignIn(context, issuer) {
  const seen = { authorize: [], token: [], returns: [] };
  context.on("request", (request) => {
    const url = request.url();
    // The chooser sends its answer to the same address, by POST.
    if (url.startsWith(`${issuer}/auth`) && request.method() === "GET" && new URL(url).searchParams.has("client_id")) {
      seen.authorize.push(new URL(url));
    }
    if (url.startsWith(`${issuer}/token`) && request.method() === "POST") {
      seen.token.push(new URLSearchParams(request.postData() ?? ""));
    }
    if (request.isNavigationRequest() && isCallback(url)) seen.returns.push(url);
  });
  return seen;
}

/** Does something that leads to the provider and straight back, and waits for the return. */
export async function andBack(page, act) {
  const returned = page.waitForEvent("framenavigated", { predicate: (frame) => isCallback(frame.url()) });
  await act();
  await returned;
}

/** Calls one of the sandbox's test controls, such as `clock` or `primary-contact`. */
export async function control(sandbox, name, body) {
  const answer = await fetch(`${sandbox.api}/sandbox/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the control ${name} answered ${answer.status}`);
}

/** Takes back all access tokens; who is signed in at the provider stays so. */
export async function revokeTokens(sandbox) {
  const answer = await fetch(`${sandbox.idp}/sandbox/revoke-all-tokens`, { method: "POST" });
  if (!answer.ok) throw new Error(`revoking answered ${answer.status}`);
}

/** Sends the browser from the provider's sign-in page straight to this address instead. */
export async function answerSignInWith(context, signInPage, address) {
  await context.route(
    (url) => url.href.startsWith(signInPage.authorize),
    (route) => route.fulfill({ status: 302, headers: { location: address(new URL(route.request().url())) } }),
  );
}
