// Writes a program into a built site: its name, the words of its start page, its colors, the address for help, the links
// at the foot of every page and, if told, config.json. The code of the build stays as it is.
//
//   node scripts/configure.mjs program.json [dist]
//
// deploy/program.schema.json describes the file, deploy/PROGRAM.md explains it. What the build said before is kept beside
// it (dist-built.json), where nobody serves it, so that a build can be configured again, also otherwise; the same program
// gives the same bytes.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { checkedAddress, compressed, escaped, hashedName, integrity, policyHash, shortHash } from "./built-files.mjs";
import { LINKS, languagesOf, logoProblem, problemsOf } from "./program.mjs";
import { theme } from "./theme.mjs";

const fail = (message, code = 1) => {
  console.error(`configure: ${message}`);
  process.exit(code);
};
const [source, dist = "dist"] = process.argv.slice(2);
if (!source) fail("node scripts/configure.mjs program.json [dist]", 2);
const at = (name) => join(dist, name);
const read = (name) => readFileSync(at(name), "utf8");

function json(path, text = readFileSync(path, "utf8")) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(`${path} is not valid JSON: ${error.message}`);
  }
}

if (!existsSync(source)) fail(`${source} is not there`);
if (!existsSync(at("version.json"))) fail(`${dist} holds no build. Run make build first`);
const program = json(source);

// --- the build as it was -------------------------------------------------------------------------
const now = json(at("version.json"));
/** Files that configuring gives other content. */
const isChanged = (name) => /^(locales\/|icons\/icon-)/.test(name);
const besides = `${resolve(dist)}-built.json`;
const kept = existsSync(besides) ? json(besides) : null;
// A build that is configured names the one that it was. One without a name is new, or the last configuring was interrupted.
const isOfThisBuild = now.built ? now.built === kept?.version.version : JSON.stringify(now) === JSON.stringify(kept?.version);
if (now.built && !isOfThisBuild) fail(`${dist} is configured already, and ${besides} is not of the same build. Build it anew`);
const built = isOfThisBuild ? kept : asBuilt();
const old = built.version;

/** What configuring changes, as the build has it. */
function asBuilt() {
  const changed = now.files.filter(isChanged);
  return { version: now, page: read("index.html"), files: Object.fromEntries(changed.map((name) => [name, read(name)])) };
}

const catalogues = {};
const catalogueNames = {};
for (const [name, text] of Object.entries(built.files)) {
  const language = /^locales\/([a-z]{2})-/.exec(name)?.[1];
  if (!language) continue;
  catalogues[language] = JSON.parse(text);
  catalogueNames[language] = name;
}
const style = old.files.find((name) => /^style-[0-9a-f]+\.css$/.test(name));
if (!catalogues.en?.links || !style) fail(`${dist} was built by another version of this site. Build it anew`);

// --- what is wrong -------------------------------------------------------------------------------
const problems = problemsOf(program, catalogues);
const colors = problems.length === 0 && program.accent ? theme(program.accent, read(style)) : null;
problems.push(...(colors?.problems ?? []));
const logo = problems.length === 0 && program.logo ? logoText(resolve(dirname(source), program.logo)) : null;
if (problems.length > 0) {
  fail(`${source} cannot be used:\n${problems.map(([field, sentence]) => `  ${field}: ${sentence}.`).join("\n")}`);
}

function logoText(path) {
  const text = existsSync(path) ? readFileSync(path, "utf8") : null;
  const problem = text === null ? `is not there: ${path}` : logoProblem(text);
  if (problem) problems.push(["logo", problem]);
  return text;
}

// --- words ---------------------------------------------------------------------------------------
let page = built.page;
/** What the styles that stand in the page have besides. */
let inPage = "";
/** The files of the configured build by their names; null for one that is as it was built. */
const files = new Map(old.files.map((name) => [name, null]));
/** The hashed name of each file whose content changed, by its name as built. */
const renamed = new Map();

/** Replaces exactly one place in the page. */
function replaceOnce(from, to) {
  const parts = page.split(from);
  if (parts.length !== 2) fail(`the page has ${parts.length - 1} times ${from}. Build it anew`);
  page = parts.join(to);
}

/** Gives a file other content under the name of that content. */
function replaceFile(name, text) {
  const bytes = Buffer.from(text);
  const next = hashedName(name.replace(/-[0-9a-f]{16}(?=\.)/, ""), bytes);
  renamed.set(name, next);
  files.set(name, bytes);
  // What the page's scripts fetch stands there with its integrity.
  page = page.replace(new RegExp(`${name}#[^"]+`, "g"), checkedAddress(next, bytes)).replaceAll(name, next);
}

const languages = languagesOf(program, catalogues);
for (const [language, words] of Object.entries(catalogues)) {
  if (!languages.includes(language)) {
    withdraw(language);
    continue;
  }
  const name = program.name[language];
  words.site.name = name;
  words.site.title = `{page} – ${name}`;
  words.site.program = name;
  for (const [key, texts] of Object.entries(program.start ?? {})) words.start[key] = texts[language];
  replaceFile(catalogueNames[language], JSON.stringify(words));
}

/** The file with the words of the later parts, in a build that has them. */
function laterWords(language) {
  return old.files.find((name) => name.startsWith(`locales/later-${language}-`));
}

