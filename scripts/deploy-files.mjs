// Writes the files a web server needs to serve a build, from the templates in deploy/nginx and your config.json.
//
//   node scripts/deploy-files.mjs --config config.json --host renew.example.com [--base /renew-here/] [options]
//
// The folder that is written (--out, default deploy-out) has the shape of /etc/nginx. The content security policy
// allows the hosts of the partner API and of the identity provider, whose discovery document is asked for them. Where
// "api" in config.json is a path, such as /api/v1, nginx hands on what is sent there.
//
//   --api-server URL   the address of the partner API itself, where "api" is a path: https://api.example.com/v1
//   --api-ca FILE      whom its certificate is from (default /etc/ssl/certs/ca-certificates.crt)
//   --build FOLDER     the build, whose page holds a script and styles that the policy names (default dist)
//   --discovery FILE   the provider's discovery document, where it cannot be asked from this machine
//   --own-server       leave the server block out: your own includes snippets/partner-renewal.conf
//   --root FOLDER      the build lies in FOLDER and there under --base (default /var/www/partner-renewal)
//   --log FILE         access log (default /var/log/nginx/partner-renewal.log)
//   --certificate FILE, --key FILE   for the server block
//   --http LISTEN, --https LISTEN    in place of ports 80 and 443
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const DEPLOY = fileURLToPath(new URL("../deploy/", import.meta.url));

const fail = (message) => {
  console.error(`deploy-files: ${message}`);
  process.exit(1);
};

const { values: given } = (() => {
  const text = { type: "string" };
  try {
    return parseArgs({
      options: {
        build: { type: "string", default: "dist" },
        config: text, host: text, "api-server": text, discovery: text, certificate: text, key: text, http: text, https: text,
        "own-server": { type: "boolean", default: false },
        "api-ca": { type: "string", default: "/etc/ssl/certs/ca-certificates.crt" },
        base: { type: "string", default: "/" },
        out: { type: "string", default: "deploy-out" },
        root: { type: "string", default: "/var/www/partner-renewal" },
        log: { type: "string", default: "/var/log/nginx/partner-renewal.log" },
      },
    });
  } catch (error) {
    return fail(error.message);
  }
})();

const host = given.host ?? fail("--host is missing: the name under which the site is reached");
if (!/^[a-z0-9.-]+(:\d+)?$/i.test(host)) fail(`--host ${host} is not a host name`);
const { base } = given;
if (!/^\/([a-z0-9._~-]+\/)*$/i.test(base)) fail("--base begins and ends with a slash, for example /renew-here/");
for (const name of ["api-ca", "root", "log", "certificate", "key", "http", "https"]) {
  // Whatever ends a value in an nginx file has no place in one.
  if (/[\s;{}"'$\\]/.test(given[name] ?? "")) fail(`--${name} has a character that nginx would not take as part of it`);
}

function json(path, what) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return fail(`${what} ${path}: ${error.message}`);
  }
}

function origin(address, what) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return /^https?:$/.test(url?.protocol) ? url.origin : fail(`${what} is not a web address: ${address}`);
}

const config = json(given.config ?? fail("--config is missing: the config.json of the site"), "--config");
if (config.sandbox) fail("this config.json is the sandbox's, where nothing is real: write your own");

async function discovery() {
  if (given.discovery) return json(given.discovery, "--discovery");
  const url = config.discovery ?? `${String(config.issuer).replace(/\/$/, "")}/.well-known/openid-configuration`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return await answer.json();
  } catch (error) {
    const why = error.cause?.message ?? error.message;
    return fail(`${url} cannot be read (${why}): is ${config.discovery ? '"discovery"' : '"issuer"'} right? Else save that document and give it by --discovery`);
  }
}

const routes = readFileSync(join(DEPLOY, "routes.txt"), "utf8").trim().split("\n");

