// A program that is written into a build: what it changes, and what it is refused for.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { LINKS, logoProblem } from "../../scripts/program.mjs";
import { contrast, rolesOf, theme } from "../../scripts/theme.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCRIPT = join(ROOT, "scripts/configure.mjs");
const COLORS = readFileSync(join(ROOT, "style/tokens/color.css"), "utf8");
const LOGO = join(ROOT, "tests/e2e/second-program.svg");
const PROGRAM = { ...JSON.parse(readFileSync(join(ROOT, "tests/e2e/second-program.json"), "utf8")), logo: LOGO };

const sha = (kind, bytes, form) => createHash(`sha${kind}`).update(bytes).digest(form);
const hashed = (stem, text, extension) => `${stem}-${sha(256, text, "hex").slice(0, 16)}.${extension}`;

/** A page with the places of a real one, and the files that it names. A newer build may have another word or another page. */
function build({ word, note = "" } = {}) {
  const files = {};
  const place = (stem, text, extension) => {
    const name = hashed(stem, text, extension);
    files[name] = text;
    return name;
  };
  const words = (language) =>
    JSON.stringify({ ...JSON.parse(readFileSync(join(ROOT, `public/locales/${language}.json`), "utf8")), ...word });
  const [bg, en] = ["bg", "en"].map((language) => place(`locales/${language}`, words(language), "json"));
  const wasm = place("app_part", "wasm", "wasm");
  const style = place("style", COLORS.replace(/\n\s*/g, ""), "css");
  const icon = place("icons/icon", '<svg><rect fill="#00505c"/><path stroke="#fff"/></svg>', "svg");
  const sprite = place("icons/sprite", "<svg></svg>", "svg");
  const first = ":root{color-scheme:light dark}@media (width<40rem){a{b:c}}";
  const page = `<title>Old</title><meta name="description" content="Old" />
    <style>${first}</style><script data-locale-en="${en}#sha256-x" data-locale-bg="${bg}#sha256-y" data-icons="${sprite}"></script>
    <link rel="icon" href="${icon}"><a class="site-name" href="." data-t="site.name">Old</a>
    <a data-t="nav.orders">Orders</a><h1 data-t="start.title">Old</h1><p class="lead" data-t="start.lead">Old</p>
    <b id="begun-at" data-t="start.begun_at">step {n}</b><a id="failed-mail" href="mailto:a@b.example">a@b.example</a>
    <nav data-t-label="nav.language" aria-label="Language"><ul><li><button type="button" lang="en" data-language="en" aria-current="true">English</button></li><li><button type="button" lang="bg" data-language="bg">Български</button></li></ul></nav>
    ${note}<div id="app" hidden></div><link rel="stylesheet" href="${style}" integrity="sha256-x">
    <script src="update-check.js" data-version="VERSION"></script>`;
  const version = sha(256, page.replace("VERSION", ""), "hex").slice(0, 16);
  files["index.html"] = page.replace("VERSION", version);
  const policy = { script: "sha256-a", style: `sha256-${sha(256, first, "base64")}` };
  files["version.json"] = JSON.stringify({ version, files: [wasm, style, icon, sprite, bg, en], policy });
  files["index.html.br"] = "not read";
  return files;
}

/** Runs `body` with a build in a folder and a function that configures it with a program. */
function withBuild(body) {
  const root = mkdtempSync(join(tmpdir(), "renewal-configure-"));
  const dist = join(root, "dist");
  for (const [name, text] of Object.entries(build())) {
    mkdirSync(dirname(join(dist, name)), { recursive: true });
    writeFileSync(join(dist, name), text);
  }
  const configure = (program) => {
    const source = join(root, "program.json");
    writeFileSync(source, typeof program === "string" ? program : JSON.stringify(program));
    const { status, stderr, stdout } = spawnSync(process.execPath, [SCRIPT, source, dist], { encoding: "utf8" });
    return { status, stderr: stderr.replaceAll(`${root}/`, ""), stdout };
  };
  try {
    body(dist, configure);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Every file of a folder with its content. */
function contents(folder, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = join(below, entry.name);
    return entry.isDirectory() ? contents(folder, name) : [[name, readFileSync(join(folder, name))]];
  });
}
const fingerprint = (folder) => contents(folder).map(([name, bytes]) => `${name} ${sha(256, bytes, "hex")}`).sort();
const read = (folder, name) => readFileSync(join(folder, name), "utf8");

