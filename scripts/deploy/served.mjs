// What a web server has to do to serve this site: deploy/served.json and deploy/routes.txt, as patterns and lists from
// which the text for each server is made. The sandbox's host does the same in tests/sandbox/src/site.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const DEPLOY = new URL("../../deploy/", import.meta.url);
const read = (name) => readFileSync(fileURLToPath(new URL(name, DEPLOY)), "utf8");

/** Methods, headers, caching and media types. `{{…}}` in a header stands for a value of the build or the operator. */
export const served = JSON.parse(read("served.json"));

/** The pages of the site below its base path; `*` stands for one segment. */
export const routes = read("routes.txt").trim().split("\n");

/** Text as a regular expression that matches it. */
export const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The pages below the base path, as the inside of a regular expression. */
export const routesPattern = routes
  .map((path) => path.slice(1).split("/").map((part) => (part === "*" ? "[^/]+" : escaped(part))).join("/"))
  .join("|");

const hashedTypes = Object.keys(served.types).filter((extension) => extension !== "html");

/** The end of a file's name that changes with its content. */
export const hashedPattern = `${served.hashedStem}\\.(${hashedTypes.join("|")})$`;

/** Each media type with the extensions of its files. */
export const extensionsOfType = [...new Set(Object.values(served.types))].map((type) => [
  type,
  Object.keys(served.types).filter((extension) => served.types[extension] === type),
]);

/** Fills `{{key}}` in a text from `values`. */
export function fill(text, values) {
  return text.replace(/\{\{(\w+)\}\}/g, (_, key) => {
    if (values[key] === undefined) throw new Error(`a template asks for ${key}, which has no value`);
    return values[key];
  });
}

/** The texts of templates below deploy/, one after the other, filled from `values`. */
export const fillTemplates = (names, values) => fill(names.map(read).join(""), values);

/** The headers of every answer of the site, as [name, value]. */
export function siteHeaders({ connect, policy }) {
  const values = { connect, script_hash: policy.script, style_hash: policy.style };
  return [...Object.entries(served.headers), ...Object.entries(served.overTls)].map(([name, value]) => [name, fill(value, values)]);
}

/** Those of an answer of the partner API under the site's origin. */
export const apiHeaders = [...Object.entries(served.apiHeaders), ...Object.entries(served.overTls)];
