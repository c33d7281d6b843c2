// Runs scripts/check-config.mjs for tests, and starts what it asks: a provider, a partner API and a site that answer as it
// wants it, each on an origin of its own. A test changes single answers.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PAGE } from "../deploy/build.mjs";

const SCRIPT = fileURLToPath(new URL("../../scripts/check-config.mjs", import.meta.url));
const SERVED = JSON.parse(readFileSync(new URL("../../deploy/served.json", import.meta.url), "utf8"));
const POLICY = { script: "sha256-c2NyaXB0", style: "sha256-c3R5bGU=" };
const EXPOSED = "etag, date, location, retry-after, request-id";
const SENT = "authorization, content-type, if-match, accept-language, idempotency-key, x-file-name";

/** Headers of every answer of the site, as every web server is told to send them. */
function siteHeaders(connect) {
  const filled = (value) =>
    value.replace("{{script_hash}}", POLICY.script).replace("{{style_hash}}", POLICY.style).replace("{{connect}}", connect);
  const all = Object.entries({ ...SERVED.headers, ...SERVED.overTls });
  return Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), filled(value)]));
}

const json = (body, headers = {}, status = 200) => ({ status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

/**
 * Starts the three. `change` gets each answer before it is sent: `{ server, method, path, request }` and
 * `{ status, headers, body }`, which it may change.
 */
export async function startProgram(change = () => {}) {
  const origins = {};
  const answers = {
    provider({ path }) {
      const headers = { "access-control-allow-origin": origins.site };
      const { provider } = origins;
      // A provider may name itself with a path.
      if (path.endsWith("/.well-known/openid-configuration")) {
        return json({
          issuer: provider, authorization_endpoint: `${provider}/authorize`, token_endpoint: `${provider}/token`, jwks_uri: `${provider}/keys`,
          response_types_supported: ["code"], code_challenge_methods_supported: ["S256"],
        }, headers);
      }
      if (path === "/keys") return json({ keys: [{ kty: "RSA", use: "sig", n: "AQAB", e: "AQAB" }] }, headers);
      return json({ error: "invalid_grant" }, headers, 400);
    },
    api({ method, request }) {
      const headers = { "access-control-allow-origin": origins.site, "access-control-expose-headers": EXPOSED };
      if (method === "OPTIONS") {
        return { status: 200, headers: { ...headers, "access-control-allow-methods": "GET, POST, PUT, DELETE", "access-control-allow-headers": SENT }, body: "" };
      }
      return request.headers.authorization === "Bearer good" ? json({ id: "1" }, headers) : json({ status: 401 }, headers, 401);
    },
    site({ path }) {
      const headers = siteHeaders(`${origins.api} ${origins.provider}`);
      if (["/", "/membership"].includes(path)) return { status: 200, headers: { ...headers, "content-type": "text/html" }, body: PAGE };
      if (path === "/version.json") return json({ version: "1", policy: POLICY }, headers);
      if (path === "/config.json") return json(config(), headers);
      return { status: 404, headers: { ...headers, "cache-control": "no-store" }, body: "Not found" };
    },
  };
  const config = () => ({
    api: `${origins.api}/v1`, issuer: origins.provider, clientId: "partner-renewal", scope: "openid partner",
    paymentOrigins: ["https://pay.partner-program.example"], supportEmail: "help@partner-program.example",
  });
  const servers = Object.entries(answers).map(([server, answer]) => [
    server,
    createServer((request, response) => {
      const about = { server, method: request.method, path: request.url, request, origins };
      const sent = answer(about);
      change(about, sent);
      response.sendDate = !("no-date" in sent.headers);
      response.writeHead(sent.status, sent.headers).end(sent.body);
    }),
  ]);
  for (const [name, server] of servers) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origins[name] = `http://127.0.0.1:${server.address().port}`;
  }
  return {
    origins,
    config,
    async stop() {
      for (const [, server] of servers) {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      }
    },
  };
}

/**
 * Runs the command as an operator does. `certificate` is that of the site, where no
 * authority has signed it. `lines` are the checks as `[state, text]`.
 */
export async function check(config, { site, token, certificate } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "renewal-config-"));
  try {
    const path = join(folder, "config.json");
    writeFileSync(path, typeof config === "string" ? config : JSON.stringify(config));
    const args = [SCRIPT, path, ...(site ? ["--site", site] : [])];
    const child = spawn(process.execPath, args, { env: { ...process.env, API_TOKEN: token ?? "", ...(certificate ? { NODE_EXTRA_CA_CERTS: certificate } : {}) }, stdio: ["ignore", "pipe", "pipe"] });
    let [output, errors] = ["", ""];
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (errors += chunk));
    const [status] = await once(child, "close");
    const lines = [...output.matchAll(/^(ok|wrong|could not be asked) +(.+)$/gm)].map(([, state, text]) => [state, text]);
    return { status, output, errors, lines, texts: (state) => lines.filter(([one]) => one === state).map(([, text]) => text) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
