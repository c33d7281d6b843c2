// The files `_headers` and `_redirects` that Netlify and Cloudflare Pages read, to lie at the root of what is published.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { routes, served, siteHeaders } from "./served.mjs";
import { fail } from "./site.mjs";

/** Cloudflare Pages reads no more rules than this. */
const MOST_RULES = 100;

/** Where the files go; what belongs to a server of one's own means nothing here. */
export const cdn = {
  copyTo: "the root of the folder that is published",
  buildGoesInto: (site) => `the folder that is published, under ${site.base}`,
  without: ["own-server", "certificate", "key", "http", "https", "log"],
  files,
};

const rule = (path, headers) => [path, ...headers.map(([name, value]) => `  ${name}: ${value}`)].join("\n");
const caching = (value) => [["Cache-Control", value]];

/** Every page below the base path. A star stands for all that begins alike, so that few rules do. */
function pagePatterns() {
  const deeper = routes.map((route) => route.slice(1).split("/")).filter((parts) => parts.length > 1);
  const whole = routes.filter((route) => !route.slice(1).includes("/")).map((route) => route.slice(1));
  return [...whole, ...new Set(deeper.map(([first]) => `${first}/*`))];
}

/** The built files with their content's hash in their name, those of older builds that are kept too. */
function hashedFiles(build) {
  const list = (name) => [JSON.parse(readFileSync(join(build, name), "utf8"))].flat();
  const kept = existsSync(join(build, "kept.json")) ? list("kept.json") : [];
  return [...new Set([...list("version.json"), ...kept].flatMap(({ files }) => files))].filter((name) => existsSync(join(build, name)));
}

function headersFile(site) {
  const { base } = site;
  // Both put the values of several rules that fit together: each path has one Cache-Control. The hashed files are listed
  // one by one, because a pattern would have a file that is missing kept for a year.
  const rules = [
    rule(`${base}*`, siteHeaders(site)),
    ...[...pagePatterns(), "version.json", "config.json"].map((path) => rule(base + path, caching(served.caching.named))),
    ...hashedFiles(site.build).map((path) => rule(base + path, caching(served.caching.hashed))),
  ];
  if (rules.length > MOST_RULES) fail(`_headers would have ${rules.length} rules, and Cloudflare Pages reads ${MOST_RULES}`);
  return `${rules.join("\n")}\n`;
}

function redirectsFile(site) {
  const { base } = site;
  const named = (path) => {
    let n = 0;
    return path.replace(/\*/g, () => `:id${(n += 1)}`);
  };
  const proxy = site.proxy ? [`${site.proxy.api}/* ${site.proxy.scheme}://${site.proxy.host}${site.proxy.path}/:splat 200`] : [];
  // A page is answered by the folder, not by index.html: Cloudflare Pages sends whoever asks for that file to its folder.
  const pages = routes.filter((route) => route !== "/").sort((a, b) => a.includes("*") - b.includes("*"));
  return [
    ...pages.map((route) => `${base}${named(route.slice(1))} ${base} 200`),
    ...proxy,
    // Netlify knows one page for addresses that are not there, Cloudflare Pages finds 404.html in the folder itself.
    ...(base === "/" ? [] : [`${base}* ${base}404.html 404`]),
  ].join("\n") + "\n";
}

function files(site) {
  // The page for an address that is not there is the start document, which both send with status 404.
  const page = readFileSync(join(site.build, "index.html"), "utf8");
  return { _headers: headersFile(site), _redirects: redirectsFile(site), [`${site.base.slice(1)}404.html`]: page };
}
