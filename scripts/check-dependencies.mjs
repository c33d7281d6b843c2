// Is every direct dependency wanted? docs/DEPENDENCIES.md says what each is for, exactly once for each Cargo.toml and package.json
// that names it, and each npm package is used by a file beside its package.json. make audit finds crates that are not used.
//
//   node scripts/check-dependencies.mjs [ROOT]
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url));
const PAGE = "docs/DEPENDENCIES.md";
const run = (command, ...args) => execFileSync(command, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
const read = (path) => readFileSync(join(ROOT, path), "utf8");
const problems = [];

const tracked = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0").filter((name) => name && existsSync(join(ROOT, name)));

/** Names of the crates that each Cargo.toml of the workspace names, without the crates of the workspace itself. */
function crateManifests() {
  const { packages } = JSON.parse(run("cargo", "metadata", "--locked", "--offline", "--no-deps", "--format-version", "1"));
  return packages.map(({ manifest_path: path, dependencies }) => {
    const names = dependencies.filter((one) => !one.path).map(({ name }) => name);
    return [relative(ROOT, path), new Set(names)];
  });
}

const npmManifests = () =>
  tracked.filter((name) => /(^|\/)package\.json$/.test(name)).map((path) => {
    const { dependencies, devDependencies } = JSON.parse(read(path));
    return [path, new Set(Object.keys({ ...dependencies, ...devDependencies }))];
  });

/** What the page says, by manifest: each line as `[name, reason]`. */
function explained() {
  const sections = new Map();
  let lines = null;
  for (const line of read(PAGE).split("\n")) {
    const manifest = /^## `([^`]+)`$/.exec(line)?.[1];
    if (manifest) {
      if (sections.has(manifest)) problems.push(`${PAGE} has ${manifest} twice`);
      sections.set(manifest, (lines = []));
    }
    const [, name, reason] = /^\| `([^`]+)` \| (.*) \|$/.exec(line) ?? [];
    if (name && lines) lines.push([name, reason.trim()]);
  }
  return sections;
}

function compare(manifests, sections) {
  for (const [manifest, names] of manifests) {
    const lines = sections.get(manifest) ?? [];
    if (!sections.has(manifest) && names.size > 0) problems.push(`${PAGE} has no section ${manifest}`);
    for (const name of names) {
      const count = lines.filter(([one]) => one === name).length;
      if (count !== 1 && sections.has(manifest)) problems.push(`${PAGE} explains ${name} of ${manifest} ${count === 0 ? "nowhere" : `${count} times`}`);
    }
    for (const [name, reason] of lines) {
      if (!names.has(name)) problems.push(`${PAGE} explains ${name}, which ${manifest} does not name`);
      if (reason === "") problems.push(`${PAGE} does not say what ${name} of ${manifest} is for`);
    }
  }
  const known = new Set(manifests.map(([manifest]) => manifest));
  for (const manifest of sections.keys()) if (!known.has(manifest)) problems.push(`${PAGE} has a section ${manifest}, which is no manifest`);
}

/** Packages that no script imports, runs or reads, and that no other needs beside it. */
function checkUse([manifest, names]) {
  const folder = dirname(manifest);
  const { packages } = JSON.parse(read(join(folder, "package-lock.json")));
  const below = tracked.filter((name) => (folder === "." || name.startsWith(`${folder}/`)) && /\.(mjs|js|sh)$/.test(name));
  const texts = below.map(read);
  for (const name of names) {
    const escaped = name.replace(/[.\\/-]/g, "\\$&");
    const commands = Object.keys(packages[`node_modules/${name}`]?.bin ?? {});
    const imported = new RegExp(`(?:from|import|import\\(|resolve\\()\\s*["']${escaped}(?:/[^"']*)?["']`);
    const called = commands.length > 0 ? new RegExp(`(?:^|[\\s"'\`/])(?:${commands.join("|")})(?=["'\\s])`, "m") : null;
    const needed = [...names].some((other) => packages[`node_modules/${other}`]?.peerDependencies?.[name]);
    if (!needed && !texts.some((text) => imported.test(text) || called?.test(text))) problems.push(`${manifest} names ${name}, which nothing uses`);
  }
}

const npm = npmManifests();
const manifests = [...crateManifests(), ...npm];
compare(manifests, explained());
npm.forEach(checkUse);
for (const problem of problems) console.error(`check-dependencies: ${problem}`);
if (problems.length === 0) console.log(`check-dependencies: ${manifests.reduce((sum, [, names]) => sum + names.size, 0)} of ${manifests.length} manifests explained and used`);
process.exit(problems.length === 0 ? 0 : 1);
