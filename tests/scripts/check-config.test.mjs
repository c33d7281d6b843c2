// What make check-config says of configurations and of servers that are each wrong in one way.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { check, startProgram } from "./check_config.mjs";

const { settings: SETTINGS } = JSON.parse(readFileSync(new URL("../config-cases.json", import.meta.url), "utf8"));

const { scope: _, ...WITHOUT_SCOPE } = SETTINGS;
/** A configuration, and what is said of it. */
const FIELDS = [
  ["no JSON", '{"api": "/api/v1",}', /^config\.json: This file is not valid JSON\. .*comma too many\. \(/],
  ["a list", [], /^config\.json: This file is not valid JSON\. It has to be one object in braces/],
  ["a key that is missing", WITHOUT_SCOPE, /^scope: This key is missing\.$/],
  ["an API that is no address", { ...SETTINGS, api: "api/v1" }, /^api: The value has to be a web address such as https:\/\/api\.example\.com\/v1.*path on this site, such as \/api\/v1\.$/],
  ["an issuer that is not encrypted", { ...SETTINGS, issuer: "http://id.partner-program.example" }, /^issuer: The address has to begin with https:\/\/\./],
  ["a client id that is a number", { ...SETTINGS, clientId: 7 }, /^clientId: The value has to be a text in quotation marks\.$/],
  ["an empty client id", { ...SETTINGS, clientId: "" }, /^clientId: The value is empty\.$/],
  ["a scope without openid", { ...SETTINGS, scope: "profile" }, /^scope: The scope openid is missing\./],
  ["a payment page with a path", { ...SETTINGS, paymentOrigins: ["https://pay.example/checkout"] }, /^paymentOrigins: An origin is scheme and host alone.* Write: https:\/\/pay\.example$/],
  ["payment pages that are no list", { ...SETTINGS, paymentOrigins: "https://pay.example" }, /^paymentOrigins: The value has to be a list of texts: \["…", "…"\]\.$/],
  ["two addresses for help", { ...SETTINGS, supportEmail: "a@b.example, c@d.example" }, /^supportEmail: The value has to be one email address/],
  ["tenants by their names", { ...SETTINGS, allowedTenants: ["cedar.example"] }, /^allowedTenants: The list has to hold at least one tenant id/],
  ["a mark of the sandbox that is a text", { ...SETTINGS, sandbox: "no" }, /^sandbox: The value has to be true or false, without quotation marks\.$/],
  ["a sandbox that is not on this machine", { ...SETTINGS, sandbox: true }, /^sandbox: These are the settings of the sandbox.*Replace the file/],
];
for (const [what, config, says] of FIELDS) {
  test(`fields: ${what}`, async () => {
    const { status, texts } = await check(config);
    const [wrong, ...more] = texts("wrong");
    assert.match(wrong, says);
    assert.deepEqual(more, []);
    assert.deepEqual(texts("could not be asked"), ["provider, API and site: Correct the fields first"]);
    assert.equal(status, 1);
  });
}

test("every field that is wrong is named at once", async () => {
  const { texts } = await check({ ...WITHOUT_SCOPE, clientId: " ", supportEmail: "help" });
  assert.deepEqual(texts("wrong").map((text) => text.split(":")[0]), ["clientId", "scope", "supportEmail"]);
});

test("a program that is set up rightly is ok in every line, and the addresses to register are printed", async () => {
  const program = await startProgram();
  try {
    for (const token of [undefined, "good"]) {
      const { status, output, lines } = await check(program.config(), { site: program.origins.site, token });
      assert.deepEqual(lines.filter(([state]) => state !== "ok"), []);
      assert.equal(status, 0);
      assert.ok(output.includes(`redirect address   ${program.origins.site}/sign-in/callback\n`));
    }
    const { status, texts } = await check(program.config());
    assert.deepEqual(texts("wrong"), []);
    assert.equal(status, 3, "what depends on the site's address could not be asked");
    assert.equal(texts("could not be asked").filter((text) => text.includes("Give --site https://…")).length, 5);
  } finally {
    await program.stop();
  }
});

test("a provider and an API on this machine are wrong for a site that is not", async () => {
  const program = await startProgram();
  try {
    const { texts } = await check(program.config(), { site: "https://renew.invalid" });
    const far = texts("wrong").filter((text) => text.includes("is on this machine, which nobody else reaches"));
    assert.deepEqual(far.map((text) => text.split(":")[0]), ["issuer", "api"]);
  } finally {
    await program.stop();
  }
});

const DISCOVERY = "/.well-known/openid-configuration";
/** Changes the JSON of one answer. */
const body = (path, edit) => (about, sent) => {
  if (about.path !== path) return;
  const changed = JSON.parse(sent.body);
  edit(changed, about);
  sent.body = JSON.stringify(changed);
};
/** Changes the answers of a server, or that of one path of it. */
const at = (server, path, edit) => (about, sent) => {
  if (about.server === server && [null, about.path].includes(path)) edit(sent, about);
};
const get = (server, path, edit) => at(server, path, (sent, { method }) => method === "GET" && edit(sent));
const preflight = (edit) => at("api", null, (sent, { method }) => method === "OPTIONS" && edit(sent));
/** Gives a header another value, or takes it away. */
const header = (name, value) => ({ headers }) => {
  if (value === undefined) delete headers[name];
  else headers[name] = value;
};
const policy = (from, to) => at("site", "/", ({ headers }, { origins }) => {
  const name = "content-security-policy";
  headers[name] = headers[name].replace(typeof from === "string" ? from : from(origins), to);
});
/** Puts a color into the page, as a program's. */
const style = (rule) => at("site", null, (sent) => (sent.body = sent.body.replace("</style>", `:root{${rule}}</style>`)));
const NO_ORIGIN = header("access-control-allow-origin");
const page = (sent) => Object.assign(sent, { status: 200, body: "<!doctype html>", headers: { ...sent.headers, "content-type": "text/html" } });

/** What one server does otherwise, the line that is wrong then, and how many are (one for each method, where leave is asked). */
const SERVERS = [
  ["the description is not there", at("provider", DISCOVERY, (sent) => (sent.status = 404)), /^issuer: the provider's description: .* answers 404\. Write the issuer exactly/],
  ["the description is elsewhere", at("provider", DISCOVERY, (sent) => (sent.status = 302)), /^issuer: the provider's description: .* answers 302/],
  ["the description is a page", at("provider", DISCOVERY, page), /^issuer: the provider's description: .* lacks every field/],
  ["the description lacks an endpoint", body(DISCOVERY, (json) => delete json.jwks_uri), /^issuer: the provider's description: .* lacks jwks_uri/],
  ["the provider has another name", body(DISCOVERY, (json) => (json.issuer += "/")), /^issuer: the provider calls itself so: It calls itself http:\/\/\S+\/\. Write that/],
  ["no PKCE", body(DISCOVERY, (json) => (json.code_challenge_methods_supported = ["plain"])), /^issuer: PKCE with S256: .*lacks S256/],
  ["no authorization code flow", body(DISCOVERY, (json) => (json.response_types_supported = ["id_token"])), /^issuer: the authorization code flow: .*lacks code/],
  ["an endpoint that is not encrypted", body(DISCOVERY, (json) => (json.end_session_endpoint = "http://id.example/end")), /^issuer: every endpoint is encrypted, or on this machine: end_session_endpoint is http:\/\/id\.example\/end/],
  ["the site may not read the description", at("provider", DISCOVERY, NO_ORIGIN), /^issuer: the description can be read by the site: Access-Control-Allow-Origin is not sent/],
  ["the site may not read the keys", at("provider", "/keys", NO_ORIGIN), /^issuer: the keys can be read/],
  ["another site may read the tokens", at("provider", "/token", header("access-control-allow-origin", "https://other.example")), /^clientId: the answer with the tokens.*is https:\/\/other\.example\. Let that server allow the origin http/],
  ["keys of another kind", body("/keys", (json) => (json.keys[0] = { kty: "RSA", alg: "RS512" })), /^issuer: keys that sign for the site: .*none for RS256, PS256, ES256 or EdDSA/],
  ["keys that encrypt", body("/keys", (json) => (json.keys[0].use = "enc")), /^issuer: keys that sign for the site/],
  ["a client that is not known", body("/token", (json) => (json.error = "invalid_client")), /^clientId: the provider knows the site: It answers invalid_client\. Register partner-renewal there as a single-page application/],
  ["a token endpoint that is none", at("provider", "/token", page), /^clientId: the provider knows the site: .* answers 200 to a code that is none/],
  ["the API is a page", get("api", "/v1/account", page), /^api: the partner API answers: .* is a page \(200\)\. The web server has to hand on/],
  ["the base of the API is another", get("api", "/v1/account", (sent) => (sent.status = 404)), /^api: the partner API answers: .* answers 404 with application\/json, where 401 is right/],
  ["the site may not read the API's answers", get("api", "/v1/account", NO_ORIGIN), /^api: its answers can be read/],
  ["a header that the site reads is hidden", at("api", null, header("access-control-expose-headers", "Date, Location, Retry-After, Request-Id")), /^api: the headers that the site reads: .*lacks etag$/],
  ["a method is not allowed", preflight(header("access-control-allow-methods", "GET, POST, DELETE")), /^api: browsers let the site send PUT: Access-Control-Allow-Methods lacks PUT/],
  ["a star does not stand for the token", preflight(header("access-control-allow-headers", "*")), /^api: browsers let the site send GET: Access-Control-Allow-Headers lacks authorization/, 4],
  ["leave is not given", preflight((sent) => (sent.status = 405)), /^api: browsers let the site send GET: OPTIONS answers 405/, 4],
  ["the API has no clock", at("api", null, header("no-date", "")), /^api: its clock: It sends no Date/],
  ["the clocks differ", get("api", "/v1/account", ({ headers }) => (headers.date = new Date(Date.now() + 600_000).toUTCString())), /^clocks of provider and API: They are (599|60[01]) s apart\. Set both by NTP/],
  ["no build", at("site", "/", page), /^site: the start page: .* answers 200, without a build of this site/],
  ["the build cannot be read", at("site", "/", (sent) => Object.assign(sent, { status: 403, body: "" })), /^site: the start page: .* answers 403, .*May the server's user read the folder/],
  ["a build for another path", at("site", null, (sent) => (sent.body = sent.body.replace("<title>", '<base href="/renew-here/" /><title>'))), /^site: the path: It is served at \/, and built for \/renew-here\/.*BASE=\//],
  ["the page is of another build", body("/version.json", (json) => (json.version = "2")), /^site: version\.json: It names 2, the page 1\. Copy the whole build/],
  ["a header is missing", at("site", "/", header("x-content-type-options")), /^site: X-Content-Type-Options: It is not sent\. Send nosniff$/],
  ["there is no policy", at("site", "/", header("content-security-policy")), /^site: Content-Security-Policy: It is not sent/],
  ["the policy names another script", policy("c2NyaXB0", "b2xk"), /^site: Content-Security-Policy: script-src has to be 'self' .*Run deploy-files\.mjs again with this build/],
  ["the policy lacks a host", policy(({ api }) => ` ${api}`, ""), /^site: connect-src: It lacks http:\/\/127\.0\.0\.1:\d+\. Run deploy-files/],
  ["the program's accent is too light", style("--accent:light-dark(#7fb0c0,#9fd0e0)"), /^site: contrast of the colors: light: accent #7fb0c0 on accent-soft #\w{6} has a contrast of 2\.\d+:1, and 4\.5:1 is needed\. Choose a darker color, by make configure/],
  ["the program's accent is too dark", style("--accent:light-dark(#205566,#30505a)"), /^site: contrast of the colors: dark: accent #30505a on accent-soft #\w{6} has .*Choose a lighter color/],
  ["the page has another address for help", at("site", null, (sent) => (sent.body = sent.body.replace("mailto:help@", "mailto:old@"))), /^site: the address for help: It is old@partner-program\.example in the page, and supportEmail is help@partner-program\.example\. Give make build SUPPORT_EMAIL/],
  ["the page is without its styles", at("site", null, (sent) => (sent.body = sent.body.replace(/<style>[^]*<\/style>/, ""))), /^site: contrast of the colors: The page has no color for accent, paper, /],
  ["pages are not routed", at("site", "/membership", (sent) => (sent.status = 404)), /^site: a page below it: .*membership answers 404\. Answer index\.html/],
  ["a missing file is the page", at("site", "/app-0000000000000000.js", page), /^site: a file that is not there: .* answers 200 with Cache-Control no-store\. Answer 404/],
  ["a missing file is kept", at("site", "/app-0000000000000000.js", header("cache-control", "max-age=60")), /^site: a file that is not there: .*Cache-Control max-age=60/],
  ["other settings are served", body("/config.json", (json) => (json.clientId = "other")), /^site: config\.json is this one: .*config\.json has other settings\. Copy this/],
  ["no settings are served", at("site", "/config.json", (sent) => (sent.status = 404)), /^site: config\.json is this one: .*config\.json answers 404\. Copy this/],
];
for (const [what, change, says, count = 1] of SERVERS) {
  test(`servers: ${what}`, async () => {
    const program = await startProgram(change);
    try {
      const { status, texts, output } = await check(program.config(), { site: program.origins.site });
      const wrong = texts("wrong");
      assert.match(wrong[0] ?? output, says);
      assert.equal(wrong.length, count, output);
      assert.equal(status, 1);
    } finally {
      await program.stop();
    }
  });
}

test("a token that is refused is named", async () => {
  const program = await startProgram();
  try {
    const { status, texts } = await check(program.config(), { site: program.origins.site, token: "old" });
    assert.match(texts("wrong").join("\n"), /^api: the partner API answers: It answers 401 to API_TOKEN\. Is the token still valid/);
    assert.equal(status, 1);
  } finally {
    await program.stop();
  }
});

test("a server that does not answer is said to be so, and is not ok", async () => {
  const program = await startProgram();
  const config = program.config();
  await program.stop();
  const { status, texts } = await check(config, { site: program.origins.site });
  assert.deepEqual(texts("wrong"), []);
  assert.deepEqual(texts("could not be asked").map((text) => text.split(/: http|: Both/)[0]), [
    "issuer: the provider's description", "api: the partner API answers", "clocks of provider and API", "site: the start page",
  ]);
  assert.equal(status, 3);
});

test("Microsoft's shared endpoints name a placeholder, and other issuers must not", async () => {
  for (const [endpoint, name, right] of [
    ["common", "{tenantid}", true], ["organizations", "{tenantid}", true], ["consumers", "9188040d-6c67-4c5b-b112-36a304b66dad", true],
    ["common", "9188040d-6c67-4c5b-b112-36a304b66dad", false], ["cedar", "{tenantid}", false],
  ]) {
    const program = await startProgram(body(`/${endpoint}/v2.0${DISCOVERY}`, (json, { origins }) => (json.issuer = `${origins.provider}/${name}/v2.0`)));
    try {
      const config = { ...program.config(), issuer: `${program.origins.provider}/${endpoint}/v2.0` };
      const said = (await check(config)).lines.find(([, text]) => text.startsWith("issuer: the provider calls itself so"));
      assert.equal(said?.[0], right ? "ok" : "wrong", `${endpoint} ${name}`);
    } finally {
      await program.stop();
    }
  }
});

test("an address that cannot be the site's is refused", async () => {
  for (const [site, says] of [["renew", /is not a web address/], ["http://renew.example", /has to begin with https/], ["https://renew.example/?x", /more than host and path/]]) {
    const { status, errors } = await check(SETTINGS, { site });
    assert.match(errors, says);
    assert.equal(status, 2);
  }
});
