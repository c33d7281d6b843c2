// What is linked into the program that a release ships: its crates, as cargo resolves them for the browser, and Rust's own
// library. No npm package is shipped: those of package.json build the site.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

const WASM = ["--target", "wasm32-unknown-unknown"];
/** The features with which scripts/build.sh builds. */
const BUILT = ["--locked", "--offline", "--features", "split"];
const LICENSE_FILE = /^((un)?licen[cs]e|copying|copyright|notice)/i;

/**
 * The application and its parts: `{ application, components }`, each `{ name, version, license, texts, ... }`. `texts` are those
 * of its license. Throws where a part comes without a text and not under the MIT license, whose text needs no more than names.
 */
export function shipped(root) {
  const cargo = (...args) => execFileSync("cargo", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const tree = cargo("tree", ...BUILT, ...WASM, "-p", "partner-renewal", "-e", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}");
  const linked = new Set(tree.split("\n").filter(Boolean).map((line) => line.split(" ").slice(0, 2).join(" ")));
  const metadata = JSON.parse(cargo("metadata", ...BUILT, "--format-version", "1", "--filter-platform", WASM[1]));
  const checksums = lockedChecksums(readFileSync(join(root, "Cargo.lock"), "utf8"));
  const packages = metadata.packages.filter((one) => linked.has(`${one.name} v${one.version}`));
  if (packages.length !== linked.size) throw new Error(`cargo metadata knows ${packages.length} of the ${linked.size} crates that cargo tree names`);
  const ids = new Set(packages.map(({ id }) => id));
  const needs = new Map(metadata.resolve.nodes.map(({ id, dependencies }) => [id, dependencies.filter((one) => ids.has(one))]));
  const refs = new Map(packages.map(({ id, name, version }) => [id, `pkg:cargo/${name}@${version}`]));
  const mit = readFileSync(join(root, "LICENSE"), "utf8");
  const all = packages.map((one) => ({
    ref: refs.get(one.id),
    name: one.name,
    version: one.version,
    license: one.license.replaceAll("/", " OR "),
    description: one.description?.replace(/\s+/g, " ").trim(),
    repository: one.repository,
    checksum: checksums.get(`${one.name} ${one.version}`),
    dependsOn: needs.get(one.id).map((id) => refs.get(id)).sort(),
    texts: licenseTexts(one, mit),
  }));
  const application = all.find(({ name }) => name === "partner-renewal");
  application.texts = [mit.trim()];
  const components = [...all.filter((one) => one !== application), standardLibrary(root)];
  application.dependsOn.push(components.at(-1).ref);
  return { application, components: components.sort((a, b) => (a.ref < b.ref ? -1 : 1)) };
}

function lockedChecksums(lock) {
  const found = lock.matchAll(/^\[\[package\]\]\nname = "([^"]+)"\nversion = "([^"]+)"\nsource = "[^"]+"\nchecksum = "([0-9a-f]{64})"/gm);
  return new Map([...found].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}

function licenseTexts({ name, version, license, authors, manifest_path: manifest }, mit) {
  const folder = dirname(manifest);
  const files = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile() && LICENSE_FILE.test(one.name));
  const texts = files.map((one) => one.name).sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  if (texts.length > 0) return texts;
  if (!/\bMIT\b/.test(license)) throw new Error(`${name} ${version} (${license}) comes without the text of its license`);
  const holders = authors.map((author) => author.replace(/ *<[^>]*>/, "")).join(", ") || `the authors of ${name}`;
  return [mit.replace(/^Copyright .*$/m, () => `Copyright (c) ${holders}`).trim()];
}

/** Rust's own library, which the compiler brings, with the notices of what it was built from. */
function standardLibrary(root) {
  const rustc = (...args) => execFileSync("rustc", args, { cwd: root, encoding: "utf8" }).trim();
  const version = /^rustc (\S+)/.exec(rustc("--version"))[1];
  const notices = join(rustc("--print", "sysroot"), "share/doc/rust/COPYRIGHT-library.html");
  if (!existsSync(notices)) throw new Error(`${notices} is missing: install the toolchain again`);
  return {
    ref: `pkg:generic/rust-std@${version}`,
    name: "rust-std",
    version,
    license: "MIT OR Apache-2.0",
    description: "The standard library of Rust",
    repository: "https://github.com/rust-lang/rust",
    dependsOn: [],
    texts: [withoutTags(readFileSync(notices, "utf8"))],
  };
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#34": '"', "#39": "'", "#x27": "'", "#x2F": "/" };
const withoutTags = (html) =>
  html
    .replace(/<head>[\s\S]*?<\/head>|<[^>]*>/g, "")
    .replace(/&([#\w]+);/g, (entity, name) => ENTITIES[name] ?? entity)
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
