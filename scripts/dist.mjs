// Finishes what Trunk has built (its post_build hook): bundles the styles, writes the English words into the start
// page, gives every file that may change a name made of its content, and lets the page ask for exactly that content.
// In release it also minifies, checks that the wasm was optimized, takes out of it what the glue does not use, and
// compresses.
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { checkedAddress, compressed, escaped, hashedName, integrity, policyHash, shortHash } from "./built-files.mjs";
import { firstWords, laterFunctions, packed } from "./catalogues.mjs";
import { nameAlone } from "./order-functions.mjs";
import { bundle, shrink } from "./shrink-wasm.mjs";
import { functionNames, functionsOf, importedFunctions, number, withoutNames } from "./wasm-format.mjs";

const { TRUNK_STAGING_DIR: staging, TRUNK_PROFILE: profile } = process.env;
const release = profile === "release";
const at = (name) => join(staging, name);
const fail = (message) => {
  console.error(`dist: ${message}`);
  process.exit(1);
};
if (!staging) fail("runs as Trunk's post_build hook");

let html = readFileSync(at("index.html"), "utf8");
/** Names of all files that are named by their content. */
const placed = [];

/** The instruction that calls a function. */
const CALL = 0x10;
/** Functions up to this size are written once for all that do the same, under the name of any of them. */
const SHARED_BYTES = 128;

/** Replaces exactly one place in the page, or fails: a page that still names a source would not work. */
function replaceOnce(from, to) {
  const parts = html.split(from);
  if (parts.length !== 2) fail(`index.html has ${parts.length - 1} times ${from}`);
  html = parts.join(to);
}

/** Writes a file under the name made of its content, removes `old`, and returns the name. */
function place(name, bytes, old = name) {
  const file = hashedName(name, bytes);
  if (old) rmSync(at(old), { force: true });
  writeFileSync(at(file), bytes);
  placed.push(file);
  return file;
}

/**
 * Writes a part of the program under the name made of its content. In release its functions have no names there; they
 * are kept beside the build, for whoever is told in which function of which file a crash was.
 */
function placePart(name, bytes, old) {
  const names = functionNames(bytes);
  const served = release ? withoutNames(bytes) : bytes;
  const file = place(name, served, old);
  if (release && names.size > 0) {
    const folder = join(process.env.CARGO_TARGET_DIR ?? "target", "functions");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${file}.txt`), [...names].map(([index, named]) => `${index} ${nameAlone(named)}\n`).join(""));
  }
  return { file, served };
}

const script = async (source, constants = {}) => {
  const options = { minify: release, charset: "utf8", legalComments: "none", define: defined(constants) };
  return Buffer.from((await transform(source, options)).code);
};
/** Values that are written into a script, by the names under which it knows them. */
const defined = (constants) => Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));

// --- the app ------------------------------------------------------------------------------------
const built = (attribute) => {
  const name = html.match(new RegExp(`${attribute}="([^"]+)"`))?.[1];
  return name ?? fail(`index.html has no ${attribute}`);
};
const [glueName, wasmName] = [built("data-js"), built("data-wasm")];
const bound = readFileSync(at(wasmName));
if (!WebAssembly.validate(bound)) fail("the wasm is not one that an engine takes (were wasm-opt's features named?)");
const inParts = /data-lazy="/.test(html);
// scripts/stage.mjs has looked after the parts.
if (release && !inParts) checkOptimized();
/** Hands what starts the app to the boot script, if the first script is there to take it. */
const GLUE_ENTRY = 'import { start } from "glue"; globalThis.__boot?.glueArrived(start);';
const loader = readFileSync(at("later-parts.js"), "utf8");
rmSync(at("later-parts.js"));
const app = await paired(bound, readFileSync(at(glueName), "utf8"));
const glue = Buffer.from(app.glue);
// Trunk's hash is of what it was given; ours is of what is served.
const { file: wasmFile, served: wasm } = placePart("app_bg.wasm", app.wasm, wasmName);
if (inParts) checkFirstPart(app.wasm);
const glueFile = place("app.js", glue, glueName);

/** The wasm and its glue as they are served: a debug build keeps its names. */
async function paired(wasm, glue) {
  return release ? shrink(wasm, glue, GLUE_ENTRY, loader) : { wasm, glue: await bundle(glue, GLUE_ENTRY) };
}

