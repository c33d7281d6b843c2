// Every page of the site has its help, in every language of the site.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const languages = readdirSync(at("public/locales")).sort();
const help = (file) => JSON.parse(readFileSync(at(`public/help/${file}`), "utf8"));
const routes = readFileSync(at("deploy/routes.txt"), "utf8").trim().split("\n").map((route) => route.slice(1)).sort();

test("there is help in the languages of the site", () => {
  assert.deepEqual(readdirSync(at("public/help")).sort(), languages);
});

for (const file of languages) {
  test(`${file} has words for each page and for no other`, () => {
    const words = help(file);
    assert.deepEqual(Object.keys(words).sort(), Object.keys(help("en.json")).sort());
    // "unknown" is for any address that is no page.
    assert.deepEqual(Object.keys(words.pages).sort(), [...routes, "unknown"].sort());
    for (const [page, { what, ready, ...more }] of Object.entries(words.pages)) {
      assert.ok(what.length > 20, page);
      assert.equal(ready.length, help("en.json").pages[page].ready.length, page);
      assert.deepEqual(more, {}, page);
    }
    assert.ok(words.subject.includes("{page}"));
  });
}
