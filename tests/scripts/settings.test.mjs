// deploy/config.schema.json, as scripts/settings.mjs reads it, takes and refuses what src/config.rs takes and refuses: the
// cases are those of tests/config.rs. tests/contract/config.test.mjs takes them through a validator of schemas.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { REQUIRED_SETTINGS, SETTINGS, problemSentence, settingProblems } from "../../scripts/settings.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const CASES = JSON.parse(read("tests/config-cases.json"));
const WORDS = JSON.parse(read("public/locales/en.json")).boot;
const problemsOf = (changed, host = CASES.site) => settingProblems({ ...CASES.settings, ...changed }, host);

test("the schema has the keys of src/config.rs, in its order", () => {
  const fields = /pub struct Config \{([\s\S]*?)^\}/m.exec(read("src/config.rs"))[1];
  const names = [...fields.matchAll(/^ {4}pub (\w+):/gm)].map(([, name]) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()));
  const keys = names.map((name) => (name === "signOutParameter" ? "signOut" : name));
  assert.deepEqual(SETTINGS.filter((key) => key !== "reports"), keys, "of reports only its form is checked there: public/reports.js reads it");
  assert.deepEqual(REQUIRED_SETTINGS, CASES.required);
  const tried = new Set([...CASES.taken, ...CASES.refused].flatMap(({ keys }) => keys));
  assert.deepEqual(SETTINGS.filter((key) => !tried.has(key) && key !== "clientId"), [], "each key has a case");
});

test("a value is taken, or refused with the problem that the page names", () => {
  for (const { keys, values } of CASES.taken) {
    for (const key of keys) for (const value of values) assert.deepEqual(problemsOf({ [key]: value }), [], JSON.stringify({ [key]: value }));
  }
  for (const { keys, values, problem, write } of CASES.refused) {
    for (const key of keys) {
      for (const value of values) {
        const [found, ...more] = problemsOf({ [key]: value });
        assert.deepEqual([found?.key, found?.problem, found?.write], [key, problem, write], JSON.stringify({ [key]: value }));
        assert.deepEqual(more, []);
      }
    }
  }
});

test("what is missing is named, and what is no object is named as the file", () => {
  assert.deepEqual(settingProblems({}, CASES.site).map(({ key, problem }) => [key, problem]), REQUIRED_SETTINGS.map((key) => [key, "config_missing"]));
  for (const value of [[], null, "text", 7]) assert.deepEqual(settingProblems(value, CASES.site), [{ key: "config.json", problem: "config_json" }]);
});

test("a sandbox stays on this machine", () => {
  for (const host of CASES.sandbox.here) assert.deepEqual(problemsOf({ sandbox: true }, host), []);
  for (const host of CASES.sandbox.elsewhere) assert.deepEqual(problemsOf({ sandbox: true }, host), [{ key: "sandbox", problem: "config_sandbox" }]);
});

test("every problem of the schema has its sentence, with what to write where that is known", () => {
  const named = [...read("deploy/config.schema.json").matchAll(/"x-problem": "(\w+)"/g)].map(([, name]) => name);
  assert.ok(named.length > 0);
  for (const problem of named) assert.equal(typeof WORDS[problem], "string", problem);
  const origin = (text) => problemSentence(problemsOf({ paymentOrigins: [text] })[0]);
  assert.match(origin("https://pay.example/"), /Write: https:\/\/pay\.example$/);
  assert.match(origin("pay.example"), /no port 443\.$/);
});
