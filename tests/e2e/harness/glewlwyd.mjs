// Debian's glewlwyd as identity provider: a server that was made by others for real use, set up by its own interface for
// administrators as its documentation says. Its people have the ids of the sandbox's, so that the partner API knows them.
import { execFileSync, spawn } from "node:child_process";
import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { freePort } from "./free_port.mjs";

const TABLES = "/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz";
const SETTINGS = "/etc/glewlwyd/glewlwyd.conf";
const PAGES = "/usr/share/glewlwyd/webapp";
/** The administrator whom the tables hold. */
const ADMINISTRATOR = { username: "admin", password: "password" };
const SCOPES = ["openid", "partner"];
/** Whom the access tokens are for. This provider takes addresses alone. */
export const RESOURCE = "http://localhost/partner-api";

/** The settings of the package, for this port and what lies in this folder, with messages on the terminal. */
function settings(port, folder) {
  const own = {
    port,
    bind_address: '"127.0.0.1"',
    external_url: `"http://localhost:${port}"`,
    static_files_path: `"${folder}/pages/"`,
    log_mode: '"console"',
    log_level: '"WARNING"',
    // The site reads no header of the answers.
    expose_headers: '""',
  };
  const rest = Object.keys(own).join("|");
  const packaged = readFileSync(SETTINGS, "utf8")
    .replace(new RegExp(`^(${rest}|log_file|@include).*$`, "gm"), "");
  const lines = Object.entries(own).map(([name, value]) => `${name}=${value}`);
  return `${lines.join("\n")}\ndatabase = { type = "sqlite3" path = "${folder}/database" };\n${packaged}`;
}

/** A key pair of P-256, in PEM. This provider publishes a coordinate without the zero bytes that it begins with, and
 * Chromium refuses such a key: here none begins with any. */
function keyPair() {
  for (;;) {
    const pair = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const { x, y } = createPublicKey(pair.publicKey).export({ format: "jwk" });
    if ([x, y].every((coordinate) => Buffer.from(coordinate, "base64url")[0] !== 0)) return pair;
  }
}

/** What the OpenID Connect plugin is told: authorization code with PKCE, ES256, access tokens for one resource. */
function plugin(issuer) {
  const { publicKey: cert, privateKey: key } = keyPair();
  return {
    module: "oidc",
    name: "oidc",
    display_name: "OpenID Connect",
    order_rank: 0,
    parameters: {
      iss: issuer,
      "oauth-as-iss-id": true,
      "jwt-type": "ecdsa",
      "jwt-key-size": "256",
      key,
      cert,
      "jwks-show": true,
      "access-token-duration": 600,
      "refresh-token-duration": 1200,
      "code-duration": 60,
      "auth-type-code-enabled": true,
      "auth-type-token-enabled": false,
      "auth-type-id-token-enabled": true,
      "allowed-scope": ["openid"],
      "pkce-allowed": true,
      "pkce-mandatory": true,
      "subject-type": "public",
      "name-claim": "mandatory",
      "session-management-allowed": true,
      "session-cookie-name": "glewlwyd_oidc",
      "session-cookie-expiration": 3600,
      "front-channel-logout-allowed": true,
      "back-channel-logout-allowed": true,
      "resource-allowed": true,
      "resource-scope": { partner: [RESOURCE] },
      "resource-change-allowed": false,
    },
  };
}

/** Starts it, so that the issuer has a name; `serve` sets it up for a sandbox. */
export async function startGlewlwyd() {
  const folder = mkdtempSync(join(tmpdir(), "renewal-glewlwyd-"));
  const database = join(folder, "database");
  const port = await freePort();
  const own = `http://localhost:${port}`;
  const issuer = `${own}/api/oidc`;
  execFileSync("sqlite3", [database], { input: gunzipSync(readFileSync(TABLES)) });
  const file = join(folder, "glewlwyd.conf");
  writeFileSync(file, settings(port, folder));
  // The package has a folder in the place of the file that its pages ask for first.
  cpSync(PAGES, join(folder, "pages"), { recursive: true, dereference: true, filter: (path) => path !== `${PAGES}/config.json` });
  cpSync(`${PAGES}/config.json/config.json`, join(folder, "pages", "config.json"));
  let output = "";
  const child = spawn("glewlwyd", [`--config-file=${file}`], { stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));

  let cookie = "";
  async function call(method, path, body) {
    const answer = await fetch(`${own}/api${path}`, {
      method,
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}\n${output}`);
    return answer;
  }
  async function signInAsAdministrator() {
    const deadline = Date.now() + 20_000;
    for (;;) {
      try {
        const answer = await call("POST", "/auth", ADMINISTRATOR);
        cookie = answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
        return;
      } catch (error) {
        if (child.exitCode !== null || Date.now() > deadline) throw error;
        // Not listening yet.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }
  return {
    issuer,
    output: () => output,
    /** Sets it up for the site of a sandbox, and for people by their ids, each with a name and a password. The subject of
     * each is their id, not a random one. */
    async serve(sandbox, people) {
      await signInAsAdministrator();
      await call("POST", "/scope", { name: "partner", display_name: "Partner API", password_required: true });
      await call("POST", "/client", {
        client_id: "partner-renewal",
        name: "Partner renewal",
        confidential: false,
        enabled: true,
        scope: SCOPES,
        authorization_type: ["code"],
        redirect_uri: [sandbox.url("/sign-in/callback")],
        token_endpoint_auth_method: ["none"],
        resource: [RESOURCE],
      });
      await call("POST", "/mod/plugin", plugin(issuer));
      for (const [username, { name, password }] of Object.entries(people)) {
        await call("POST", "/user", { username, name, password, enabled: true, scope: SCOPES });
        const subject = `INSERT INTO gpo_subject_identifier (gposi_plugin_name, gposi_username, gposi_sub) VALUES ('oidc', '${username}', '${username}');`;
        execFileSync("sqlite3", [database], { input: subject });
      }
    },
    async stop() {
      if (child.exitCode === null) {
        child.kill("SIGTERM");
        const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
        await once(child, "exit");
        clearTimeout(timer);
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A password that nobody has used before. */
export const newPassword = () => randomBytes(12).toString("base64url");
