// scripts/check-css.mjs finds styles that nothing has, and takes those for used that views put together.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../scripts/check-css.mjs", import.meta.url));

function check(css) {
  const root = mkdtempSync(join(tmpdir(), "renewal-css-"));
  const files = {
    "style/main.css": css,
    "src/views/a.rs": 'view! { <p class="lead wide"></p> }; ["status--", name].concat(); view! { <i class:busy=true></i> }',
    "public/boot.js": 'by("failed").className = `banner`;',
    "index.html": '<div id="app" class="page">not-a-class</div>',
  };
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, root], { encoding: "utf8" });
    return { status, stderr };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test("what sources, page and scripts have is used", () => {
  const css = ":root { --ink: #000 } .lead, #app .page > .wide:is(.busy) { color: var(--ink) } .status--due {} #failed.banner {} " +
    "@media (width > 1.5em) { .lead { inset: .5em } } a[href$='.pdf'] {} /* .gone {} */";
  assert.deepEqual(check(css), { status: 0, stderr: "" });
});

for (const [css, reason] of [
  [".gone {}", /the class gone/],
  [".lead .leads {}", /the class leads/],
  [".not-a-class-either {}", /not-a-class-either/],
  ["#gone {}", /the id gone/],
  [":root { --gone: 1px }", /nothing uses --gone/],
  [".lead { color: var(--missing) }", /--missing is used and not defined/],
]) {
  test(`${css} is found`, () => {
    const { status, stderr } = check(css);
    assert.equal(status, 1);
    assert.match(stderr, reason);
  });
}
