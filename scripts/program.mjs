// Reads a program.json and says, field by field, what is wrong with it. Used by scripts/configure.mjs;
// deploy/program.schema.json describes the same for editors.

import { REQUIRED_SETTINGS, SETTINGS, isObject, problemSentence, settingProblems } from "./settings.mjs";

/** Links that the foot of every page may have, in the order in which they stand there. */
export const LINKS = ["privacy", "imprint", "terms", "accessibility"];

const MAX_NAME = 60;
const MAX_WORD = 400;

/** The languages that a program offers: all of the site's, unless it names some. */
export function languagesOf(program, catalogues) {
  const all = Object.keys(catalogues).sort();
  const named = program?.languages;
  const isRight =
    Array.isArray(named) && named.includes("en") && named.every((one) => all.includes(one)) && new Set(named).size === named.length;
  return isRight ? named : all;
}

const MAX_LOGO = 20_000;

/** What is wrong with the text of a logo; null for one that can be served. */
export function logoProblem(text) {
  if (!/^(\s|<\?xml[^>]*>|<!--[\s\S]*?-->)*<svg[\s>]/.test(text)) return "is no SVG file";
  if (text.length > MAX_LOGO) return `has ${text.length} characters. Use ${MAX_LOGO} at most`;
  if (/<script|<foreignObject|<!ENTITY|\son\w+\s*=|(href|src)\s*=(?!\s*["']?#)/i.test(text)) {
    return "names something outside of it, or runs something. Leave only shapes";
  }
  return null;
}

/** What a text holds in braces, each once. */
const placeholders = (text) => [...new Set(text.match(/\{[^{}]*\}/g))].sort();

/**
 * The problems of a program, as pairs of a field and a sentence that says what to do. `catalogues` are the words of the
 * build by language, and their group `start` names the words of the start page. Each text is needed in the languages that
 * the program offers.
 */
export function problemsOf(program, catalogues) {
  const problems = [];
  const say = (field, sentence) => problems.push([field, sentence]);
  const all = Object.keys(catalogues).sort();
  const languages = languagesOf(program, catalogues);

  /** The members of an object, if it is one; those it may not have are named. */
  function members(value, field, known, required = []) {
    if (!isObject(value)) {
      say(field || "program.json", `has to be an object in braces with ${known.join(", ")}`);
      return {};
    }
    const path = (name) => (field ? `${field}.${name}` : name);
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) say(path(name), `is not known. Remove it, or use one of ${known.join(", ")}`);
    }
    for (const name of required) if (!(name in value)) say(path(name), "is missing. Add it");
    return value;
  }

  /** A text in each language; `check` says what is wrong with one of them, if anything is. */
  function texts(value, field, check) {
    const given = members(value, field, languages, languages);
    for (const language of languages) {
      if (!(language in given)) continue;
      const text = given[language];
      const wrong = isText(text) ? check(text, language) : "has to be a text that is not empty, on one line";
      if (wrong) say(`${field}.${language}`, wrong);
    }
  }
  const isText = (text) => typeof text === "string" && text.trim() !== "" && !/[\p{Cc}\u2028\u2029]/u.test(text);
  const tooLong = (text, most) => text.length > most && `has ${text.length} characters. Use ${most} at most`;

  const known = ["$schema", "languages", "name", "start", "accent", "logo", "supportEmail", "competencies", "links", "settings"];
  const given = members(program, "", known, ["name", "supportEmail"]);

  if ("languages" in given && languages !== given.languages) {
    say("languages", `has to be a list of languages of the site (${all.join(", ")}), each once, with en, to which every other falls back`);
  }
  if ("name" in given) {
    const braces = (text) => /[{}]/.test(text) && "has a brace. Leave it out";
    texts(given.name, "name", (text) => braces(text) || tooLong(text, MAX_NAME));
  }
  if ("start" in given) {
    const words = Object.keys(catalogues.en.start);
    for (const [key, value] of Object.entries(members(given.start, "start", words))) {
      if (!words.includes(key)) continue;
      texts(value, `start.${key}`, (text, language) => {
        const [right, found] = [placeholders(catalogues[language].start[key]), placeholders(text)];
        const same = right.join() === found.join() && !/[{}]/.test(text.replace(/\{[^{}]*\}/g, ""));
        return same ? tooLong(text, MAX_WORD) : `has to have ${right.join(" and ") || "no braces"}, as the text in its place has`;
      });
    }
  }
  if ("accent" in given) {
    const accent = members(given.accent, "accent", ["light", "dark"], ["light", "dark"]);
    for (const scheme of ["light", "dark"]) {
      if (scheme in accent && !isColor(accent[scheme])) say(`accent.${scheme}`, "has to be a color such as #1a5fb4");
    }
  }
  if ("logo" in given && !(isText(given.logo) && given.logo.endsWith(".svg"))) {
    say("logo", "has to be the name of an SVG file, such as logo.svg, seen from this file");
  }
  if ("supportEmail" in given && !isEmail(given.supportEmail)) {
    say("supportEmail", "has to be one email address, such as help@example.com");
  }
  if ("links" in given) {
    const links = members(given.links, "links", LINKS);
    for (const name of LINKS) {
      const link = links[name];
      const right = !(name in links) || (typeof link === "string" && isPlain(link) && URL.canParse(link) && new URL(link).protocol === "https:");
      if (!right) say(`links.${name}`, "has to be a web address that begins with https://, such as https://example.com/privacy");
    }
  }
  if ("competencies" in given && typeof given.competencies !== "boolean") {
    say("competencies", "has to be true or false, without quotes");
  }
  if ("settings" in given) settings(given.settings);
  return problems;

  /** What config.json holds besides the address for help, which is checked above, and the mark of the sandbox. */
  function settings(value) {
    const isOwn = (key) => key !== "supportEmail" && key !== "sandbox";
    const found = members(value, "settings", SETTINGS.filter(isOwn), REQUIRED_SETTINGS.filter(isOwn));
    for (const one of settingProblems(found, "")) {
      if (isOwn(one.key) && one.key in found) say(`settings.${one.key}`, problemSentence(one).replace(/\.$/, ""));
    }
  }
}

const isColor = (text) => typeof text === "string" && /^#[0-9a-f]{6}$/i.test(text);
const isEmail = (text) => typeof text === "string" && /^[^\s@]+@[^\s@]+$/.test(text) && !/[<>"]/.test(text);
const isPlain = (text) => /^[\x21-\x7e]+$/.test(text) && !/["<>\\]/.test(text);
