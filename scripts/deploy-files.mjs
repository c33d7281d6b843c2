// Writes the files a web server needs to serve a build, from deploy/served.json, deploy/routes.txt and your config.json.
//
//   node scripts/deploy-files.mjs --config config.json --host renew.example.com [--server nginx] [--base /renew-here/]
//
// The content security policy allows the hosts of the partner API and of the identity provider, whose discovery document
// is asked for them. Where "api" in config.json is a path, such as /api/v1, the server hands on what is sent there.
//
//   --host NAME        the name under which people reach the site, with its port where that is not 443
//   --server NAME      nginx (default), caddy, apache, cdn or container
//   --out FOLDER       the folder that is written (default deploy-out/NAME); it has the shape of the server's own
//   --api-server URL   the address of the partner API itself, where "api" is a path: https://api.example.com/v1
//   --api-ca FILE      whom its certificate is from (default /etc/ssl/certs/ca-certificates.crt)
//   --build FOLDER     the build, whose page holds a script and styles that the policy names (default dist)
//   --discovery FILE   the provider's discovery document, where it cannot be asked from this machine
//   --own-server       leave the host out: a server block, site block or virtual host of yours includes the site
//   --root FOLDER      the build lies in FOLDER and there under --base (default /var/www/partner-renewal)
//   --log FILE         access log (default partner-renewal.log where the server has its logs)
//   --certificate FILE, --key FILE   for the host, with their folders
//   --http LISTEN, --https LISTEN    an address and a port in place of ports 80 and 443, such as 127.0.0.1:8443
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { apache } from "./deploy/apache.mjs";
import { caddy } from "./deploy/caddy.mjs";
import { cdn } from "./deploy/cdn.mjs";
import { container } from "./deploy/container.mjs";
import { nginx } from "./deploy/nginx.mjs";
import { fail, readSite } from "./deploy/site.mjs";

const SERVERS = { nginx, caddy, apache, cdn, container };

const { values: given } = (() => {
  const text = { type: "string" };
  try {
    return parseArgs({
      options: {
        build: { type: "string", default: "dist" },
        config: text, host: text, "api-server": text, discovery: text, certificate: text, key: text, http: text, https: text,
        log: text,
        "own-server": { type: "boolean", default: false },
        "api-ca": { type: "string", default: "/etc/ssl/certs/ca-certificates.crt" },
        base: { type: "string", default: "/" },
        out: text,
        root: { type: "string", default: "/var/www/partner-renewal" },
        server: { type: "string", default: "nginx" },
      },
    });
  } catch (error) {
    return fail(error.message);
  }
})();

const server = Object.hasOwn(SERVERS, given.server) ? SERVERS[given.server] : fail(`--server is one of ${Object.keys(SERVERS).join(", ")}`);
for (const name of server.without ?? []) {
  if (given[name]) fail(`--${name} means nothing for ${given.server}`);
}
const site = await readSite({ ...given, log: given.log ?? server.log });
const files = server.files(site);
const out = given.out ?? join("deploy-out", given.server);
for (const [name, text] of Object.entries(files)) {
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

console.log(`deploy-files: ${Object.keys(files).join(", ")} in ${out}
  copy to            ${server.copyTo}
  build served from  ${server.buildGoesInto?.(site) ?? site.files}
  connect-src        ${site.connect}
  partner API        ${site.proxy ? `${site.proxy.api}, handed on to ${given["api-server"]}` : `${site.connect.split(" ")[0]}, across origins`}
  redirect address   https://${site.host}${site.base}sign-in/callback (register it at the identity provider)
  after sign-out     https://${site.host}${site.base}`);
