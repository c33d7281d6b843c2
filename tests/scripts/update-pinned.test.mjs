// What scripts/update-pinned.mjs reads from the registries' answers, and that it knows where each pin stands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  COMPILER, NPM, PINS, channelVersion, crateVersions, isCompatible, isNewer, lockChanges, lockedCrates, newest, npmVersions,
  pinned, pipVersions,
} from "../../scripts/update-pinned.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (name) => readFileSync(join(ROOT, name), "utf8");

test("every pin stands exactly once where it is looked for, and its places agree", () => {
  for (const { name, places } of [...PINS, { name: "Rust", places: COMPILER }]) {
    const versions = places.map(([file, pattern]) => pinned(read(file), pattern) ?? assert.fail(`${name} in ${file}`));
    assert.equal(new Set(versions).size, 1, `${name}: ${versions}`);
  }
});

test("the command of wasm-bindgen is that of the locked crate, and package.json names exact versions", () => {
  const { places } = PINS.find(({ name }) => name === "wasm-bindgen");
  assert.deepEqual(lockedCrates(read("Cargo.lock")).get("wasm-bindgen"), [pinned(read("Cargo.toml"), places[0][1])]);
  for (const folder of NPM) {
    const { devDependencies } = JSON.parse(read(join(folder, "package.json")));
    for (const [name, version] of Object.entries(devDependencies)) assert.match(version, /^\d+\.\d+\.\d+$/, `${folder}: ${name}`);
  }
});

test("versions are compared by number, and only releases count", () => {
  assert.ok(isNewer("0.2.130", "0.2.99") && isNewer("1.0.0", "0.99.99") && isNewer("1.96.0", "1.95.1"));
  assert.ok(!isNewer("0.2.130", "0.2.130") && !isNewer("0.9.0-rc1", "0.8.23") && !isNewer("latest", "0.1.0"));
});

test("a line is the major version, the minor one below 1.0, the patch below 0.1", () => {
  for (const [next, now] of [["1.9.0", "1.2.3"], ["0.8.99", "0.8.1"], ["0.0.3", "0.0.3"]]) assert.ok(isCompatible(next, now), next);
  for (const [next, now] of [["2.0.0", "1.9.9"], ["0.9.0", "0.8.9"], ["0.0.4", "0.0.3"], ["x", "1.0.0"]]) assert.ok(!isCompatible(next, now), next);
});

test("the newest of the line is taken, and a newer line is named", () => {
  assert.deepEqual(newest(["0.21.15", "0.22.1", "0.21.9", "0.22.0-beta.1"], "0.21.14"), { compatible: "0.21.15", other: "0.22.1" });
  assert.deepEqual(newest(["4.32.5", "4.32.4"], "4.32.5"), { compatible: null, other: null });
  assert.deepEqual(newest(["6.5.438", "4.10.38"], "4.10.38"), { compatible: null, other: "6.5.438" });
  assert.deepEqual(newest(["0.9.0-rc1"], "0.8.23"), { compatible: null, other: null });
});

test("the registries' answers are read, and what is none is none", () => {
  assert.deepEqual(crateVersions("leptos\nwords\nversion: 0.8.23 (latest 0.9.0-rc1)\nlicense: MIT"), ["0.8.23", "0.9.0-rc1"]);
  assert.deepEqual(crateVersions("version: 0.20.2\nrust-version: 1.88.0"), ["0.20.2"]);
  assert.equal(crateVersions("error: could not find"), null);
  assert.deepEqual(pipVersions("schemathesis (4.32.5)\nAvailable versions: 4.32.5, 4.32.4,4.0.0\n"), ["4.32.5", "4.32.4", "4.0.0"]);
  assert.equal(pipVersions("ERROR: No matching distribution"), null);
  assert.deepEqual(npmVersions('"0.25.12"'), ["0.25.12"]);
  assert.deepEqual(npmVersions('["1.0.0", "1.0.1"]'), ["1.0.0", "1.0.1"]);
  for (const nothing of ["", "{}", "[]", "null", "<html>"]) assert.equal(npmVersions(nothing), null, nothing);
  assert.equal(channelVersion('[pkg.cargo]\nversion = "0.9.0 (x)"\n\n[pkg.rust]\nversion = "1.99.1 (58cf8f9c3 2026-10-13)"\n'), "1.99.1");
  assert.equal(channelVersion("<html>captive portal</html>"), null);
});

test("changes of a lock are told by name", () => {
  const lock = (...crates) => lockedCrates(crates.map(([name, version]) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`).join("\n"));
  const before = lock(["a", "1.0.0"], ["b", "1.0.0"], ["b", "2.0.0"], ["gone", "0.1.0"]);
  const after = lock(["a", "1.0.1"], ["b", "1.0.0"], ["b", "2.0.0"], ["new", "0.2.0"]);
  assert.deepEqual(lockChanges(before, after), ["a 1.0.0 -> 1.0.1", "gone 0.1.0 -> none", "new none -> 0.2.0"]);
});

test("a pin that stands twice or not at all is none", () => {
  const pattern = /^(X=)([\d.]+)()$/m;
  assert.equal(pinned("X=1.2.3\n", pattern), "1.2.3");
  assert.equal(pinned("X=1.2.3\nX=1.2.4\n", pattern), null);
  assert.equal(pinned("Y=1.2.3\n", pattern), null);
});
