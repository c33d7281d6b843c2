// What scripts/check-dependencies.mjs and scripts/audit-npm.mjs say of manifests, explanations and answers that are wrong.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { NPM } from "../../scripts/update-pinned.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function withFolder(files, body) {
  const root = mkdtempSync(join(tmpdir(), "renewal-dependencies-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return body(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const table = (manifest, rows) => `## \`${manifest}\`\n\n| name | what for |\n| --- | --- |\n${rows.map(([name, why]) => `| \`${name}\` | ${why} |\n`).join("")}\n`;
const CRATES = [["serde", "reads"], ["sha2", "hashes"]];
const PACKAGES = [["esbuild", "bundles"], ["binaryen", "shrinks"], ["peer", "is asked for"]];
const TREE = {
  "Cargo.toml": '[package]\nname = "one"\nversion = "0.1.0"\nedition = "2024"\n[dependencies]\nserde = "1"\n[target.\'cfg(unix)\'.dev-dependencies]\nsha2 = "0.10"\nserde = "1"\n',
  "src/lib.rs": "",
  "package.json": JSON.stringify({ dependencies: { esbuild: "1.0.0" }, devDependencies: { binaryen: "1.0.0", peer: "1.0.0" } }),
  "package-lock.json": JSON.stringify({
    packages: { "node_modules/binaryen": { bin: { "wasm-opt": "x" } }, "node_modules/esbuild": { peerDependencies: { peer: "1" } } },
  }),
  "scripts/build.mjs": 'import { build } from "esbuild";\n',
  "scripts/build.sh": "wasm-opt in out\n",
  "docs/DEPENDENCIES.md": table("Cargo.toml", CRATES) + table("package.json", PACKAGES),
};

/** Runs the check on a tree that differs from a right one. */
const check = (changed) =>
  withFolder({ ...TREE, ...changed }, (root) => {
    spawnSync("git", ["init", "-q"], { cwd: root });
    const { status, stderr, stdout } = spawnSync(process.execPath, [join(ROOT, "scripts/check-dependencies.mjs"), root], { encoding: "utf8" });
    return { status, problems: stderr.trim().split("\n").filter(Boolean).map((line) => line.replace("check-dependencies: ", "")), stdout };
  });
const page = (crates, packages = PACKAGES) => ({ "docs/DEPENDENCIES.md": table("Cargo.toml", crates) + table("package.json", packages) });

test("a tree whose dependencies are explained and used is in order", () => {
  assert.deepEqual(check({}), { status: 0, problems: [], stdout: "check-dependencies: 5 of 2 manifests explained and used\n" });
});

for (const [what, changed, problem] of [
  ["a crate that is not explained", page([CRATES[0]]), "docs/DEPENDENCIES.md explains sha2 of Cargo.toml nowhere"],
  ["a crate that is explained twice", page([...CRATES, CRATES[0]]), "docs/DEPENDENCIES.md explains serde of Cargo.toml 2 times"],
  ["a crate that is not there", page([...CRATES, ["rand", "draws"]]), "docs/DEPENDENCIES.md explains rand, which Cargo.toml does not name"],
  ["no reason", page([["serde", ""], CRATES[1]]), "docs/DEPENDENCIES.md does not say what serde of Cargo.toml is for"],
  ["no section", { "docs/DEPENDENCIES.md": table("Cargo.toml", CRATES) }, "docs/DEPENDENCIES.md has no section package.json"],
  ["a section of no manifest", { "docs/DEPENDENCIES.md": TREE["docs/DEPENDENCIES.md"] + table("gone/package.json", []) }, "docs/DEPENDENCIES.md has a section gone/package.json, which is no manifest"],
  ["a package that nothing imports", { "scripts/build.mjs": "// from esbuild\n" }, "package.json names esbuild, which nothing uses"],
  ["a command that nothing runs", { "scripts/build.sh": "wasm-optimize in out\n" }, "package.json names binaryen, which nothing uses"],
  ["a peer that nothing asks for", { "package-lock.json": JSON.stringify({ packages: { "node_modules/binaryen": { bin: { "wasm-opt": "x" } } } }) }, "package.json names peer, which nothing uses"],
]) {
  test(`named: ${what}`, () => {
    const { status, problems } = check(changed);
    assert.deepEqual(problems, [problem]);
    assert.equal(status, 1);
  });
}

test("every package.json of the tree is asked about and updated", () => {
  const { stdout } = spawnSync("git", ["ls-files", "package.json", "*/package.json"], { cwd: ROOT, encoding: "utf8" });
  assert.deepEqual(stdout.trim().split("\n").sort(), NPM.map((folder) => join(folder, "package.json")).sort());
});

/** Runs the audit with an npm that answers so. */
const audit = (stdout, stderr = "") =>
  withFolder({ npm: `#!/bin/sh\ncat "$0.out"\ncat "$0.err" >&2\nexit 1\n`, "npm.out": stdout, "npm.err": stderr }, (folder) => {
    chmodSync(join(folder, "npm"), 0o755);
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
    const { status, stdout: said } = spawnSync(process.execPath, [join(ROOT, "scripts/audit-npm.mjs")], { encoding: "utf8", env });
    return { status, lines: said.trim().split("\n") };
  });

for (const [what, stdout, stderr, code, says] of [
  ["nothing known", JSON.stringify({ vulnerabilities: {}, metadata: { vulnerabilities: { total: 0 } } }), "", 0, "ok, nothing known"],
  ["a vulnerable package", JSON.stringify({ vulnerabilities: { ws: { name: "ws", severity: "high", fixAvailable: true } }, metadata: { vulnerabilities: { total: 1 } } }), "", 1, "ws (high), with a fix"],
  ["a count without names", JSON.stringify({ vulnerabilities: {}, metadata: { vulnerabilities: { total: 2 } } }), "", 1, "2 that npm does not name"],
  ["a registry without such an address", JSON.stringify({ message: "405 Method Not Allowed", statusCode: 405 }), "", 3, "could not be asked (405 Method Not Allowed)"],
  ["no JSON", "<html>", "npm error\nnpm error network down\n", 3, "could not be asked (npm error network down)"],
  ["nothing at all", "", "", 3, "could not be asked (npm said nothing)"],
  ["JSON of another kind", "{}", "", 3, "could not be asked (npm gave no report)"],
]) {
  test(`npm audit: ${what}`, () => {
    const { status, lines } = audit(stdout, stderr);
    assert.deepEqual(lines, NPM.map((folder) => `npm audit: ${join(folder, "package.json")}: ${says}`));
    assert.equal(status, code);
  });
}
