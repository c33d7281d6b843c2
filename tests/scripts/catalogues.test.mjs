// A catalogue as it is served holds every text, and names what is asked for by name.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { BOUNDARY, LATER, NAMED_BY_API, NAMED_BY_PAGE, firstWords, packed } from "../../scripts/catalogues.mjs";

const ROOT = new URL("../../", import.meta.url);
const read = (name) => readFileSync(new URL(name, ROOT), "utf8");
const sources = () => readdirSync(new URL("src", ROOT), { recursive: true }).filter((name) => /(?<!tests)\.rs$/.test(name)).map((name) => `src/${name}`);
const catalogue = (language) => JSON.parse(read(`public/locales/${language}.json`));

const SOURCE = {
  time_a: { b: "B" },
  time: { other: "O", days_other: "{count}", days_one: "1", a: "A" },
  site: { name: "N" },
};
const CHECKSUM = 3961483363;
const PLURALS = { time_days_one: "1", time_days_other: "{count}" };

// tests.rs in src/i18n reads the results of these two.
test("lists take the place of names, in the order of groups and keys", () => {
  assert.deepEqual(packed(SOURCE, 'title = "time.a", "time.gone", "site.name"'), {
    first: { "": { checksum: CHECKSUM, plurals: PLURALS, "time.a": "A" }, site: { name: "N" }, time: ["A", "O"], time_a: ["B"] },
    later: null,
  });
});

test("the words of the later parts stand apart, and each catalogue counts those of the other", () => {
  assert.deepEqual(packed(SOURCE, "", new Set(["site_name", "time_a"])), {
    first: { "": { checksum: CHECKSUM, plurals: {} }, site: { name: "N" }, time: ["A", 1], time_a: [1] },
    later: { "": { checksum: CHECKSUM, plurals: PLURALS }, site: [1], time: [1, "O"], time_a: ["B"] },
  });
});

test("no text is lost, and none comes twice", () => {
  for (const language of ["en", "bg"]) {
    const source = catalogue(language);
    const all = Object.values(source).flatMap((group) => Object.values(group)).sort();
    for (const words of [undefined, firstWords(fileURLToPath(ROOT))]) {
      const texts = Object.values(packed(source, "", words)).filter(Boolean).flatMap(({ "": { plurals }, ...groups }) =>
        [...Object.values(groups).flatMap((group) => Object.values(group)), ...Object.values(plurals)]);
      assert.deepEqual(texts.filter((text) => typeof text === "string").sort(), all);
    }
  }
});

test("the views of the later parts are used by them alone", () => {
  const views = sources().filter((name) => name.startsWith("src/views/"));
  const later = views.filter((name) => LATER.test(name));
  assert.ok(later.includes("src/views/steps/review.rs") && later.includes("src/views/centre/orders.rs"));
  // A module of a folder is named behind its folder, and no view outside the folder may name that.
  const modules = later.map((name) => name.match(/(?:(steps|centre)\/\w+|(\w+))\.rs$/)).map(([, folder, name]) => folder ?? name);
  for (const name of views.filter((name) => !LATER.test(name) && !BOUNDARY.test(name))) {
    const code = read(name).replace(/\/\/.*/g, "");
    const named = new Set(modules.filter((module) => new RegExp(`\\b${module}(::|;|,| as )`).test(code.match(/^use [^;]*;/gms)?.join("\n") ?? "") || new RegExp(`\\bparts::${module}\\b`).test(code)));
    assert.deepEqual([...named], [], name);
    // Its formatter comes with the later parts.
    assert.doesNotMatch(code, /\blater_format\b/, name);
  }
});

test("what is asked for by name has one", () => {
  const inProgram = sources().flatMap((name) => [...read(name).matchAll(/\bdynamic\("(\w+)"/g)].map(([, group]) => ({ name, group })));
  assert.ok(inProgram.some(({ group }) => group === "field_hint"));
  assert.deepEqual(inProgram.filter(({ name, group }) => !NAMED_BY_API.has(group) || !LATER.test(name)), []);
  const inPage = [...read("index.html").matchAll(/data-t(?:-label)?="(\w+)\./g)].map(([, group]) => group);
  // The options of a select stand in a group called like its label.
  const labels = Object.keys(catalogue("en").field);
  const options = Object.keys(catalogue("en")).filter((group) => labels.includes(group));
  assert.ok(options.length > 0);
  assert.deepEqual(options.filter((group) => !NAMED_BY_API.has(group)), []);
  assert.deepEqual(inPage.filter((group) => !NAMED_BY_PAGE.has(group)), []);
});
