// axe in a page whose policy lets no script in: evaluated by the browser's debugger instead.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** What axe finds on the page: every WCAG A and AA rule, the best practices, target-size, which ships off, and the
 * contrast of AAA. */
export async function axeFindings(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: SOURCE });
  await session.detach();
  const { violations } = await page.evaluate(
    (tags) =>
      window.axe.run(document, {
        runOnly: { type: "tag", values: tags },
        rules: { "target-size": { enabled: true }, "color-contrast-enhanced": { enabled: true } },
        resultTypes: ["violations"],
      }),
    TAGS,
  );
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
  }));
}

/** The page has no accessibility violation in the state that `name` describes. */
export async function assertAccessible(page, name) {
  assert.deepEqual(await axeFindings(page), [], `axe: ${name}`);
}