/**
 * The first part has not the words of what scripts/catalogues.mjs takes for later, so it may hold none of it. A small
 * function of the first part may have the name of a later one that does the same, as long as it reads no words.
 */
function checkFirstPart(wasm) {
  const [later, names, first] = [laterFunctions("."), functionNames(wasm), importedFunctions(wasm)];
  const readers = [...names].filter(([, name]) => name.includes("15partner_renewal4i18n")).map(([index]) => Buffer.from([CALL, ...number(index)]));
  const isShared = (body) => body.length <= SHARED_BYTES && !readers.some((call) => body.includes(call));
  const found = functionsOf(wasm)
    .map(({ body }, at) => ({ body, name: nameAlone(names.get(first + at) ?? "") }))
    .filter(({ body, name }) => later.test(name) && !isShared(body));
  if (found.length > 0) fail(`the first part holds what LATER in scripts/catalogues.mjs names:\n${found.map(({ name }) => name).join("\n")}`);
}

/** wasm-opt leaves less than wasm-bindgen wrote. */
function checkOptimized() {
  const folder = join(process.env.CARGO_TARGET_DIR ?? "target", "wasm-bindgen", "release");
  const written = readdirSync(folder).filter((name) => name.endsWith("_bg.wasm"));
  if (written.length !== 1) fail(`expected one wasm file in ${folder}, found ${written.length}`);
  const before = statSync(join(folder, written[0])).size;
  if (bound.length >= before) fail(`wasm-opt did not run: ${bound.length} bytes, and ${before} before`);
}

// --- scripts and styles of the page --------------------------------------------------------------
const firstScript = readFileSync(at("prepaint.js"), "utf8");
rmSync(at("prepaint.js"));
const prepaint = (await script(firstScript)).toString().trim();
// Where the policy does not name the first script, it runs here.
const bootSource = [firstScript, readFileSync(at("sign-in.js"), "utf8"), readFileSync(at("boot.js"), "utf8")].join("\n");
rmSync(at("sign-in.js"));
/** Scripts that nothing waits for, as one file, and what they share. */
const EXTRAS = ["update-check.js", "help.js", "status.js", "reports.js"];
async function together(files, constants) {
  const stdin = { contents: files.map((name) => `import "./${name}";`).join(""), resolveDir: at("") };
  const define = defined(constants);
  const options = { bundle: true, format: "esm", charset: "utf8", legalComments: "none", write: false, logLevel: "warning", define };
  return Buffer.from((await build({ stdin, minify: release, ...options })).outputFiles[0].contents);
}
const styles = async (entry) => {
  // What is not ASCII is escaped, which compresses better here.
  const options = { bundle: true, minify: release, charset: "ascii", legalComments: "none", write: false, logLevel: "warning" };
  return Buffer.from((await build({ entryPoints: [entry], ...options })).outputFiles[0].contents);
};
const css = await styles("style/main.css");
const firstCss = (await styles("style/first.css")).toString().trim();
const cssFile = place("style.css", css, null);
const own = (file, bytes) => `${file}" integrity="${integrity(bytes)}`;
replaceOnce('href="style/main.css', `href="${own(cssFile, css)}`);
const icon = readFileSync(at("icons/icon.svg"));
replaceOnce('href="icons/icon.svg"', `href="${place("icons/icon.svg", icon)}"`);
const sprite = place("icons/sprite.svg", Buffer.from(readFileSync(at("icons/sprite.svg"), "utf8").replace(/\n\s*/g, "")));
html = html.replaceAll("icons/sprite.svg", sprite);
// The first script asks for the first part of the program, and the boot script for the later ones.
const program = `data-wasm="${wasmFile}" data-integrity="${integrity(wasm)}"`;
replaceOnce(` data-js="${glueName}" data-wasm="${wasmName}"`, "");
replaceOnce('<script data-src="prepaint.js"', `<script data-src="prepaint.js" ${program}`);
const LATER_PARTS = {};
for (const part of inParts ? ["shared", "lazy", "centre"] : []) {
  const { file, served } = placePart(`${part}.wasm`, readFileSync(at(`${part}.wasm`)));
  LATER_PARTS[part] = checkedAddress(file, served);
  replaceOnce(` data-${part}="${part}.wasm"`, "");
}

