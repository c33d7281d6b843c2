// Is every class, id and custom property of the styles used, and every custom property that is used defined? And does
// every color and length stand in style/tokens, where it has a name (style/README.md lists what may stand elsewhere)?
//
// A class counts as used when it stands as a word in a text of the Rust sources, in index.html or in public/*.js. One that
// is put together (`["status--", name].concat()`) counts when its beginning is a text of its own that ends in a hyphen.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url));
const files = (folder, ending) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
const read = (name) => readFileSync(join(ROOT, name), "utf8");

const literals = (text) => [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^'\n]*)'|`([^`]*)`/g)].map((match) => match[1] ?? match[2] ?? match[3]);
const texts = [...files("src", ".rs"), ...files("public", ".js")].flatMap((name) => literals(read(name)));
texts.push(...[...read("index.html").matchAll(/ (?:class|id)="([^"]*)"/g)].map((match) => match[1]));
// `class:name` and `id=name` of Leptos are not texts.
const attributes = files("src", ".rs").flatMap((name) => [...read(name).matchAll(/\bclass:([\w-]+)/g)].map((match) => match[1]));
const words = new Set([...texts, ...attributes].flatMap((text) => text.split(/[^\w-]+/)));
const beginnings = [...words].filter((word) => word.endsWith("-") && word.length > 2);
const isUsed = (name) => words.has(name) || beginnings.some((beginning) => name.startsWith(beginning));

/** Lengths and colors with a value of their own. */
const RAW = /(?<![\w-])-?\d*\.?\d+(?:r?em|px|pt|mm|cm|in|[dsl]?v[wh]|vi|vb|ch|ex|cap|r?lh|cq[a-z]+)\b|#[\da-f]{3,8}\b|(?<![\w-])(?:oklch|oklab|rgba?|hsla?|light-dark)\(/gi;
/** The hairline, and the size of the text itself. */
const ALLOWED = /^-?(?:1px|1em|1lh|0\.5lh)$/;

const problems = [];
/** Custom properties that views set, by `style=("--name", value)`. */
const setByViews = files("src", ".rs").flatMap((name) => [...read(name).matchAll(/style=\("(--[\w-]+)"/g)].map((match) => match[1]));
const defined = new Map(setByViews.map((property) => [property, "src/views"]));
const referred = new Set();
for (const name of files("style", ".css")) {
  const css = read(name).replace(/\/\*[\s\S]*?\*\//g, "");
  for (const [, property] of css.matchAll(/(?<![\w-])(--[\w-]+)\s*:/g)) defined.set(property, name);
  for (const [, property] of css.matchAll(/var\(\s*(--[\w-]+)/g)) referred.add(property);
  if (!name.startsWith(join("style", "tokens"))) {
    // Conditions cannot name a token.
    for (const [, property, value] of css.matchAll(/(?<=[{;]\s*)([\w-]+)\s*:([^;{}]+)(?=[;}])/g)) {
      for (const [raw] of value.replace(/url\([^)]*\)/g, "").matchAll(RAW)) {
        if (!ALLOWED.test(raw)) problems.push(`${name}: ${property} has ${raw}, which belongs in style/tokens`);
      }
    }
  }
  for (const [, selector] of css.matchAll(/([^{};]+)\{/g)) {
    if (selector.trim().startsWith("@")) continue;
    // What stands in brackets or in quotes are attributes.
    const bare = selector.replace(/\[[^\]]*\]/g, "");
    for (const [, kind, used] of bare.matchAll(/([.#])([A-Za-z][\w-]*)/g)) {
      if (!isUsed(used)) problems.push(`${name}: nothing has ${kind === "." ? "the class" : "the id"} ${used}`);
    }
  }
}
for (const [property, name] of defined) if (!referred.has(property)) problems.push(`${name}: nothing uses ${property}`);
for (const property of referred) if (!defined.has(property)) problems.push(`${property} is used and not defined`);

for (const problem of new Set(problems)) console.error(`check-css: ${problem}`);
if (problems.length === 0) console.log("check-css: in order");
process.exit(problems.length === 0 ? 0 : 1);
