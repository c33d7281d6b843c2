// A catalogue as it is served: most of its texts are found by their place, so their names, a quarter of the download, stay
// here. src/i18n/mod.rs reads both forms.

/** Groups whose texts are asked for by name: by the page and its scripts, by scripts/configure.mjs, and by what the API
 * names (`dynamic` in src/i18n/mod.rs), which are also the options of a select, in a group called like its label. */
export const NAMED = new Set([
  "boot", "fatal", "links", "nav", "site", "start", "steps", "update",
  "field", "field_enter", "field_hint", "profile_blocks", "profile_section", "tax_check",
  "business_focus", "partner_type",
]);
/** The forms of src/i18n/forms.rs. */
const PLURAL = /._(zero|one|two|few|many|other)$/;

/**
 * The catalogue with lists in the place of groups that nobody asks for by name, and a group without a name: the checksum of
 * the names, the plural forms of those groups, and the texts that `scripts` and pages name as "group.key".
 *
 * @param {Record<string, Record<string, string>>} catalogue
 * @param {string} scripts
 */
export function packed(catalogue, scripts) {
  const groups = Object.keys(catalogue).sort();
  const keysOf = (group) => Object.keys(catalogue[group]).sort();
  const plain = groups.flatMap((group) => keysOf(group).filter(isPlain).map((key) => `${group}_${key}`));
  const rest = { checksum: checksum(plain), plurals: {} };
  const written = { "": rest };
  for (const group of groups) {
    if (NAMED.has(group)) {
      written[group] = catalogue[group];
      continue;
    }
    written[group] = [];
    for (const key of keysOf(group)) {
      if (isPlain(key)) written[group].push(catalogue[group][key]);
      else rest.plurals[`${group}_${key}`] = catalogue[group][key];
    }
  }
  for (const [, group, key] of scripts.matchAll(/"([a-z_]+)\.([a-z_]+)"/g)) {
    if (!NAMED.has(group) && catalogue[group]?.[key]) rest[`${group}.${key}`] = catalogue[group][key];
  }
  return written;
}

const isPlain = (key) => !PLURAL.test(key);

/** FNV-1a over the names, each with a zero behind it, as `names_checksum` in src/i18n/forms.rs. */
function checksum(names) {
  const bytes = Buffer.from(names.map((name) => `${name}\0`).join(""));
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}