// --- words ---------------------------------------------------------------------------------------
const words = JSON.parse(readFileSync("public/locales/en.json", "utf8"));
const word = (name) => {
  const [group, key] = name.split(".");
  return escaped(words[group]?.[key] ?? fail(`the English catalogue has no ${name}`));
};
html = html
  .replace(/ data-t="([\w.]+)"([^>]*)></g, (_, name, rest) => ` data-t="${name}"${rest}>${word(name)}<`)
  .replace(/ data-t-label="([\w.]+)"/g, (all, name) => `${all} aria-label="${word(name)}"`);
replaceOnce("<title></title>", `<title>${word("site.title").replace("{page}", word("start.title"))}</title>`);
replaceOnce('<meta name="description" content=""', `<meta name="description" content="${word("start.lead")}"`);
// The page names the address for help even where none of its scripts runs: the operator's, or the sandbox's.
const sandboxConfig = JSON.parse(readFileSync("tests/contract/golden/config.json", "utf8"));
const supportEmail = process.env.SUPPORT_EMAIL || sandboxConfig.supportEmail;
replaceOnce('id="failed-mail" href="">', `id="failed-mail" href="mailto:${escaped(supportEmail)}">${escaped(supportEmail)}`);
/** Places a catalogue, and gives its address. */
function placeWords(path, content, old = path) {
  const bytes = Buffer.from(JSON.stringify(content));
  return checkedAddress(place(path, bytes, old), bytes);
}
/** Addresses by languages, for the scripts that fetch them. */
const [LATER_WORDS, HELP_WORDS] = [{}, {}];
const languages = (folder) => readdirSync(at(folder)).map((name) => [name.replace(/\.json$/, ""), `${folder}/${name}`]);
for (const [language, path] of languages("locales")) {
  const { first, later } = packed(JSON.parse(readFileSync(at(path), "utf8")), bootSource, inParts ? firstWords(".") : undefined);
  replaceOnce(`"${path}"`, `"${placeWords(path, first)}"`);
  if (later) LATER_WORDS[language] = placeWords(`locales/later-${language}.json`, later, null);
}
for (const [language, path] of languages("help")) {
  HELP_WORDS[language] = placeWords(path, JSON.parse(readFileSync(at(path), "utf8")));
}
const boot = await script(bootSource, { LATER_PARTS, LATER_WORDS });
replaceOnce('src="boot.js', `src="${own(place("boot.js", boot), boot)}`);
const extras = await together(EXTRAS, { HELP_WORDS });
for (const name of [...EXTRAS, "shared.js"]) rmSync(at(name));
replaceOnce('src="extras.js', `src="${own(place("extras.js", extras, null), extras)}`);

// --- the page ------------------------------------------------------------------------------------
// The glue is fetched while the page is still being read, and runs after the boot script.
replaceOnce("</head>", `<script id="glue" type="module" src="${own(glueFile, glue)}"></script></head>`);
html = html.replace(/<!--[\s\S]*?-->/g, "");
if (release) html = html.replace(/\n\s*/g, "\n").replace(/>\n+</g, (gap, offset) => (inline(offset) ? "> <" : "><"));
inPage("script", "prepaint.js", prepaint);
inPage("style", "style/first.css", firstCss);
// A tab that is open asks for the version now and then; scripts/retain-old-assets.mjs goes by the list, and the policy
// that the host sends names what stands in the page by its hash.
const policy = { script: policyHash(prepaint), style: policyHash(firstCss) };
const version = shortHash(html);
replaceOnce('data-version=""', `data-version="${version}"`);
writeFileSync(at("version.json"), JSON.stringify({ version, files: placed, policy }));
writeFileSync(at("index.html"), html);

/** Puts a text between the tags of an element that named it. */
function inPage(tag, source, text) {
  if (text.includes(`</${tag}`)) fail(`${source} holds </${tag}, which would end its element`);
  const [open] = html.match(new RegExp(`<${tag} data-src="${source}"[^>]*>`)) ?? fail(`index.html has no ${source}`);
  replaceOnce(`${open}</${tag}>`, `${open.replace(` data-src="${source}"`, "")}${text}</${tag}>`);
}

/** Between a piece of text and the next a line break counts as a space. */
function inline(offset) {
  const before = html.slice(0, offset + 1);
  return /<\/(span|code|button|a)>$/.test(before);
}

// --- compression ---------------------------------------------------------------------------------
function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compress(path);
    else if (/\.(html|js|css|wasm|json|svg)$/.test(entry.name)) {
      for (const [ending, packed] of Object.entries(compressed(readFileSync(path)))) writeFileSync(path + ending, packed);
    }
  }
}
if (release) compress(staging);