test("a program is written into words, page, colors, links and icon", () => {
  withBuild((dist, configure) => {
    const { status, stderr, stdout } = configure(PROGRAM);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /every contrast is enough/);
    const page = read(dist, "index.html");
    const version = JSON.parse(read(dist, "version.json"));
    const [name, lead] = [PROGRAM.name.en, PROGRAM.start.lead.en];
    assert.ok(page.includes(`data-t="site.name">${name}<`) && page.includes(`data-t="start.lead">${lead}<`));
    assert.ok(page.includes(`<title>${PROGRAM.start.title.en} – ${name}</title>`));
    assert.ok(page.includes(`<meta name="description" content="${lead}"`));
    assert.ok(page.includes(`href="mailto:${PROGRAM.supportEmail}">${PROGRAM.supportEmail}</a>`));
    assert.ok(page.includes(">Orders<"), "words of the site itself stay");
    const links = [...page.matchAll(/<a href="([^"]*)" rel="external" data-t="links\.(\w+)">/g)].map(([, href, link]) => [link, href]);
    assert.deepEqual(links, LINKS.map((link) => [link, PROGRAM.links[link]]));

    const at = (pattern) => version.files.find((file) => pattern.test(file));
    for (const language of ["en", "bg"]) {
      const name = at(new RegExp(`^locales/${language}-`));
      const words = JSON.parse(read(dist, name));
      assert.equal(words.site.name, PROGRAM.name[language]);
      assert.equal(words.site.title, `{page} – ${PROGRAM.name[language]}`);
      assert.equal(words.site.program, PROGRAM.name[language]);
      assert.equal(words.start.lead, PROGRAM.start.lead[language]);
      assert.ok(page.includes(`data-locale-${language}="${name}#sha256-${sha(256, read(dist, name), "base64")}"`));
    }
    const css = read(dist, at(/^theme-/));
    assert.ok(css.includes(`--accent:light-dark(${PROGRAM.accent.light},${PROGRAM.accent.dark})`));
    assert.ok(page.includes(`integrity="sha256-x"><link rel="stylesheet" href="${at(/^theme-/)}" integrity="sha256-${sha(256, css, "base64")}">`));
    const first = page.match(/<style>(.*?)<\/style>/)[1];
    assert.ok(first.endsWith(css), "what is painted first has the colors too");
    assert.ok(first.includes("#app[hidden]+.site-footer{display:none}"), "no links above a page that is not there yet");
    assert.equal(version.policy.style, `sha256-${sha(256, first, "base64")}`);
    assert.equal(version.policy.script, "sha256-a");
    assert.equal(read(dist, at(/^icons\/icon-/)), readFileSync(LOGO, "utf8"));
    assert.ok(css.includes(`background:url(${at(/^icons\/icon-/)})`), "the mark in the header");
    assert.ok(page.includes(`href="${at(/^icons\/icon-/)}"`));
  });
});

