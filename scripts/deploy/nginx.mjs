// The files of nginx, in the shape of /etc/nginx, from the templates in deploy/nginx.
import { apiHeaders, escaped, extensionsOfType, fillTemplates, hashedPattern, routesPattern, served, siteHeaders } from "./served.mjs";

/** Where the files go, and the program's own defaults. */
export const nginx = {
  copyTo: "/etc/nginx",
  log: "/var/log/nginx/partner-renewal.log",
  files,
};

const addHeader = (indent) => ([name, value]) => `${indent}add_header ${name} "${value}" always;`;
const hideHeader = ([name]) => `    proxy_hide_header ${name};`;

function types() {
  const plain = (type) => type.replace("; charset=utf-8", "");
  const lines = extensionsOfType.map(([type, extensions]) => `        ${plain(type)} ${extensions.join(" ")};`);
  const withCharset = extensionsOfType.map(([type]) => type).filter((type) => type !== plain(type));
  // nginx counts text/html in already, and warns where it is named.
  const named = withCharset.map(plain).filter((type) => type !== "text/html");
  return { types: lines.join("\n"), charset_types: named.join(" ") };
}

const listen = (address, port, suffix) =>
  (address ? [address] : [port, `[::]:${port}`]).map((one) => `    listen ${one}${suffix};`).join("\n");

/** What the templates ask about an API that is reached by a path of the site. */
function proxyValues({ api, ca, host, name, path, scheme, server }) {
  return {
    api,
    api_ca: ca,
    api_headers: [...apiHeaders.map(hideHeader), ...apiHeaders.map(addHeader("    "))].join("\n"),
    api_host: host,
    api_name: name,
    api_path: path,
    api_scheme: scheme,
    api_server: server,
  };
}

/** The values that fill the templates; the container's files take them too. */
export function nginxValues(site) {
  const slash = `\nlocation = ${site.base.slice(0, -1)} {\n    absolute_redirect off;\n    return 307 ${site.base};\n}\n`;
  return {
    ...(site.proxy ? proxyValues(site.proxy) : {}),
    ...types(),
    allow: served.methods.join(", "),
    base: site.base,
    base_pattern: escaped(site.base),
    caching_hashed: served.caching.hashed,
    caching_missing: served.caching.missing,
    caching_named: served.caching.named,
    ...site.certificateFiles,
    files: site.files,
    hashed: hashedPattern,
    headers: siteHeaders(site).map(addHeader("")).join("\n"),
    home: site.base === "/" ? "" : `\n    location = / {\n        absolute_redirect off;\n        return 307 ${site.base};\n    }\n`,
    host: site.host,
    listen_http: listen(site.http, "80", ""),
    listen_https: listen(site.https, "443", " ssl http2"),
    log: site.log,
    methods: served.methods.join("|"),
    methods_said: served.methods.join(" and "),
    root: site.root,
    routes: routesPattern,
    without_slash: site.base === "/" ? "" : slash,
  };
}

/** The site's parts that every nginx includes, whatever its server block is. */
export function nginxParts(site, values) {
  return {
    "conf.d/00-partner-renewal.conf": fillTemplates(["nginx/http.conf", ...(site.proxy ? ["nginx/api-upstream.conf"] : [])], values),
    "snippets/partner-renewal.conf": fillTemplates(["nginx/site.conf", ...(site.proxy ? ["nginx/api.conf"] : [])], values),
    "snippets/partner-renewal-headers.conf": fillTemplates(["nginx/headers.conf"], values),
  };
}

function files(site) {
  const values = nginxValues(site);
  const server = site.ownServer ? {} : { "conf.d/partner-renewal.conf": fillTemplates(["nginx/server.conf"], values) };
  return { ...nginxParts(site, values), ...server };
}
