// Writes a release of the build that is there: an archive with all that an operator needs, and one beside it with the names of
// its functions, by which a crash that somebody reports is read.
//
//   node scripts/release.mjs [--dist dist] [--out dist-release] [--functions target/functions]
//
// deploy/RELEASE.md says what is in it. The same commit and the same build give the same bytes. A build that was configured for a
// program, or that holds the settings of the sandbox, is refused, and so is one that is not whole or names places of this machine.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { hashedName } from "./built-files.mjs";
import { shipped } from "./release/components.mjs";
import { billOfMaterials, licenses, sha256, sums } from "./release/documents.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** What an operator runs. What they import comes with them, and so do the files that they read. */
const COMMANDS = ["check-config", "configure", "deploy-files", "retain-old-assets"].map((name) => `scripts/${name}.mjs`);
const DOCUMENTS = ["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "public/locales/en.json"];
const PACKED = [".br", ".gz"];

function fail(message) {
  console.error(`release: ${message}`);
  process.exit(1);
}

const { values: given } = (() => {
  const functions = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "functions");
  const option = (text) => ({ type: "string", default: text });
  try {
    return parseArgs({ options: { dist: option("dist"), out: option("dist-release"), functions: option(functions) } });
  } catch (error) {
    return fail(error.message);
  }
})();
const git = (...args) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
const read = (...path) => (existsSync(join(...path)) ? readFileSync(join(...path)) : fail(`${join(...path)} is missing`));

/** The files of the build by their names: what version.json lists, the page and version.json, and the packed form of each. */
function builtFiles(dist) {
  if (!existsSync(join(dist, "version.json"))) fail(`${dist} holds no build. Run make build first`);
  const version = JSON.parse(read(dist, "version.json"));
  if (version.built) fail(`${dist} is configured for a program, whose words and colors are not for others. Build it anew`);
  const settings = join(dist, "config.json");
  if (existsSync(settings) && JSON.parse(read(settings)).sandbox) fail(`${settings} holds the settings of the sandbox. Remove it`);
  for (const name of version.files) {
    const hash = /-([0-9a-f]{16})(?=[._])/.exec(name)?.[0];
    if (!hash || hashedName(name.replace(hash, ""), read(dist, name)) !== name) fail(`${join(dist, name)} is not what was built. Build it anew`);
  }
  const names = ["index.html", "version.json", ...version.files].flatMap((name) => ["", ...PACKED].map((ending) => name + ending));
  return { version, files: new Map(names.map((name) => [`dist/${name}`, read(dist, name)])) };
}

/** A script and all that it imports of this repository. */
function withImports(path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, name] of read(ROOT, path).toString().matchAll(/^import [\s\S]*? from "(\.[^"]+)";$/gm)) withImports(join(dirname(path), name), found);
  return found;
}

function operatorFiles() {
  const scripts = new Set(COMMANDS.flatMap((path) => [...withImports(path)]));
  const deploy = git("ls-files", "--cached", "--others", "--exclude-standard", "deploy").split("\n");
  return [...scripts, ...deploy, ...DOCUMENTS].map((path) => [path, read(ROOT, path)]);
}

/** Nothing that is given away says where it was made, or how to read the sources out of it. */
function checkForLeaks(files) {
  const here = [ROOT.replace(/\/$/, ""), homedir(), process.env.CARGO_HOME, process.env.RUSTUP_HOME].filter((path) => path && path !== "/");
  for (const [name, bytes] of files) {
    const text = bytes.toString("latin1");
    if (name.endsWith(".map") || /[#@] sourceMappingURL=/.test(text)) fail(`${name} leads to a source map`);
    // What deploy/container names are places within the container.
    const elsewhere = name.startsWith("deploy/container/") ? null : /(?<![\w.~-])\/(home|Users|root|tmp|build|builds|workspace)\/[\w.-]+/.exec(text)?.[0];
    const path = here.find((one) => text.includes(`${one}/`)) ?? elsewhere;
    if (path && !isPacked(name)) fail(`${name} names ${path}, a place of a machine`);
  }
}
const isPacked = (name) => PACKED.some((ending) => name.endsWith(ending));

/** Writes an archive of the files in a folder of this name, and its sum beside it. The bytes depend on the files and `time` alone. */
function writeArchive(out, name, files, time) {
  const stage = mkdtempSync(join(tmpdir(), "renewal-release-"));
  try {
    for (const [path, bytes] of files) {
      const to = join(stage, name, path);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, bytes);
    }
    mkdirSync(out, { recursive: true });
    const archive = join(out, `${name}.tar.gz`);
    const fixed = ["--sort=name", "--format=gnu", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", `--mtime=@${time}`];
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    execFileSync("tar", [...fixed, "--use-compress-program=gzip -n -9", "-cf", resolve(archive), "-C", stage, name], { env });
    writeFileSync(`${archive}.sha256`, `${sha256(readFileSync(archive))}  ${basename(archive)}\n`);
    return archive;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

const { version, files } = builtFiles(given.dist);
const commit = { id: git("rev-parse", "HEAD"), time: Number(git("log", "-1", "--format=%ct")), isModified: git("status", "--porcelain") !== "" };
const parts = shipped(ROOT);
const name = `partner-renewal-${parts.application.version}`;
for (const [path, bytes] of operatorFiles()) files.set(path, bytes);
files.set("sbom.cdx.json", Buffer.from(billOfMaterials(parts, commit, version.version)));
files.set("LICENSES.txt", Buffer.from(licenses(parts)));
checkForLeaks(files);
files.set("SHA256SUMS", Buffer.from(sums(files)));
const functions = version.files.filter((file) => file.endsWith(".wasm")).map((file) => [`${file}.txt`, read(given.functions, `${file}.txt`)]);
checkForLeaks(functions);

const archives = [writeArchive(given.out, name, files, commit.time), writeArchive(given.out, `${name}-functions`, functions, commit.time)];
console.log(`release: ${name}, build ${version.version}, commit ${commit.id.slice(0, 12)}${commit.isModified ? " with changes" : ""}
  site and tools     ${archives[0]}, ${files.size} files
  parts              ${parts.components.length}, in sbom.cdx.json with their licenses
  function names     ${archives[1]}: keep it, and do not serve it`);
