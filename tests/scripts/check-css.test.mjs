// scripts/check-css.mjs finds styles that nothing has and values outside the tokens, and takes for used what views put
// together.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../scripts/check-css.mjs", import.meta.url));

function check(css, tokens = "") {
  const root = mkdtempSync(join(tmpdir(), "renewal-css-"));
  const files = {
    "style/main.css": css,
    "style/tokens/all.css": tokens,
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
  const css = ".lead, #app .page > .wide:is(.busy) { color: var(--ink) } .status--due {} #failed.banner {} " +
    "@media (width > 1.5em) { .lead { inset: 0 } } a[href$='.pdf'] {} /* .gone {} */";
  assert.deepEqual(check(css, ":root { --ink: #000 }"), { status: 0, stderr: "" });
});

for (const [css, reason] of [
  [".gone {}", /the class gone/],
  [".lead .leads {}", /the class leads/],
  [".not-a-class-either {}", /not-a-class-either/],
  ["#gone {}", /the id gone/],
  [":root { --gone: 1px }", /nothing uses --gone/],
  [".lead { color: var(--missing) }", /--missing is used and not defined/],
  [".lead { margin: 0 -1.5rem; }", /margin has -1\.5rem/],
  ["@media print { .lead { font: 11pt serif } }", /font has 11pt/],
  [".lead { color: #0000 }", /color has #0000/],
  [".lead { inset: calc(100vh - 1px) }", /inset has 100vh/],
  [".lead { background: oklch(1 0 0) }", /background has oklch\(/],
]) {
  test(`${css} is found`, () => {
    const { status, stderr } = check(css);
    assert.equal(status, 1);
    assert.match(stderr, reason);
  });
}

test("values of the text itself, hairlines, shares and pictures may stand anywhere", () => {
  const css = ".lead { inset: 0 1px 50% 1em; block-size: 1lh; background: url(\"data:,5px%23fff\"); font: 400 1em serif; flex: 2 }";
  assert.deepEqual(check(css), { status: 0, stderr: "" });
});
