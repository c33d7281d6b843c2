// The rules of config.json, read from deploy/config.schema.json: src/config.rs has the same for the browser, and
// tests/config-cases.json holds both together. Used by scripts/check-config.mjs and scripts/program.mjs.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const json = (path) => JSON.parse(readFileSync(at(path), "utf8"));
const SCHEMA = json("deploy/config.schema.json");
/** What the page says, in English. */
const WORDS = json("public/locales/en.json").boot;

/** The keys of config.json, and those it has to have. */
export const SETTINGS = Object.keys(SCHEMA.properties);
export const REQUIRED_SETTINGS = SCHEMA.required;

export const isLoopback = (host) => ["localhost", "127.0.0.1", "[::1]"].includes(host.toLowerCase());
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The rule of a key or of a list's members, with what it refers to put in its place. */
function resolved(rule) {
  const { $ref, ...own } = rule;
  return $ref ? { ...SCHEMA.$defs[$ref.replace("#/$defs/", "")], ...own } : own;
}

/** The first pattern that a text breaks, as `{ problem, write }`; null where it keeps to all of them. */
function brokenPattern(text, { allOf = [] }) {
  const broken = allOf.findIndex(({ pattern }) => !new RegExp(pattern, "u").test(text));
  if (broken < 0) return null;
  const problem = allOf[broken]["x-problem"];
  // A text that is an address, and only not written as an origin, can be written as one.
  const write = problem === "config_origin" && broken > 0 ? new URL(text).origin : undefined;
  return { problem, write };
}

const CHECKS = {
  object(value, { propertyNames, ...rule }) {
    if (!isObject(value) || !Object.values(value).every((one) => typeof one === "string")) return { problem: "config_texts" };
    const own = Object.keys(value).find((name) => propertyNames.not.enum.includes(name));
    return own ? { problem: rule["x-problem"], write: own } : null;
  },
  choice: (value, rule) => (rule.enum.includes(value) ? null : { problem: rule["x-problem"] }),
  boolean: (value) => (typeof value === "boolean" ? null : { problem: "config_flag" }),
  string(value, rule) {
    if (typeof value !== "string") return { problem: "config_text" };
    return value.trim() === "" ? { problem: "config_empty" } : brokenPattern(value, rule);
  },
  array(value, rule) {
    if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) return { problem: "config_list" };
    if (value.length < (rule.minItems ?? 0)) return { problem: rule["x-problem"] };
    const members = resolved(rule.items);
    return value.map((one) => brokenPattern(one, members)).find(Boolean) ?? null;
  },
};

/** What is wrong with one key of config.json: `{ key, problem, write }`, where `write` is what to write, if that can be told. */
function problemOf(config, key) {
  if (!(key in config)) return REQUIRED_SETTINGS.includes(key) ? { key, problem: "config_missing" } : null;
  const rule = resolved(SCHEMA.properties[key]);
  const found = CHECKS[rule.type ?? "choice"](config[key], rule);
  return found && { key, ...found };
}

/** Every problem of a config.json for a site on this host (as `location.hostname` writes it), in the order of the keys. */
export function settingProblems(config, host) {
  if (!isObject(config)) return [{ key: "config.json", problem: "config_json" }];
  const problems = SETTINGS.map((key) => problemOf(config, key)).filter(Boolean);
  if (config.sandbox === true && !isLoopback(host)) problems.push({ key: "sandbox", problem: "config_sandbox" });
  return problems;
}

/** The sentence that the page says about a problem. */
export const problemSentence = ({ problem, write }) => (write ? `${WORDS[problem]} ${write}` : WORDS[problem].replace(/ Write:$/, ""));