test("names, version and compressed forms fit the content, and nothing of before is left", () => {
  withBuild((dist, configure) => {
    configure(PROGRAM);
    const page = read(dist, "index.html");
    const { version, files } = JSON.parse(read(dist, "version.json"));
    const [, said] = page.match(/data-version="([^"]*)"/);
    assert.equal(said, version);
    assert.equal(sha(256, page.replace(/data-version="[^"]*"/, 'data-version=""'), "hex").slice(0, 16), version);
    for (const file of files) assert.equal(sha(256, readFileSync(join(dist, file)), "hex").slice(0, 16), /-([0-9a-f]{16})\./.exec(file)[1], file);
    const there = contents(dist).map(([name]) => name).filter((name) => !/\.(br|gz)$/.test(name));
    assert.deepEqual(there.sort(), [...files, "index.html", "version.json"].sort());
    const changed = files.filter((file) => /^(locales|theme|icons\/icon)/.test(file));
    for (const file of [...changed, "index.html", "version.json"]) {
      const bytes = readFileSync(join(dist, file));
      assert.deepEqual(brotliDecompressSync(readFileSync(join(dist, `${file}.br`))), bytes, file);
      assert.deepEqual(gunzipSync(readFileSync(join(dist, `${file}.gz`))), bytes, file);
    }
  });
});

test("twice is as once, and another program leaves nothing of the first", () => {
  withBuild((dist, configure) => {
    configure(PROGRAM);
    const once = fingerprint(dist);
    assert.equal(configure(PROGRAM).status, 0);
    assert.deepEqual(fingerprint(dist), once);
    const plain = { name: { en: "Plain", bg: "Просто" }, supportEmail: "help@plain.example" };
    assert.equal(configure(plain).status, 0);
    const page = read(dist, "index.html");
    assert.ok(!page.includes("theme-") && !page.includes("links.privacy") && !page.includes(PROGRAM.name.en));
    const catalogue = JSON.parse(readFileSync(join(ROOT, "public/locales/en.json"), "utf8"));
    assert.ok(page.includes(`data-t="start.title">${catalogue.start.title}<`), "words of the build are there again");
    for (const file of JSON.parse(read(dist, "version.json")).files) assert.ok(existsSync(join(dist, file)), file);
    assert.equal(configure(PROGRAM).status, 0);
    assert.deepEqual(fingerprint(dist), once);
  });
});

test("a new build copied over one that was configured is configured as it is", () => {
  withBuild((dist, configure) => {
    configure(PROGRAM);
    for (const [name, text] of Object.entries(build())) {
      const next = text.replaceAll(/app_part-[0-9a-f]{16}/g, hashed("app_part", "newer", "wasm").slice(0, -5));
      writeFileSync(join(dist, name.startsWith("app_part") ? hashed("app_part", "newer", "wasm") : name), name.startsWith("app_part") ? "newer" : next);
    }
    assert.equal(configure(PROGRAM).status, 0);
    const { files } = JSON.parse(read(dist, "version.json"));
    assert.ok(files.includes(hashed("app_part", "newer", "wasm")));
  });
});

test("so is one that differs in words or in the page alone", () => {
  for (const newer of [{ word: { newer: { word: "Newer" } } }, { note: "<p>Newer</p>" }]) {
    withBuild((dist, configure) => {
      configure(PROGRAM);
      for (const [name, text] of Object.entries(build(newer))) writeFileSync(join(dist, name), text);
      for (const _ of ["once", "twice"]) {
        assert.equal(configure(PROGRAM).status, 0);
        const { files } = JSON.parse(read(dist, "version.json"));
        const catalogue = JSON.parse(read(dist, files.find((file) => file.startsWith("locales/en"))));
        assert.equal(catalogue.newer?.word, newer.word?.newer.word);
        assert.equal(read(dist, "index.html").includes("<p>Newer</p>"), Boolean(newer.note));
      }
    });
  }
});

test("what the build said before is not served, and a configured build without it is refused", () => {
  withBuild((dist, configure) => {
    configure(PROGRAM);
    assert.ok(existsSync(`${dist}-built.json`) && !contents(dist).some(([name]) => name.includes("built")));
    const once = fingerprint(dist);
    rmSync(`${dist}-built.json`);
    assert.match(configure(PROGRAM).stderr, /is configured already, and .*dist-built\.json is not of the same build\. Build it anew/);
    assert.deepEqual(fingerprint(dist), once);
  });
});

test("configuring that was interrupted begins with what the build said", () => {
  withBuild((dist, configure) => {
    const before = read(dist, "version.json");
    configure(PROGRAM);
    const once = fingerprint(dist);
    writeFileSync(join(dist, "version.json"), before);
    assert.equal(configure(PROGRAM).status, 0);
    assert.deepEqual(fingerprint(dist), once);
  });
});

test("config.json is written where the program has settings, with its address for help", () => {
  withBuild((dist, configure) => {
    configure(PROGRAM);
    assert.ok(!existsSync(join(dist, "config.json")));
    const settings = {
      api: "/api/v1", issuer: "https://id.example.com", clientId: "renewal", scope: "openid partner",
      paymentOrigins: ["https://pay.example.com"], discovery: "https://id.example.com/policy/.well-known/openid-configuration",
      authorizeParameters: { audience: "partner-api", prompt: "select_account" }, signOut: "local",
    };
    assert.equal(configure({ ...PROGRAM, settings }).status, 0);
    assert.deepEqual(JSON.parse(read(dist, "config.json")), { ...settings, supportEmail: PROGRAM.supportEmail });
    // A server would send a packed form in the place of what the operator edits later.
    assert.ok(existsSync(join(dist, "index.html.br")), "the build is packed");
    for (const ending of [".br", ".gz"]) assert.ok(!existsSync(join(dist, `config.json${ending}`)), ending);
  });
});

test("without a logo the icon takes the accent", () => {
  withBuild((dist, configure) => {
    assert.equal(configure({ ...PROGRAM, logo: undefined }).status, 0);
    const { files } = JSON.parse(read(dist, "version.json"));
    assert.ok(read(dist, files.find((file) => file.startsWith("icons/icon-"))).includes(`fill="${PROGRAM.accent.light}"`));
    assert.ok(!read(dist, files.find((file) => file.startsWith("theme-"))).includes("url("));
  });
});

test("a logo is shapes alone", () => {
  const inside = (body) => `<svg xmlns="http://www.w3.org/2000/svg">${body}</svg>`;
  for (const body of ['<path d="M0 0"/>', '<use href="#a"/>']) assert.equal(logoProblem(inside(body)), null, body);
  assert.match(logoProblem("<html>"), /is no SVG file/);
  assert.match(logoProblem(inside("a".repeat(20_000))), /Use 20000 at most/);
  for (const body of ["<script>1</script>", '<image href="https://a.example/b.png"/>', '<path onload="a()"/>', "<foreignObject/>"]) {
    assert.match(logoProblem(inside(body)), /Leave only shapes/, body);
  }
});

test("a language that is not offered is not asked for, not shown and not served", () => {
  withBuild((dist, configure) => {
    const only = { name: { en: "Plain" }, supportEmail: "help@plain.example", languages: ["en"] };
    assert.equal(configure(only).status, 0);
    const page = read(dist, "index.html");
    assert.ok(!page.includes("data-locale-bg") && !page.includes('data-language="bg"') && page.includes('data-language="en"'));
    const [, first] = page.match(/<style>(.*?)<\/style>/);
    assert.ok(first.includes(".menu li:has(>[lang=bg]){display:none}") && first.includes(".menu nav:not(.menu__pages)"));
    const { files } = JSON.parse(read(dist, "version.json"));
    assert.deepEqual(files.filter((file) => file.startsWith("locales/")).length, 1);
    assert.equal(readdirSync(join(dist, "locales")).filter((file) => file.startsWith("bg-")).length, 0);
    assert.equal(configure(PROGRAM).status, 0);
    assert.ok(read(dist, "index.html").includes("data-locale-bg"), "and is there again where it is offered");
  });
});

test("what is written into the page is text there, never markup", () => {
  withBuild((dist, configure) => {
    const name = { en: 'A & B <i>"C"', bg: "А и Б" };
    assert.equal(configure({ ...PROGRAM, name }).status, 0);
    const page = read(dist, "index.html");
    assert.ok(page.includes('data-t="site.name">A &amp; B &lt;i&gt;&quot;C&quot;<') && !page.includes("<i>"));
    assert.equal(configure({ ...PROGRAM, name: { en: "$& costs $1", bg: "$'" } }).status, 0);
    assert.ok(read(dist, "index.html").includes('data-t="site.name">$&amp; costs $1<'));
  });
});

const without = (name) => Object.fromEntries(Object.entries(PROGRAM).filter(([key]) => key !== name));
const SETTINGS = {
  api: "/api/v1", issuer: "https://id.example.com", clientId: "renewal", scope: "openid", paymentOrigins: [],
};
const set = (settings) => ({ ...PROGRAM, settings: { ...SETTINGS, ...settings } });
const REFUSED = [
  ["no JSON", "{", /is not valid JSON/],
  ["a list", "[]", /program\.json: has to be an object in braces with .*name, start/],
  ["a field that is not known", { ...PROGRAM, colour: 1 }, /^ {2}colour: is not known\. Remove it, or use one of .*accent/m],
  ["no name", without("name"), /^ {2}name: is missing\. Add it\./m],
  ["no address for help", without("supportEmail"), /^ {2}supportEmail: is missing/m],
  ["a language that is missing", { ...PROGRAM, name: { en: "A" } }, /^ {2}name\.bg: is missing/m],
  ["a language that the site does not have", { ...PROGRAM, name: { ...PROGRAM.name, xx: "A" } }, /^ {2}name\.xx: is not known.*bg, en/m],
  ["languages without English", { ...PROGRAM, languages: ["bg"] }, /^ {2}languages: has to be a list of languages of the site \(bg, en\), each once, with en/m],
  ["a language that is no list", { ...PROGRAM, languages: "en" }, /^ {2}languages: has to be a list/m],
  ["a text in a language that is not offered", { ...PROGRAM, languages: ["en"] }, /^ {2}name\.bg: is not known\. Remove it, or use one of en\./m],
  ["a logo of another kind", { ...PROGRAM, logo: "logo.png" }, /^ {2}logo: has to be the name of an SVG file/m],
  ["a logo that is not there", { ...PROGRAM, logo: "none.svg" }, /^ {2}logo: is not there: none\.svg\./m],
  ["an empty name", { ...PROGRAM, name: { ...PROGRAM.name, en: " " } }, /^ {2}name\.en: has to be a text that is not empty/m],
  ["a name on two lines", { ...PROGRAM, name: { ...PROGRAM.name, en: "A\nB" } }, /^ {2}name\.en: .*on one line/m],
  ["a long name", { ...PROGRAM, name: { ...PROGRAM.name, en: "A".repeat(61) } }, /^ {2}name\.en: has 61 characters\. Use 60 at most/m],
  ["a brace in the name", { ...PROGRAM, name: { ...PROGRAM.name, en: "{page}" } }, /^ {2}name\.en: has a brace/m],
  ["a word that the start page does not have", { ...PROGRAM, start: { leed: { en: "A", bg: "Б" } } }, /^ {2}start\.leed: is not known/m],
  ["a word without a language", { ...PROGRAM, start: { lead: { en: "A" } } }, /^ {2}start\.lead\.bg: is missing/m],
  ["a word without its placeholder", { ...PROGRAM, start: { begun_at: { en: "step {n}", bg: "{n} {ago}" } } }, /^ {2}start\.begun_at\.en: has to have \{ago\} and \{n\}/m],
  ["a word with a brace too many", { ...PROGRAM, start: { lead: { en: "A}", bg: "Б" } } }, /^ {2}start\.lead\.en: has to have no braces/m],
  ["a color that is none", { ...PROGRAM, accent: { light: "navy", dark: "#ffffff" } }, /^ {2}accent\.light: has to be a color such as #1a5fb4/m],
  ["an accent without dark", { ...PROGRAM, accent: { light: "#003366" } }, /^ {2}accent\.dark: is missing/m],
  ["an accent too light", { ...PROGRAM, accent: { light: "#7a9cc0", dark: "#8cc7ff" } }, /^ {2}accent\.light: accent #7a9cc0 on accent-soft #[0-9a-f]{6} has a contrast of 2\.\d\d:1, and 4\.5:1 is needed\. Choose a darker color\./m],
  ["an accent too dark for dark", { ...PROGRAM, accent: { light: "#003366", dark: "#335577" } }, /^ {2}accent\.dark: .*#335577.* has a contrast of [12]\.\d\d:1, and 4\.5:1 is needed\. Choose a lighter color\./m],
  ["an address for help that is none", { ...PROGRAM, supportEmail: "help" }, /^ {2}supportEmail: has to be one email address/m],
  ["a link that is not encrypted", { ...PROGRAM, links: { privacy: "http://example.com" } }, /^ {2}links\.privacy: has to be a web address that begins with https:\/\//m],
  ["a link that runs a script", { ...PROGRAM, links: { terms: "javascript:alert(1)" } }, /^ {2}links\.terms: has to be a web address/m],
  ["a link of another kind", { ...PROGRAM, links: { cookies: "https://example.com" } }, /^ {2}links\.cookies: is not known.*privacy, imprint/m],
  ["a link in a list", { ...PROGRAM, links: { privacy: ["https://example.com"] } }, /^ {2}links\.privacy: has to be a web address/m],
  ["competencies in quotes", { ...PROGRAM, competencies: "false" }, /^ {2}competencies: has to be true or false/m],
  ["a setting that is not known", set({ x: 1 }), /^ {2}settings\.x: is not known\. Remove it, or use one of api, issuer/m],
  ["settings of the sandbox", set({ sandbox: true }), /^ {2}settings\.sandbox: is not known/m],
  ["settings without an issuer", { ...PROGRAM, settings: { ...SETTINGS, issuer: undefined } }, /^ {2}settings\.issuer: is missing/m],
  ["an API that is no address", set({ api: "api" }), /^ {2}settings\.api: The value has to be a web address.*a path on this site/m],
  ["an issuer that is not encrypted", set({ issuer: "http://id.example.com" }), /^ {2}settings\.issuer: The address has to begin with https:\/\//m],
  ["no client", set({ clientId: "" }), /^ {2}settings\.clientId: The value is empty/m],
  ["a scope without openid", set({ scope: "partner" }), /^ {2}settings\.scope: .*openid/m],
  ["a description that is no address", set({ discovery: "/openid" }), /^ {2}settings\.discovery: The value has to be a web address/m],
  ["a parameter that is no text", set({ authorizeParameters: { audience: 1 } }), /^ {2}settings\.authorizeParameters: The value has to be an object of texts/m],
  ["a parameter of the site's own", set({ authorizeParameters: { state: "x" } }), /^ {2}settings\.authorizeParameters: The site sets this parameter itself.*Take it out: state/m],
  ["a way to sign out that is none", set({ signOut: "front" }), /^ {2}settings\.signOut: The value has to be redirect, cognito or local/m],
  ["a payment page with a path", set({ paymentOrigins: ["https://pay.example.com/"] }), /^ {2}settings\.paymentOrigins: An origin is .* Write: https:\/\/pay\.example\.com\./m],
  ["tenants that are none", set({ allowedTenants: [] }), /^ {2}settings\.allowedTenants: The list has to hold at least one/m],
];
for (const [what, program, says] of REFUSED) {
  test(`refused, with the field and what to do: ${what}`, () => {
    withBuild((dist, configure) => {
      const before = fingerprint(dist);
      const { status, stderr } = configure(program);
      assert.equal(status, 1);
      assert.match(stderr, says);
      assert.deepEqual(fingerprint(dist), before, "the build is as it was");
    });
  });
}

test("all problems are told at once", () => {
  withBuild((_, configure) => {
    const { stderr } = configure({ name: { en: "" }, accent: { light: "red" }, more: 1 });
    assert.deepEqual(stderr.trim().split("\n").slice(1).map((line) => line.trim().split(":")[0]), [
      "more", "supportEmail", "name.bg", "name.en", "accent.dark", "accent.light",
    ]);
  });
});

test("without a build, or with one of another version, it says what to do", () => {
  withBuild((dist, configure) => {
    const { files } = JSON.parse(read(dist, "version.json"));
    const english = files.find((file) => file.startsWith("locales/en-"));
    writeFileSync(join(dist, english), JSON.stringify({ site: {}, start: {} }));
    assert.match(configure(PROGRAM).stderr, /was built by another version of this site\. Build it anew/);
    rmSync(join(dist, "version.json"));
    assert.match(configure(PROGRAM).stderr, /holds no build\. Run make build first/);
  });
});

test("contrasts are those of WCAG, and colors in OKLCH those of CSS Color 4", () => {
  assert.equal(contrast("#ffffff", "#000000"), 21);
  assert.equal(contrast("#777777", "#ffffff").toFixed(2), "4.48");
  const roles = rolesOf(COLORS);
  assert.deepEqual([roles.light.paper, roles.light.accent, roles.dark.surface], ["#faf9f4", "#005667", "#121e23"]);
  assert.equal(roles.dark["on-deep"], roles.light["on-deep"]);
});

test("the site's own accent is enough by the same rules", () => {
  const roles = rolesOf(COLORS);
  assert.deepEqual(theme({ light: roles.light.accent, dark: roles.dark.accent }, COLORS).problems, []);
});

test("the schema for editors has the fields that the script knows", () => {
  const schema = JSON.parse(readFileSync(join(ROOT, "deploy/program.schema.json"), "utf8"));
  withBuild((_, configure) => {
    const known = /: is not known\. Remove it, or use one of (.*)\./.exec(configure({ ...PROGRAM, x: 1 }).stderr)[1].split(", ");
    assert.deepEqual(Object.keys(schema.properties), known);
  });
  assert.deepEqual(Object.keys(schema.properties.links.properties), LINKS);
  assert.deepEqual(schema.required, ["name", "supportEmail"]);
});
