// The catalogues as they are served. Most texts are found by their place, so their names, a quarter of the download, stay
// here; and those that only the later parts of the program show are a catalogue of their own, which comes with the first
// of these parts. src/i18n/mod.rs reads all forms.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Groups whose texts the page, its scripts and scripts/configure.mjs ask for by name. */
export const NAMED_BY_PAGE = new Set(["boot", "fatal", "links", "nav", "site", "start", "steps", "update"]);
/** Groups whose texts are asked for by what the API names (`dynamic` in src/i18n/mod.rs), by the later parts alone. The
 * options of a select stand in a group called like its label. */
export const NAMED_BY_API = new Set([
  "address_check", "field", "field_enter", "field_hint", "profile_blocks", "profile_section", "tax_check",
  "business_focus", "partner_type",
]);
/** The sources of the views that are in later parts of the program alone: no other may use them, but the one that loads the
 * parts (BOUNDARY), and what is no part of a build. */
export const LATER = /^src\/views\/((steps|centre)\/(?!mod)|(confirmation|payment_return|membership_extras)\.rs|parts\/(certificate|choices|fee_table|field|location_kind|long_list|marked_button|messages|profile_words|sheet|status|summary_list)\.rs)/;
export const BOUNDARY = /^src\/views\/(lazy|styles|mod|parts\/mod|centre\/mod|steps\/mod)\.rs$/;
/** The forms of src/i18n/forms.rs. */
const PLURAL = /(?<=.)_(zero|one|two|few|many|other)$/;

const sources = (root) => readdirSync(join(root, "src"), { recursive: true }).map((name) => `src/${name}`).filter((name) => name.endsWith(".rs"));

/** The names of functions, as the linker writes them, that are in the views of the later parts. */
export function laterFunctions(root) {
  const mangled = (name) => name.replace(/^src\/|\.rs$/g, "").split("/").map((part) => part.length + part).join("");
  return new RegExp(`15partner_renewal(${sources(root).filter((name) => LATER.test(name)).map(mangled).join("|")})`);
}

/** Names of the functions of `words` that the first part of the program may call: those in any source that is not LATER. */
export function firstWords(root) {
  const found = new Set();
  for (const name of sources(root).filter((name) => !LATER.test(name))) {
    for (const [, word] of readFileSync(join(root, name), "utf8").matchAll(/\bwords::(\w+)/g)) found.add(word.toLowerCase());
  }
  return found;
}

/**
 * The two catalogues of a language, `first` and `later`. In each a list takes the place of a group that nobody asks for by
 * name, with a number for texts that stand in the other; a group without a name holds the checksum of all names, the plural
 * forms, and in the first the texts that `scripts` name as "group.key".
 *
 * @param {Record<string, Record<string, string>>} catalogue
 * @param {string} scripts
 * @param {Set<string>} words what `firstWords` finds; without it everything is in the first
 */
export function packed(catalogue, scripts, words) {
  const groups = Object.keys(catalogue).sort();
  const keysOf = (group) => Object.keys(catalogue[group]).sort();
  const isPlain = (key) => !PLURAL.test(key);
  const names = groups.flatMap((group) => keysOf(group).filter(isPlain).map((key) => `${group}_${key}`));
  const written = (isHere, named) => {
    const rest = { checksum: checksum(names), plurals: {} };
    const result = { "": rest };
    for (const group of groups) {
      if (named.has(group)) {
        result[group] = catalogue[group];
        continue;
      }
      result[group] = [];
      for (const key of keysOf(group)) {
        if (isPlain(key)) push(result[group], isHere(group, key) ? catalogue[group][key] : 1);
        else if (isHere(group, key)) rest.plurals[`${group}_${key}`] = catalogue[group][key];
      }
    }
    return result;
  };
  const isFirst = (group, key) => !words || words.has(`${group}_${key.replace(PLURAL, "")}`);
  const first = written(isFirst, words ? NAMED_BY_PAGE : new Set([...NAMED_BY_PAGE, ...NAMED_BY_API]));
  for (const [, group, key] of scripts.matchAll(/"([a-z_]+)\.([a-z_]+)"/g)) {
    if (!NAMED_BY_PAGE.has(group) && catalogue[group]?.[key]) first[""][`${group}.${key}`] = catalogue[group][key];
  }
  const isLater = (group, key) => !NAMED_BY_PAGE.has(group) && !isFirst(group, key);
  return { first, later: words ? written(isLater, NAMED_BY_API) : null };
}

/** Adds a text to a list, or one more text that stands elsewhere. */
function push(list, entry) {
  if (entry === 1 && typeof list.at(-1) === "number") list.push(list.pop() + 1);
  else list.push(entry);
}

/** FNV-1a over the names, each with a zero behind it, as `names_checksum` in src/i18n/forms.rs. */
function checksum(names) {
  const bytes = Buffer.from(names.map((name) => `${name}\0`).join(""));
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}
