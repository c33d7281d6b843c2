// scripts/check-docs.mjs finds ids that no document explains, rows that nothing holds, and paths that are gone.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../scripts/check-docs.mjs", import.meta.url));

function check(files) {
  const root = mkdtempSync(join(tmpdir(), "renewal-docs-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, root], { encoding: "utf8" });
    return { status, stderr };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const row = (id, ...cells) => `| ${[id, ...cells].join(" | ")} |\n`;
const GOOD = {
  "src/lib.rs": "//! C2: the server has named it.\nfn promise_02_is_kept() {}\n",
  "tests/a.test.mjs": 'journey("ux-7 promise-11: works")\n',
  "docs/PROMISES.md": row("promise-2", "Twice is once.", "") + row("promise-11", "The same amount.", "") + row("ux-7", "A summary.") +
    row("C2", "Named.") + row("promise-3", "Told apart.", "`tests/a.test.mjs`"),
};

test("a page that explains what is used is in order", () => {
  assert.deepEqual(check(GOOD), { status: 0, stderr: "" });
});

for (const [what, name, text, reason] of [
  ["an id of a function", "src/b.rs", "fn promise_30_holds() {}", /src\/b\.rs names promise-30/],
  ["an id of a title", "tests/b.test.mjs", 'journey("ux-31: told")', /names ux-31/],
  ["a short id", "src/b.rs", "/// C3: gone.", /names C3/],
  ["a path that is gone", "docs/X.md", "See `src/gone.rs`.", /docs\/X\.md names src\/gone\.rs/],
]) {
  test(`${what} without an explanation is found`, () => {
    const { status, stderr } = check({ ...GOOD, [name]: text });
    assert.equal(status, 1);
    assert.match(stderr, reason);
  });
}

test("a row that nothing holds is found, and one that stands twice", () => {
  for (const [line, reason] of [
    [row("promise-9", "Nobody tests it.", ""), /no test names promise-9/],
    [row("ux-7", "Again."), /explains ux-7 twice/],
    [row("K1", ""), /no words for K1/],
  ]) {
    const { status, stderr } = check({ ...GOOD, "docs/PROMISES.md": GOOD["docs/PROMISES.md"] + line });
    assert.equal(status, 1);
    assert.match(stderr, reason);
  }
});
