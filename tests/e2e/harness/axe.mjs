// axe in a page whose policy lets no script in: evaluated by the browser's debugger instead.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** The rules whose result depends on the colors. */
const OF_COLORS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"];

async function findings(page, runOnly) {
  const { violations } = await page.evaluate(
    (only) =>
      window.axe.run(document, {
        runOnly: only,
        rules: { "target-size": { enabled: true }, "color-contrast-enhanced": { enabled: true } },
        resultTypes: ["violations"],
      }),
    runOnly,
  );
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
  }));
}

/** What axe finds on the page: every WCAG A and AA rule, the best practices, target-size, which ships off, and the
 * contrast of AAA; that in the colors of the other scheme, too. */
export async function axeFindings(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: SOURCE });
  await session.detach();
  const found = await findings(page, { type: "tag", values: TAGS });
  const colorScheme = await page.evaluate(() => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  // A color that is on its way from one scheme to the other is not judged.
  await page.emulateMedia({ colorScheme: colorScheme === "dark" ? "light" : "dark", reducedMotion: "reduce" });
  found.push(...(await findings(page, { type: "rule", values: OF_COLORS })));
  await page.emulateMedia({ colorScheme });
  await page.evaluate(() => getComputedStyle(document.body).color && document.body.offsetHeight);
  await page.emulateMedia({ reducedMotion: null });
  return found;
}

/** The page has no accessibility violation in the state that `name` describes, light and dark. */
export async function assertAccessible(page, name) {
  assert.deepEqual(await axeFindings(page), [], `axe: ${name}`);
}
