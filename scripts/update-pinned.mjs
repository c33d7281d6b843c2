// Updates what this repository pins, and says what changed: compiler, crates, wasm-bindgen with its command, Trunk, the
// other tools, npm packages.
//
//   node scripts/update-pinned.mjs [--dry-run]
//
// Within a compatible line (the same major version, or minor below 1.0) the newest is taken; a newer line is named and
// left to you. A registry that cannot be asked leaves its pins as they are. Afterwards: make setup-test && make test.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Every pin that is a line of text: where it stands, and who knows what is newest. */
export const PINS = [
  { name: "wasm-bindgen", ask: "crate", places: [["Cargo.toml", /^(wasm-bindgen = "=)([\d.]+)(")/m], ["scripts/setup.sh", /^(readonly WASM_BINDGEN=)([\d.]+)()$/m]] },
  { name: "trunk", ask: "crate", places: [["scripts/setup.sh", /^(readonly TRUNK=)([\d.]+)()$/m]] },
  { name: "cargo-deny", ask: "crate", places: [["scripts/audit.sh", /^(readonly CARGO_DENY=)([\d.]+)()$/m]] },
  { name: "cargo-machete", ask: "crate", places: [["scripts/audit.sh", /^(readonly CARGO_MACHETE=)([\d.]+)()$/m]] },
  { name: "schemathesis", ask: "pip", places: [["scripts/schemathesis.sh", /^(readonly SCHEMATHESIS=)([\d.]+)()$/m]] },
];
/** Folders whose package.json names exact versions. */
export const NPM = [".", "tests/contract", "tests/e2e", "tests/release"];
export const COMPILER = [["rust-toolchain.toml", /^(channel = ")([\d.]+)(")/m]];
/** The oldest compiler that builds it: major and minor of the pinned one. */
const RUST_VERSION = ["Cargo.toml", /^(rust-version = ")([\d.]+)(")/m];

const numbers = (version) => /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number) ?? null;

/** Is `next` newer than `now`? Only plain versions are compared: what is no release is no update. */
export function isNewer(next, now) {
  const [a, b] = [numbers(next), numbers(now)];
  if (!a || !b) return false;
  const at = a.findIndex((number, index) => number !== b[index]);
  return at >= 0 && a[at] > b[at];
}

/** Do both stand in a line in which updates are meant to break nothing? */
export function isCompatible(next, now) {
  const [a, b] = [numbers(next), numbers(now)];
  if (!a || !b || a[0] !== b[0]) return false;
  return a[0] > 0 || (a[1] === b[1] && (a[1] > 0 || a[2] === b[2]));
}

/** The newest of a list that is newer than `now`: in its line, and altogether. */
export function newest(list, now) {
  const best = (some) => some.reduce((top, one) => (isNewer(one, top) ? one : top), now);
  const [compatible, any] = [best(list.filter((one) => isCompatible(one, now))), best(list)];
  return { compatible: compatible === now ? null : compatible, other: isCompatible(any, now) ? null : any };
}

/** Versions in what `cargo info NAME` writes: `version: 0.8.23 (latest 0.9.0)`. */
export function crateVersions(output) {
  const line = /^version: (\S+)(?: \(latest (\S+?)\))?/m.exec(output);
  return line ? [line[1], line[2]].filter(Boolean) : null;
}

/** Versions in what `pip index versions NAME` writes. */
export const pipVersions = (output) => /^Available versions: (.+)$/m.exec(output)?.[1].split(/,\s*/) ?? null;

/** What `npm view NAME@RANGE version --json` writes: a text, or a list of texts. */
export function npmVersions(output) {
  try {
    const value = JSON.parse(output);
    const list = [value].flat();
    return list.length > 0 && list.every((one) => typeof one === "string") ? list : null;
  } catch {
    return null;
  }
}

/** The version of the compiler in the manifest of a release channel. */
export const channelVersion = (manifest) => /^\[pkg\.rustc?\]\s*\nversion = "([\d.]+) /m.exec(manifest)?.[1] ?? null;

/** Name and version of each package of a Cargo.lock. */
export function lockedCrates(lock) {
  const crates = new Map();
  for (const [, name, version] of lock.matchAll(/^\[\[package\]\]\nname = "([^"]+)"\nversion = "([^"]+)"/gm)) {
    crates.set(name, [...(crates.get(name) ?? []), version]);
  }
  return crates;
}

/** What differs between two locks, in words. */
export function lockChanges(before, after) {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const text = (versions) => versions?.join(", ") ?? "none";
  return names.filter((name) => text(before.get(name)) !== text(after.get(name)))
    .map((name) => `${name} ${text(before.get(name))} -> ${text(after.get(name))}`);
}

