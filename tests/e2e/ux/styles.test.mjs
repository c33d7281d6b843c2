// The page of all components is for those who change the styles: what is shipped knows nothing of it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { journey } from "../harness/journey.mjs";
import { ROOT } from "../harness/sandbox.mjs";
import { arrive } from "../harness/walk.mjs";

journey("what is shipped has no page of all components", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [/status of 404/] });
  await page.goto(sandbox.url("/__styles"));
  await arrive(page, "Page not found");
  const files = readdirSync(join(ROOT, "dist"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  assert.ok(files.some((one) => one.name.endsWith(".wasm")));
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name));
    for (const text of ["__styles", "All components"]) assert.ok(!bytes.includes(text), `${name} has ${text}`);
  }
});
