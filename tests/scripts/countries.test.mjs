// tests/sandbox/countries makes the forms of the countries: shapes from regular expressions, fields and lines from an order.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { described } from "../sandbox/countries/generate.mjs";
import { COUNTRIES } from "../sandbox/countries/local.mjs";
import { fits, shapesOf } from "../sandbox/countries/shapes.mjs";

test("a regular expression becomes the shapes of what it accepts", () => {
  for (const [pattern, shapes] of [
    ["\\d{5}", ["99999"]],
    ["\\d{2}-\\d{3}", ["99999"]],
    ["\\d{3} ?\\d{2}", ["99999"]],
    ["(\\d{5})(?:[ \\-](\\d{4}))?", ["99999", "999999999"]],
    ["[ABCEGHJ-NPRSTV-Z]\\d[A-Z] ?\\d[A-Z]\\d", ["A9A9A9"]],
    ["[1-9]\\d{3} ?(?:[A-RT-Z][A-Z]|S[BCE-RT-Z])", ["9999AA"]],
    ["[\\dA-Z]{3} ?[\\dA-Z]{4}", ["*******"]],
    ["GIR ?0AA|\\d{1,2}", ["AAA9AA", "9", "99"]],
  ]) {
    assert.deepEqual(shapesOf(pattern), shapes, pattern);
  }
});

test("a part of a regular expression that no shape can say is refused", () => {
  for (const pattern of ["\\w{3}", "a+", "[^A]", "."]) assert.throws(() => shapesOf(pattern), pattern);
});

test("spaces, hyphens and dots do not count", () => {
  assert.ok(fits("k1a 0b1", ["A9A9A9"]));
  assert.ok(fits("00-950", ["99999"]));
  assert.ok(!fits("0950", ["99999"]));
  assert.ok(fits("X1", ["**"]) && !fits("X1", ["A"]));
});

const NUMBERS = { registration: { label: "registration_number", required: false }, tax: { label: "tax_id", required: false } };
const made = (local, rules) => described({ country: "XX", ...NUMBERS, phone: "", address: {}, ...local }, { zip: "\\d{4}", zipex: "1234", ...rules });

test("fields and lines follow the order of the country, without names, companies and prefixes", () => {
  const { address, written } = made({}, { fmt: "%O%n%N%n%A%nXX-%Z %C", postprefix: "XX-", require: "ACZ" });
  assert.deepEqual(written, ["{addressLine1}", "{addressLine2}", "{postalCode} {city}"]);
  assert.deepEqual(address.map(({ id, required }) => [id, required]), [["addressLine1", true], ["addressLine2", false], ["postalCode", true], ["city", true]]);
  const big = made({}, { fmt: "%Z%n%S%C%D%n%A%n%O%n%N", require: "AZ", state_name_type: "prefecture", zip_name_type: "pin" });
  assert.deepEqual(big.written, ["{postalCode}", "{region} {city}", "{addressLine1}", "{addressLine2}"]);
  assert.deepEqual(big.address.map(({ label }) => label), ["pin_code", "prefecture", "city", "address_line1", "address_line2"]);
});

test("what the site says otherwise comes before the collection, and what cannot be is refused", () => {
  const rules = { fmt: "%A%n%Z %C", require: "" };
  const { address } = made({ also: ["region"], address: { city: { required: true }, region: { label: "county" } } }, rules);
  assert.deepEqual(address.slice(3).map(({ label, required }) => [label, required]), [["city", true], ["county", false]]);
  assert.throws(() => made({ address: { region: {} } }, rules), /XX has no region/);
  assert.throws(() => made({ address: { postalCode: { example: "123" } } }, rules), /123/);
  assert.throws(() => made({}, { ...rules, locality_name_type: "oblast" }), /no label/);
});

test("the kept file has the countries and the numbers that stand in local.mjs", () => {
  const kept = JSON.parse(readFileSync(new URL("../sandbox/countries/countries.json", import.meta.url), "utf8"));
  const own = ({ country, legalSuffixes, registration, tax, phone }) => ({ country, legalSuffixes, registration, tax, phone });
  assert.deepEqual(kept.countries.map(own), COUNTRIES.map(own));
  assert.match(kept.source.version, /^\d+\.\d+\.\d+$/);
});