/** What the templates ask about an API that is reached by a path of the site; null where it has an address of its own. */
function proxied() {
  const api = String(config.api).replace(/\/$/, "");
  const server = given["api-server"];
  if (!/^(\/[a-z0-9._~-]+)+$/i.test(api)) {
    if (server) fail(`--api-server is for an "api" that is a path, such as /api/v1. It is ${config.api}`);
    return null;
  }
  if (/\/\.{1,2}(\/|$)/.test(api)) fail(`api ${api} has a segment that browsers leave out`);
  const first = (path) => path.split("/")[1];
  const inside = api.startsWith(base) && routes.some((route) => first(route) === first(`/${api.slice(base.length)}`));
  if (inside || base.startsWith(`${api}/`)) fail(`api ${api} is an address of the site itself`);
  if (!server) fail(`--api-server is missing: the address of the partner API, which the site reaches as ${api}`);
  origin(server, "--api-server");
  const url = new URL(server);
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !local) fail("--api-server has to begin with https://");
  if (url.search || url.hash || url.username || /[\s;{}"'$\\]/.test(url.pathname)) fail(`--api-server ${server} has more than host and path`);
  return {
    api,
    api_ca: given["api-ca"],
    api_host: url.host,
    api_name: url.hostname,
    api_path: url.pathname.replace(/\/$/, ""),
    api_scheme: url.protocol.slice(0, -1),
    api_server: `${url.hostname}:${url.port || (url.protocol === "https:" ? 443 : 80)}`,
  };
}

// Without their hashes in the policy the page works, and is painted later.
const { policy } = json(join(given.build, "version.json"), "--build");
for (const hash of [policy?.script, policy?.style]) {
  if (!/^sha256-[\w+/=]+$/.test(hash)) fail(`${given.build} is not a build of this site: run make build`);
}

const proxy = proxied();
const origins = [...(proxy ? [] : [origin(config.api, "api")]), origin(config.discovery ?? config.issuer, config.discovery ? "discovery" : "issuer")];
const provider = await discovery();
for (const name of ["token_endpoint", "jwks_uri"]) origins.push(origin(provider[name], `the provider's ${name}`));

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const route = (path) => path.slice(1).split("/").map((part) => (part === "*" ? "[^/]+" : escaped(part))).join("/");
const listen = (address, port, suffix) =>
  (address ? [address] : [port, `[::]:${port}`]).map((one) => `    listen ${one}${suffix};`).join("\n");
const values = {
  ...proxy,
  base,
  base_pattern: escaped(base),
  certificate: given.certificate ?? `/etc/ssl/certs/${host}.pem`,
  connect: [...new Set(origins)].join(" "),
  files: join(given.root, base),
  host,
  key: given.key ?? `/etc/ssl/private/${host}.key`,
  listen_http: listen(given.http, "80", ""),
  listen_https: listen(given.https, "443", " ssl"),
  log: given.log,
  root: given.root,
  routes: routes.map(route).join("|"),
  script_hash: policy.script,
  style_hash: policy.style,
  without_slash:
    base === "/" ? "" : `\nlocation = ${base.slice(0, -1)} {\n    absolute_redirect off;\n    return 307 ${base};\n}\n`,
};
const files = {
  "conf.d/00-partner-renewal.conf": proxy ? ["http.conf", "api-upstream.conf"] : ["http.conf"],
  "snippets/partner-renewal.conf": proxy ? ["site.conf", "api.conf"] : ["site.conf"],
  "snippets/partner-renewal-headers.conf": ["headers.conf"],
  ...(given["own-server"] ? {} : { "conf.d/partner-renewal.conf": ["server.conf"] }),
};
for (const [name, templates] of Object.entries(files)) {
  const text = templates.map((template) => readFileSync(join(DEPLOY, "nginx", template), "utf8")).join("");
  const path = join(given.out, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text.replace(/\{\{(\w+)\}\}/g, (_, key) => values[key] ?? fail(`${templates} ask for ${key}`)));
}

console.log(`deploy-files: ${Object.keys(files).join(", ")} in ${given.out}
  copy to            /etc/nginx
  build goes into    ${values.files}
  connect-src        ${values.connect}
  partner API        ${proxy ? `${proxy.api}, handed on to ${given["api-server"]}` : `${origins[0]}, across origins`}
  redirect address   https://${host}${base}sign-in/callback (register it at the identity provider)
  after sign-out     https://${host}${base}`);
