// A catalogue as it is served holds every text, and names what is asked for by name.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { NAMED, packed } from "../../scripts/catalogues.mjs";

const ROOT = new URL("../../", import.meta.url);
const read = (name) => readFileSync(new URL(name, ROOT), "utf8");
const catalogue = (language) => JSON.parse(read(`public/locales/${language}.json`));

test("lists take the place of names, in the order of groups and keys", () => {
  const source = {
    time_a: { b: "B" },
    time: { other: "O", days_other: "{count}", days_one: "1", a: "A" },
    site: { name: "N" },
  };
  // tests.rs in src/i18n reads this.
  assert.deepEqual(packed(source, 'title = "time.a", "time.gone", "site.name"'), {
    "": { checksum: 3961483363, plurals: { time_days_one: "1", time_days_other: "{count}" }, "time.a": "A" },
    site: { name: "N" },
    time: ["A", "O"],
    time_a: ["B"],
  });
});

test("no text is lost", () => {
  for (const language of ["en", "bg"]) {
    const source = catalogue(language);
    const { "": { checksum, plurals }, ...groups } = packed(source, "");
    assert.ok(Number.isInteger(checksum));
    const texts = [...Object.values(groups).flatMap((group) => Object.values(group)), ...Object.values(plurals)];
    assert.deepEqual(texts.sort(), Object.values(source).flatMap((group) => Object.values(group)).sort());
  }
});

test("what is asked for by name has one", () => {
  const sources = readdirSync(new URL("src", ROOT), { recursive: true }).filter((name) => name.endsWith(".rs"));
  const inProgram = sources.flatMap((name) => [...read(`src/${name}`).matchAll(/\bdynamic\("(\w+)"/g)].map(([, group]) => group));
  assert.ok(inProgram.includes("field_hint"));
  const inPage = [...read("index.html").matchAll(/data-t(?:-label)?="(\w+)\./g)].map(([, group]) => group);
  // The options of a select stand in a group called like its label.
  const labels = Object.keys(catalogue("en").field);
  const options = Object.keys(catalogue("en")).filter((group) => labels.includes(group));
  assert.ok(options.length > 0);
  assert.deepEqual([...inProgram, ...inPage, ...options].filter((group) => !NAMED.has(group)), []);
});