/** Takes a language out of what the page can ask for, and out of the menus: its own, and that which the program draws. */
function withdraw(language) {
  for (const name of [catalogueNames[language], laterWords(language)]) files.delete(name);
  replaceOnce(page.match(new RegExp(` data-locale-${language}="[^"]+"`))?.[0] ?? fail(`the page names no ${language}. Build it anew`), "");
  const button = page.match(new RegExp(`<li><button[^>]* data-language="${language}"[^>]*>[^<]*</button></li>`))?.[0];
  replaceOnce(button ?? fail(`the menu has no ${language}. Build it anew`), "");
  inPage += `.menu li:has(>[lang=${language}]){display:none}`;
}
// Nobody needs a menu with one language in it.
if (languages.length === 1) inPage += ".menu nav:not(.menu__pages){display:none}";
// Nor a page of competencies where the program asks for none.
if (program.competencies === false) inPage += "nav li:has(>a[href$=competencies]){display:none}";

// The page has the English words.
const words = catalogues.en;
page = page.replace(/ data-t="(site\.name|start\.\w+)"([^>]*)>[^<]*</g, (_, name, rest) => {
  const [group, key] = name.split(".");
  return ` data-t="${name}"${rest}>${escaped(words[group][key])}<`;
});
replaceBetween("<title>", "</title>", words.site.title.replace("{page}", () => words.start.title));
replaceBetween('<meta name="description" content="', '"', words.start.lead);
const mail = `mailto:${program.supportEmail}`;
replaceBetween('id="failed-mail" href="', "</a>", "");
replaceOnce('id="failed-mail" href="', `id="failed-mail" href="${escaped(mail)}">${escaped(program.supportEmail)}`);

/** Puts a text between two others, the first of which the page has once. */
function replaceBetween(from, to, text) {
  const start = page.indexOf(from) + from.length;
  const end = page.indexOf(to, start);
  replaceOnce(page.slice(start - from.length, end), from + escaped(text));
}

// --- links ---------------------------------------------------------------------------------------
const links = LINKS.filter((name) => program.links?.[name]).map(
  (name) => `<a href="${escaped(program.links[name])}" rel="external" data-t="links.${name}">${escaped(words.links[name])}</a>`,
);
if (links.length > 0) {
  const label = escaped(words.links.label);
  const foot = `<nav class="site-footer no-print" data-t-label="links.label" aria-label="${label}"><p>${links.join(" · ")}</p></nav>`;
  // Outside of what the program draws, so that every page has it, with the program and without.
  const place = '<div id="app" hidden></div>';
  replaceOnce(place, place + foot);
  // A page that waits for the program has nothing above them yet: they would stand at its top, and then jump.
  inPage += ":root[data-route=other]:not([data-failed]) #app[hidden]+.site-footer{display:none}";
}

// --- colors and logo -----------------------------------------------------------------------------
const icon = old.files.find((file) => file.startsWith("icons/icon-"));
let theming = "";
if (logo) {
  replaceFile(icon, logo);
  const mark = `url(${renamed.get(icon)}) center/contain no-repeat;print-color-adjust:exact`;
  theming += `@layer components{.site-name::before{border:0;border-radius:0;rotate:none;background:${mark}}}`;
} else if (colors) {
  replaceFile(icon, built.files[icon].replace(/fill="#[0-9a-f]{6}"/, `fill="${colors.accent}"`));
}
if (colors) theming += colors.css;
if (theming) {
  const bytes = Buffer.from(theming);
  const name = hashedName("theme.css", bytes);
  files.set(name, bytes);
  const sheet = page.match(/<link rel="stylesheet"[^>]*>/)?.[0] ?? fail("the page names no style sheet. Build it anew");
  replaceOnce(sheet, `${sheet}<link rel="stylesheet" href="${name}" integrity="${integrity(bytes)}">`);
  // What is painted first has them too.
  inPage += theming;
}

const first = page.match(/<style>([\s\S]*?)<\/style>/)?.[1] ?? fail("the page holds no styles. Build it anew");
replaceOnce(`<style>${first}</style>`, `<style>${first}${inPage}</style>`);
const policy = { ...old.policy, style: policyHash(first + inPage) };

// --- writing -------------------------------------------------------------------------------------
const version = shortHash(page.replace(/data-version="[^"]*"/, 'data-version=""'));
page = page.replace(/data-version="[^"]*"/, `data-version="${version}"`);
const names = [...files.keys()].map((name) => renamed.get(name) ?? name);
const isCompressed = existsSync(at("index.html.br"));
const remove = (name) => ["", ".br", ".gz"].forEach((ending) => rmSync(at(name + ending), { force: true }));

function write(name, bytes) {
  writeFileSync(at(name), bytes);
  for (const [ending, packed] of isCompressed ? Object.entries(compressed(bytes)) : []) writeFileSync(at(name + ending), packed);
}

// First what makes it possible to begin again, should the rest be interrupted.
if (!isOfThisBuild) writeFileSync(besides, JSON.stringify(built));
for (const [name, bytes] of files) if (bytes) write(renamed.get(name) ?? name, bytes);
// An icon that keeps its color is as it was built.
for (const name of names) if (!existsSync(at(name))) write(name, Buffer.from(built.files[name]));
write("index.html", Buffer.from(page));
write("version.json", Buffer.from(JSON.stringify({ version, built: old.version, files: names, policy })));
for (const name of new Set([...now.files, ...old.files])) if (!names.includes(name)) remove(name);
if (program.settings) {
  // Without a packed form: a web server would go on sending that after the operator has edited the file.
  remove("config.json");
  writeFileSync(at("config.json"), `${JSON.stringify({ ...program.settings, supportEmail: program.supportEmail }, null, 2)}\n`);
}

console.log(`configure: ${dist} is now ${program.name.en}, version ${version}
  words              ${languages.join(", ")}
  colors             ${colors ? "of the program, every contrast is enough" : "as built"}
  config.json        ${program.settings ? "written" : `yours, unchanged: the program has no "settings". Its supportEmail has to be ${program.supportEmail}`}
  Run deploy-files.mjs again once it is served: the policy names what stands in the page.`);
