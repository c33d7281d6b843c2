// Is the API description valid, does every golden body fit the schema it belongs to, and do the bodies agree?
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { bundle, lint, loadConfig } from "@redocly/openapi-core";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { factsBetween, factsOf } from "./facts.mjs";
import { check, close } from "./report.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const METHODS = ["get", "put", "post", "delete", "patch"];
/** Golden bodies of no operation, with their schema. */
const OUTSIDE = { config: "Config" };
/** Bodies of requests that are files, which have no golden body. */
const FILES = ["application/pdf", "image/jpeg", "image/png"];

/** A golden body: JSON, or a text or page as it is. */
function golden(file) {
  const text = readFileSync(join(HERE, "golden", file), "utf8");
  return file.endsWith(".json") ? JSON.parse(text) : text;
}

const goldens = Object.fromEntries(
  readdirSync(join(HERE, "golden")).map((file) => [file.replace(/\.(json|txt|html)$/, ""), golden(file)]),
);

const config = await loadConfig({ configPath: join(HERE, "redocly.yaml") });
const ref = join(HERE, "openapi.yaml");
const problems = await lint({ ref, config });
check("openapi.yaml is valid", problems.length === 0);
for (const { ruleId, message, location } of problems) {
  const [at] = location;
  check(`${at?.source.absoluteRef.slice(HERE.length + 1)} ${at?.pointer}`, false, `${message} (${ruleId})`);
}
if (problems.length > 0) {
  close();
  process.exit();
}
const bundled = await bundle({ ref, config });
check("every reference and example is found", bundled.problems.length === 0, bundled.problems.map((p) => p.message).join("; "));
const api = bundled.bundle.parsed;

/** What a local reference points to, or the thing itself. */
function resolve(thing) {
  if (!thing?.$ref) return thing;
  const path = thing.$ref.replace(/^#\//, "").split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return resolve(path.reduce((at, part) => at?.[part], api));
}

/** Schemas that others extend, which must not be closed on their own. */
const extended = new Set(
  Object.values(api.components.schemas).flatMap(({ allOf = [] }) => allOf.map(({ $ref }) => $ref.split("/").at(-1))),
);

/** The schema with references for the validator, closed to properties nobody described. */
function closed(schema, open = false) {
  if (Array.isArray(schema)) return schema.map((part) => closed(part));
  if (schema === null || typeof schema !== "object") return schema;
  const out = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "$ref") out.$ref = value.replace("#/components/schemas/", "contract#/$defs/");
    else if (key === "properties") out[key] = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, closed(v)]));
    else out[key] = ["enum", "const", "examples", "required"].includes(key) ? value : closed(value);
  }
  if (schema.type === "object" && !open) out.unevaluatedProperties = false;
  return out;
}

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({
  $id: "contract",
  $defs: Object.fromEntries(Object.entries(api.components.schemas).map(([name, s]) => [name, closed(s, extended.has(name))])),
});

const used = new Set();

/** Holds one golden body against a schema. */
function fits(name, schema) {
  used.add(name);
  const validate = ajv.compile(closed(schema));
  const good = validate(goldens[name]);
  check(`${name} fits`, good, ajv.errorsText(validate.errors, { dataVar: "body" }));
  factsOf(name, schema.$ref?.split("/").at(-1), goldens[name], goldens);
}

/** Are the problems of a schema and those of the examples the same? */
function sameProblems(schema, names) {
  const described = (schema.oneOf ?? [schema]).map((one) => resolve(one).properties.type.const.split(":").at(-1));
  return isDeepStrictEqual(new Set(described), new Set(names.map((name) => name.split(".")[1])));
}

/** The golden bodies of a request or response; `suffix` is how their names end. */
function bodies(where, content, suffix) {
  for (const [type, { schema, examples: named }] of Object.entries(content)) {
    if (suffix === ".request" && FILES.includes(type)) continue;
    const examples = named ?? {};
    const isProblem = type === "application/problem+json";
    check(`${where} type`, isProblem || ["application/json", "text/html", "text/plain"].includes(type), type);
    check(`${where} has a golden body`, Object.keys(examples).length > 0);
    if (isProblem) check(`${where} has a golden body of each problem`, sameProblems(schema, Object.keys(examples)));
    for (const [name, example] of Object.entries(examples)) {
      const { value } = resolve(example);
      check(`${where} example ${name} is that golden body`, name in goldens && isDeepStrictEqual(value, goldens[name]));
      if (!(name in goldens)) continue;
      check(`${where} name of ${name}`, isProblem ? name.startsWith("problem.") : name.endsWith(suffix));
      if (isProblem) check(`${where} status of ${name}`, String(goldens[name].status) === suffix.slice(1));
      fits(name, schema);
    }
  }
}

function response(where, status, answer) {
  const headers = Object.keys(answer.headers ?? {});
  check(`${where} Request-Id`, headers.includes("Request-Id"));
  if (["429", "503"].includes(status)) check(`${where} Retry-After`, headers.includes("Retry-After"));
  if (status === "412") check(`${where} ETag`, headers.includes("ETag"));
  check(`${where} has a body`, status === "204" || answer.content !== undefined);
  bodies(where, answer.content ?? {}, `.${status}`);
}

function operation(path, method, op) {
  const where = `${method.toUpperCase()} ${path}`;
  const params = (op.parameters ?? []).map((p) => resolve(p).name);
  const statuses = Object.keys(op.responses);
  const needed = op.security?.length === 0 ? [] : ["401", "429", "500", "503"];
  if (method === "put" && "application/json" in resolve(op.requestBody).content) {
    needed.push("412", "428");
    check(`${where} If-Match`, params.includes("If-Match"));
    check(`${where} ETag`, "ETag" in resolve(op.responses["200"]).headers);
  }
  for (const status of needed) check(`${where} answers ${status}`, statuses.includes(status));
  if (op.requestBody) bodies(`${where} request`, resolve(op.requestBody).content, ".request");
  for (const status of statuses) response(`${where} ${status}`, status, resolve(op.responses[status]));
}

for (const [path, item] of Object.entries(api.paths)) {
  for (const method of METHODS) if (resolve(item)[method]) operation(path, method, resolve(item)[method]);
}
for (const [name, schema] of Object.entries(OUTSIDE)) fits(name, { $ref: `#/components/schemas/${schema}` });
for (const name of Object.keys(goldens)) check(`${name} belongs to something`, used.has(name));
factsBetween(goldens);
close();
