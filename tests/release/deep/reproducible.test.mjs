// One commit, built twice from nothing in two folders, gives the same release to the byte.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT, release, withFolder, written } from "../unpacked.mjs";

test("two clones of one commit make the same archives", { timeout: 3_600_000 }, async () => {
  await withFolder((folder) => {
    const { CARGO_TARGET_DIR: _, BASE: _base, DIST: _dist, ...env } = process.env;
    const clones = ["one", "another-folder/below"].map((name) => join(folder, name));
    // Both before either is built: the tree may get another commit meanwhile.
    for (const clone of clones) execFileSync("git", ["clone", "--quiet", ROOT, clone], { env });
    const [first, second] = clones.map((clone) => {
      symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
      execFileSync(join(clone, "scripts/build.sh"), { cwd: clone, env, stdio: ["ignore", "ignore", "inherit"] });
      const { status, stderr } = release([], clone, env);
      assert.equal(status, 0, stderr);
      return written(join(clone, "dist-release"));
    });
    assert.equal(first.size, 4);
    assert.deepEqual([...first.keys()], [...second.keys()]);
    for (const [name, bytes] of first) assert.ok(bytes.equals(second.get(name)), name);
  });
});