/** Reads the version in the one place that a pattern finds. */
export function pinned(text, pattern) {
  const found = text.match(new RegExp(pattern.source, "gm")) ?? [];
  return found.length === 1 ? pattern.exec(text)[2] : null;
}

// --- asking and writing ---------------------------------------------------------------------------
const changed = [];
const left = [];
let dry = false;
const path = (name) => join(ROOT, name);
const read = (name) => readFileSync(path(name), "utf8");
const say = (line) => console.log(`update-pinned: ${line}`);

function ask(command, args, cwd = ROOT) {
  const { status, stdout } = spawnSync(command, args, { cwd, encoding: "utf8", timeout: 120_000 });
  return status === 0 ? stdout : null;
}

function write(places, version) {
  if (dry) return;
  for (const [name, pattern] of places) writeFileSync(path(name), read(name).replace(pattern, `$1${version}$3`));
}

/** Notes what a registry said about one pin; returns the version to take, if there is one. */
function decide(name, now, versions) {
  if (!versions) {
    left.push(`${name} ${now}: could not be asked for`);
    return null;
  }
  const { compatible, other } = newest(versions, now);
  if (other) left.push(`${name} ${compatible ?? now}: ${other} is a newer line, which may break something`);
  if (compatible) changed.push(`${name} ${now} -> ${compatible}`);
  return compatible;
}

const line = (version) => {
  const [major, minor] = numbers(version);
  return major > 0 ? `${major}` : `${major}.${minor}`;
};
const REGISTRIES = {
  // The bare name knows the newest of all, the line its own newest.
  crate: (name, now) => {
    const [all, own] = [ask("cargo", ["info", name]), ask("cargo", ["info", `${name}@${line(now)}`])];
    const versions = [all, own].map((output) => output && crateVersions(output)).filter(Boolean).flat();
    return versions.length > 0 ? versions : null;
  },
  pip: (name) => pipVersions(ask("python3", ["-m", "pip", "index", "versions", name]) ?? ""),
  npm: (name, now) => {
    const answers = [`${name}@^${now}`, name].map((what) => npmVersions(ask("npm", ["view", what, "version", "--json"]) ?? ""));
    return answers.every(Boolean) ? answers.flat() : null;
  },
};

function updateNpm(folder) {
  const name = join(folder, "package.json");
  let text = read(name);
  let touched = false;
  for (const [dependency, now] of Object.entries(JSON.parse(text).devDependencies)) {
    const next = decide(`${folder === "." ? "npm" : folder}: ${dependency}`, now, REGISTRIES.npm(dependency, now));
    if (!next) continue;
    text = text.replace(`"${dependency}": "${now}"`, `"${dependency}": "${next}"`);
    touched = true;
  }
  if (!touched || dry) return;
  writeFileSync(path(name), text);
  if (ask("npm", ["install", "--package-lock-only", "--no-audit", "--no-fund"], path(folder)) === null) {
    throw new Error(`${folder}/package-lock.json could not be written: run npm install --package-lock-only there`);
  }
}

function updateCrates() {
  const before = lockedCrates(read("Cargo.lock"));
  if (ask("cargo", ["update", "--quiet", ...(dry ? ["--dry-run"] : [])]) === null) left.push("Cargo.lock: the registry could not be asked");
  // wasm-bindgen has a line of its own already.
  changed.push(...lockChanges(before, lockedCrates(read("Cargo.lock"))).filter((text) => !text.startsWith("wasm-bindgen ")));
}

async function updateCompiler() {
  const now = pinned(read(COMPILER[0][0]), COMPILER[0][1]);
  const server = process.env.RUSTUP_DIST_SERVER ?? "https://static.rust-lang.org";
  const manifest = await fetch(`${server}/dist/channel-rust-stable.toml`, { signal: AbortSignal.timeout(60_000) })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .catch(() => "");
  const version = channelVersion(manifest);
  const next = decide("Rust", now, version && [version]);
  if (!next) return;
  write(COMPILER, next);
  write([RUST_VERSION], next.split(".").slice(0, 2).join("."));
}

async function main() {
  dry = process.argv.includes("--dry-run");
  for (const { name, ask: registry, places } of PINS) {
    const now = pinned(read(places[0][0]), places[0][1]);
    const next = decide(name, now, REGISTRIES[registry](name, now));
    if (next) write(places, next);
  }
  updateCrates();
  for (const folder of NPM) updateNpm(folder);
  // Last: after it cargo asks for a compiler that may not be installed yet.
  await updateCompiler();
  for (const text of changed) say(`${dry ? "would change" : "changed"} ${text}`);
  for (const text of left) say(`left ${text}`);
  say(changed.length === 0 ? "nothing newer in the pinned lines" : dry ? "nothing was written" : "now: make setup-test && make test");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
