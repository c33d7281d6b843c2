// An OpenID provider that shares nothing with the sandbox: npm's oidc-provider, on an address of another site than
// ours, with a sign-in page of its own. Its people have the ids of the sandbox's, so that the partner API knows them.
import { createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const PEOPLE = { nadia: "Nadia Example", oleg: "Oleg Example" };
const CLIENT = "partner-renewal";
const RESOURCE = "urn:example:partner-api";
const MINUTES_10 = 600;

const ENCODING = { publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } };

/** A private signing key as JWK. It is read anew before it is written: Node.js 20 stops for ever when it collects what
 * made a key while it writes that same key as JWK. */
function jwk(kind, options, more) {
  const { privateKey } = generateKeyPairSync(kind, { ...options, ...ENCODING });
  return { ...createPrivateKey(privateKey).export({ format: "jwk" }), use: "sig", ...more };
}

// Made once for all journeys of a process: an RSA key takes its time.
const KEYS = [
  jwk("rsa", { modulusLength: 2048 }, { kid: "rsa", alg: "RS256" }),
  jwk("ec", { namedCurve: "P-256" }, { kid: "ec", alg: "ES256" }),
];

/** Its keys where ID tokens are signed with this algorithm. */
const keysFor = {
  RS256: () => KEYS,
  PS256: () => [jwk("rsa", { modulusLength: 2048 }, { kid: "pss", alg: "PS256" }), ...KEYS],
  EdDSA: () => [jwk("ed25519", {}, { kid: "ed", alg: "EdDSA" }), ...KEYS],
};

const page = (title, body) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head>` +
  `<body><main><h1>${title}</h1>${body}</main></body></html>`;

const signInPage = (action) =>
  page(
    "Sign in to Example Accounts",
    `<form method="post" action="${action}"><label>User name <input name="user" autocomplete="username"></label> ` +
      `<button name="do" value="in">Sign in</button> <button name="do" value="cancel">Cancel</button></form>`,
  );

/** What differs from the provider's defaults: what this site and its API need, and no more. */
const configuration = (sandbox, alg) => ({
  clients: [
    {
      client_id: CLIENT,
      token_endpoint_auth_method: "none",
      id_token_signed_response_alg: alg,
      grant_types: ["authorization_code"],
      response_types: ["code"],
      redirect_uris: [sandbox.url("/sign-in/callback")],
      post_logout_redirect_uris: [sandbox.url("/")],
    },
  ],
  jwks: { keys: keysFor[alg]() },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "PS256", "EdDSA"] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  scopes: ["openid", "profile"],
  claims: { openid: ["sub"], profile: ["name"] },
  clientBasedCORS: (_ctx, origin) => origin === sandbox.site,
  findAccount: (_ctx, id) => (PEOPLE[id] ? { accountId: id, claims: () => ({ sub: id, name: PEOPLE[id] }) } : undefined),
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  ttl: { Session: MINUTES_10 * 6, Grant: MINUTES_10 * 6, Interaction: MINUTES_10, AccessToken: MINUTES_10, IdToken: MINUTES_10 },
  // The API wants to know how long ago the person signed in.
  extraTokenClaims: (ctx) => ({ auth_time: ctx.oidc.entities.AuthorizationCode?.authTime }),
  // One program, one site of its own: nobody is asked for consent.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: CLIENT, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid profile");
    grant.addResourceScope(RESOURCE, "partner");
    await grant.save();
    return grant;
  },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource(ctx, form) {
        const sure = '<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>';
        ctx.body = page("Sign out of Example Accounts", form + sure);
      },
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "partner",
        audience: "partner-api",
        accessTokenFormat: "jwt",
        accessTokenTTL: MINUTES_10,
        jwt: { sign: { alg: "ES256" } },
      }),
    },
  },
});

async function form(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

async function interact(provider, request, response) {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(signInPage(`/interaction/${uid}`));
    return;
  }
  const answer = await form(request);
  const result =
    answer.get("do") === "in"
      ? { login: { accountId: answer.get("user") } }
      : { error: "access_denied", error_description: "The person did not sign in." };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** Listens at once, so that the issuer has a name; `serve` sets the provider up for a sandbox. `alg` signs its ID tokens. */
export async function startProvider({ alg = "RS256" } = {}) {
  let handle = null;
  const server = createServer((request, response) => handle(request, response));
  // Another site than ours, for a browser: 127.0.0.1 is not localhost.
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return {
    issuer,
    serve(sandbox) {
      const provider = new Provider(issuer, configuration(sandbox, alg));
      const rest = provider.callback();
      handle = (request, response) => {
        if (!request.url.startsWith("/interaction/")) return rest(request, response);
        return interact(provider, request, response).catch((error) => {
          response.statusCode = 400;
          response.end(String(error));
        });
      };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Signs in on the provider's own page. */
export async function signInAtProvider(page, user = "nadia") {
  await page.getByRole("heading", { level: 1, name: "Sign in to Example Accounts" }).waitFor();
  await page.getByLabel("User name").fill(user);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
