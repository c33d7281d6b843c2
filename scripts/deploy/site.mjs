// Reads the operator's options, config.json, the build and the provider's discovery document, and says what they mean for
// a web server. A wrong one ends the process with its reason.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { routes } from "./served.mjs";

/** Ends the process with a reason. */
export const fail = (message) => {
  console.error(`deploy-files: ${message}`);
  process.exit(1);
};

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

/** The configuration that goes live: never the sandbox's. */
function readConfig(given) {
  const config = json(given.config ?? fail("--config is missing: the config.json of the site"), "--config");
  if (config.sandbox) fail("this config.json is the sandbox's, where nothing is real: write your own");
  return config;
}

async function discover(given, config) {
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

/** Where requests to an API are handed on that is reached by a path of the site; null where it has an address of its own. */
function proxyOf(given, config) {
  const api = String(config.api).replace(/\/$/, "");
  const server = given["api-server"];
  if (!/^(\/[a-z0-9._~-]+)+$/i.test(api)) {
    if (server) fail(`--api-server is for an "api" that is a path, such as /api/v1. It is ${config.api}`);
    return null;
  }
  if (/\/\.{1,2}(\/|$)/.test(api)) fail(`api ${api} has a segment that browsers leave out`);
  const { base } = given;
  const first = (path) => path.split("/")[1];
  const inside = api.startsWith(base) && routes.some((route) => first(route) === first(`/${api.slice(base.length)}`));
  if (inside || base.startsWith(`${api}/`)) fail(`api ${api} is an address of the site itself`);
  if (!server) fail(`--api-server is missing: the address of the partner API, which the site reaches as ${api}`);
  origin(server, "--api-server");
  const url = new URL(server);
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !local) fail("--api-server has to begin with https://");
  const more = url.search || url.hash || url.username || /[\s;{}"'$\\]/.test(url.pathname);
  if (more) fail(`--api-server ${server} has more than host and path`);
  const scheme = url.protocol.slice(0, -1);
  return {
    api,
    ca: given["api-ca"],
    host: url.host,
    name: url.hostname,
    path: url.pathname.replace(/\/$/, ""),
    scheme,
    server: `${url.hostname}:${url.port || (scheme === "https" ? 443 : 80)}`,
  };
}

function checkOptions(given) {
  if (!given.host) fail("--host is missing: the name under which the site is reached");
  if (!/^[a-z0-9.-]+(:\d+)?$/i.test(given.host)) fail(`--host ${given.host} is not a host name`);
  if (!/^\/([a-z0-9._~-]+\/)*$/i.test(given.base)) fail("--base begins and ends with a slash, for example /renew-here/");
  for (const name of ["api-ca", "root", "log", "certificate", "key", "http", "https"]) {
    // Whatever ends a value in a server's file has no place in one.
    if (/[\s;{}"'$\\%#]/.test(given[name] ?? "")) fail(`--${name} has a character that a server would not take as part of it`);
  }
  for (const name of ["api-ca", "root", "certificate", "key"]) {
    if (given[name] && !given[name].startsWith("/")) fail(`--${name} ${given[name]} has to begin with a slash: a server looks from a folder of its own`);
  }
  for (const name of ["http", "https"]) {
    const listen = given[name];
    if (listen && !/^[\d.]+:\d+$/.test(listen)) fail(`--${name} is an address and a port, such as 127.0.0.1:8443`);
  }
  if (!given.certificate !== !given.key) fail("--certificate and --key belong together");
}

/** The build's version.json. Without its hashes in the policy the page works, and is painted later. */
function readBuild(folder, base) {
  const page = join(folder, "index.html");
  const built = /<base href="([^"]*)"/.exec(existsSync(page) ? readFileSync(page, "utf8") : "")?.[1] ?? base;
  if (built !== base) fail(`${folder} is built for ${built}, and --base is ${base}: run make build BASE=${base}, or give --base ${built}`);
  const version = json(join(folder, "version.json"), "--build");
  for (const hash of [version.policy?.script, version.policy?.style]) {
    if (!/^sha256-[\w+/=]+$/.test(hash)) fail(`${folder} is not a build of this site: run make build`);
  }
  return version;
}

/**
 * Everything that a server's text is made from.
 *
 * @param {object} given options of the command line, with their defaults
 */
export async function readSite(given) {
  checkOptions(given);
  const config = readConfig(given);
  const { policy } = readBuild(given.build, given.base);
  const proxy = proxyOf(given, config);
  const description = config.discovery ? "discovery" : "issuer";
  const origins = [...(proxy ? [] : [origin(config.api, "api")]), origin(config[description], description)];
  if (config.reports) origins.push(origin(config.reports, "reports"));
  const provider = await discover(given, config);
  for (const name of ["token_endpoint", "jwks_uri"]) origins.push(origin(provider[name], `the provider's ${name}`));
  const hostName = given.host.split(":")[0];
  return {
    base: given.base,
    build: given.build,
    certificate: given.certificate,
    certificateFiles: {
      certificate: given.certificate ?? `/etc/ssl/certs/${hostName}.pem`,
      key: given.key ?? `/etc/ssl/private/${hostName}.key`,
    },
    connect: [...new Set(origins)].join(" "),
    files: join(given.root, given.base),
    host: given.host,
    hostName,
    http: given.http,
    https: given.https,
    key: given.key,
    log: given.log,
    ownServer: given["own-server"],
    policy,
    proxy,
    root: given.root,
  };
}
