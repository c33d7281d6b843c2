// deploy/config.schema.json in a validator of schemas, as editors have one: it takes what src/config.rs takes (the cases of
// tests/config.rs), and nothing else. What depends on the host of the site is not the schema's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";

const json = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
const CASES = json("tests/config-cases.json");
const validate = new Ajv2020({ keywords: ["x-problem"], strict: true, strictTypes: false, strictRequired: false }).compile(json("deploy/config.schema.json"));
const fits = (config) => validate(config);
const each = (list, body) => list.forEach(({ keys, values }) => keys.forEach((key) => values.forEach((value) => body(key, value))));

test("what the page takes fits the schema, and what it refuses does not", () => {
  assert.ok(fits(CASES.settings));
  each(CASES.taken, (key, value) => assert.ok(fits({ ...CASES.settings, [key]: value }), JSON.stringify({ [key]: value })));
  each(CASES.refused, (key, value) => assert.ok(!fits({ ...CASES.settings, [key]: value }), JSON.stringify({ [key]: value })));
  for (const key of CASES.required) {
    const { [key]: _, ...without } = CASES.settings;
    assert.ok(!fits(without), key);
  }
});

test("a key that the site does not know does not fit, because it may be one that was misspelled", () => {
  assert.ok(!fits({ ...CASES.settings, allowedTenant: [] }));
});

test("the examples for operators and the sandbox's own settings fit", () => {
  for (const path of ["deploy/config.entra.json", "deploy/config.oidc.json", "tests/contract/golden/config.json"]) assert.ok(fits(json(path)), path);
});
