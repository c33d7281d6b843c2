// The files of Caddy, in the shape of /etc/caddy, from the templates in deploy/caddy.
import { apiHeaders, escaped, extensionsOfType, fillTemplates, hashedPattern, routesPattern, served, siteHeaders } from "./served.mjs";

/** Where the files go, and the program's own defaults. */
export const caddy = {
  copyTo: "/etc/caddy",
  log: "/var/log/caddy/partner-renewal.log",
  files,
};

const header = ([name, value]) => `\t\t${name} "${value}"`;

/** An access log without queries and headers: the return from sign-in carries a code, also in an address sent on. */
const LOG_FORMAT = `format filter {
			wrap json
			fields {
				request>uri regexp \`\\?.*\` ""
				request>headers delete
				resp_headers delete
			}
		}`;

function proxyValues({ api, ca, host, name, path, scheme, server }) {
  const tls = `\t\t\ttls_trusted_ca_certs ${ca}\n\t\t\ttls_server_name ${name}\n`;
  return {
    api,
    api_headers: apiHeaders.map(header).join("\n"),
    api_host: host,
    api_path: path,
    api_pattern: escaped(api),
    api_scheme: scheme,
    api_server: server,
    api_tls: scheme === "https" ? tls : "",
  };
}

function hostValues(site) {
  const port = (name) => (site[name] ? [`\t${name}_port ${site[name].split(":")[1]}\n`] : []);
  const address = (site.https ?? site.http)?.split(":")[0];
  return {
    bind: address ? `\tbind ${address}\n` : "",
    host: site.host,
    home: site.base === "/" ? "" : `\tredir / ${site.base} 307\n`,
    host_name: site.hostName,
    log: site.log,
    log_format: LOG_FORMAT,
    ports: [...port("http"), ...port("https")].join(""),
    tls: site.certificate ? `\ttls ${site.certificate} ${site.key}\n` : "",
  };
}

function siteValues(site) {
  const slash = `\n@partner_renewal_near path ${site.base.slice(0, -1)}\nredir @partner_renewal_near ${site.base} 307\n`;
  return {
    allow: served.methods.join(", "),
    base: site.base,
    base_pattern: escaped(site.base),
    caching_hashed: served.caching.hashed,
    caching_missing: served.caching.missing,
    caching_named: served.caching.named,
    files: site.files,
    hashed: hashedPattern,
    headers: siteHeaders(site).map(header).join("\n"),
    methods: served.methods.join(" "),
    page_type: served.types.html,
    root: site.root,
    routes: routesPattern,
    types: extensionsOfType.map(([type, ends]) => `\t\t~\\.(${ends.join("|")})$ "${type}"`).join("\n"),
    without_slash: site.base === "/" ? "" : slash,
  };
}

function files(site) {
  const values = { ...siteValues(site), ...(site.proxy ? proxyValues(site.proxy) : {}), ...hostValues(site) };
  const parts = [...(site.proxy ? ["caddy/api.caddy"] : []), "caddy/site.caddy"].map((name) => fillTemplates([name], values));
  return {
    "partner-renewal.caddy": parts.join("\n"),
    ...(site.ownServer ? {} : { Caddyfile: fillTemplates(["caddy/Caddyfile"], values) }),
  };
}
