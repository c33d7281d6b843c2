// The files of Apache, in the shape of Debian's /etc/apache2, from the templates in deploy/apache.
import { apiHeaders, extensionsOfType, fillTemplates, hashedPattern, routesPattern, served, siteHeaders } from "./served.mjs";

/** Where the files go, and the program's own defaults. */
export const apache = {
  copyTo: "/etc/apache2",
  log: "/var/log/apache2/partner-renewal.log",
  files,
};

const set = ([name, value]) => `    Header always set ${name} "${value}"`;
/** What the API has set itself gives way. */
const replace = ([name, value]) => `    Header unset ${name}\n${set([name, value])}`;

const types = () =>
  extensionsOfType
    .map(([type, ends]) => `    <FilesMatch "\\.(${ends.join("|")})(\\.br|\\.gz)?$">\n        ForceType "${type}"\n    </FilesMatch>`)
    .join("\n");

function proxyValues({ api, ca, path, scheme, host }) {
  const tls = [
    "# The API's server has to be who it says.",
    `<Proxy ${scheme}://${host}${path}/>`,
    "    SSLProxyEngine On",
    "    SSLProxyVerify require",
    `    SSLProxyCACertificateFile ${ca}`,
    "    SSLProxyCheckPeerName On",
    "    SSLProxyCheckPeerExpire On",
    "</Proxy>",
  ].join("\n");
  return {
    api,
    api_address: `${scheme}://${host}${path}/`,
    api_headers: apiHeaders.map(replace).join("\n"),
    api_tls: scheme === "https" ? tls : "",
  };
}

function values(site) {
  const near = `\nRedirectMatch 307 ^${site.base.slice(0, -1)}$ ${site.base}\n`;
  const listens = [site.http, site.https].filter(Boolean).map((listen) => `Listen ${listen}\n`);
  return {
    ...(site.proxy ? proxyValues(site.proxy) : {}),
    address_http: site.http ?? "*:80",
    address_https: site.https ?? "*:443",
    allow: served.methods.join(", "),
    base: site.base,
    caching_hashed: served.caching.hashed,
    caching_missing: served.caching.missing,
    caching_named: served.caching.named,
    ...site.certificateFiles,
    files: site.files,
    hashed_or_compressed: hashedPattern.replace(/\$$/, "(\\.br|\\.gz)?$$"),
    headers: siteHeaders(site).map(set).join("\n"),
    home: site.base === "/" ? "" : `    RedirectMatch 307 ^/$ ${site.base}\n`,
    host: site.host,
    listen: listens.length ? `${listens.join("")}\n` : "",
    log: site.log,
    methods: served.methods.join("|"),
    methods_said: served.methods.join(" and "),
    routes: routesPattern,
    types: types(),
    without_slash: site.base === "/" ? "" : near,
  };
}

function files(site) {
  const filled = values(site);
  return {
    "partner-renewal.conf": fillTemplates(["apache/site.conf", ...(site.proxy ? ["apache/api.conf"] : [])], filled),
    ...(site.ownServer ? {} : { "sites-available/partner-renewal.conf": fillTemplates(["apache/server.conf"], filled) }),
  };
}
