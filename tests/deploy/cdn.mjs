// Answers as Netlify and Cloudflare Pages document it for a published folder with `_headers` and `_redirects`: what the two
// have in common, and where they differ.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A pattern of either file as a regular expression: `*` is anything, `:name` one segment. */
const pattern = (path) =>
  new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, "(?<splat>.*)").replace(/:([a-z]\w*)/g, "[^/]+")}$`);

/** Rules of `_headers`: [path, { name: value }]. */
export function headerRules(folder) {
  const rules = [];
  for (const line of readFileSync(join(folder, "_headers"), "utf8").trimEnd().split("\n")) {
    if (!/^\s/.test(line)) rules.push([line, {}]);
    else rules.at(-1)[1][line.trim().split(":")[0].toLowerCase()] = line.slice(line.indexOf(":") + 1).trim();
  }
  return rules;
}

/** Rules of `_redirects`: [path, target, status]. */
export const redirectRules = (folder) =>
  readFileSync(join(folder, "_redirects"), "utf8").trimEnd().split("\n").map((line) => line.split(/ +/));

const isFile = (path) => existsSync(path) && statSync(path).isFile();

/** The file for a path; a folder's is its index.html. */
function asset(folder, path) {
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  return isFile(file) ? file : null;
}

/** The nearest 404.html on the way up, as Cloudflare Pages looks for it. */
function nearestMissingPage(folder, path) {
  for (let place = path; place.includes("/"); ) {
    place = place.slice(0, place.lastIndexOf("/"));
    if (isFile(join(folder, place, "404.html"))) return join(folder, place, "404.html");
  }
  return null;
}

/** What a request for a path gets: `{ status, file, to, headers }`. */
export function cdnAnswer(host, folder, path) {
  const matched = headerRules(folder).filter(([rule]) => pattern(rule).test(path));
  const headers = {};
  for (const [, values] of matched) {
    for (const [name, value] of Object.entries(values)) headers[name] = headers[name] ? `${headers[name]}, ${value}` : value;
  }
  // Netlify sends a file that is there whatever a rule says; Cloudflare Pages knows no rule with status 404.
  const rules = redirectRules(folder).filter(([, , status]) => host === "netlify" || status !== "404");
  const own = host === "netlify" ? asset(folder, path) : null;
  const rule = own ? null : rules.find(([from]) => pattern(from).test(path));
  if (rule) {
    const [from, target, status] = rule;
    const to = target.replace(":splat", pattern(from).exec(path).groups?.splat ?? "");
    if (/^https?:/.test(to)) return { status: Number(status), to, headers: {} };
    return { status: Number(status), file: asset(folder, to), headers };
  }
  const file = own ?? asset(folder, path);
  if (file) return { status: 200, file, headers };
  const missing = host === "netlify" ? join(folder, "404.html") : nearestMissingPage(folder, path);
  return { status: 404, file: missing && isFile(missing) ? missing : null, headers };
}
