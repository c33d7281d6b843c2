// What the kit prints, and its exit code.

const WORDS = { passed: "passed", failed: "FAILED", unchecked: "not checked" };
/** Failures of one check that are printed; the others are most often the same. */
const SHOWN = 5;

/** One check, with what failed and what was not looked at. */
export function linesOf({ name, title, status, failures, skipped }) {
  const lines = [`${WORDS[status].padEnd(12)} ${name.padEnd(17)} ${title}`];
  for (const { what, rule, curl } of failures.slice(0, SHOWN)) {
    lines.push(`  - ${what}`, `    rule: ${rule.says}`, `          (tests/contract/${rule.at})`);
    if (curl) lines.push(`    ${curl}`);
  }
  if (failures.length > SHOWN) lines.push(`  - and ${failures.length - SHOWN} more`);
  for (const why of skipped) lines.push(`  . not checked: ${why}`);
  return lines;
}

/** The last line, and the exit code: 1 where a rule is broken, 2 where a check could not be made as things are. */
export function summary(results, leftover) {
  const count = (status) => results.filter((result) => result.status === status).length;
  const blocked = results.filter(({ isBlocked }) => isBlocked).map(({ name }) => name);
  const lines = [];
  if (leftover) lines.push(`the renewal that was made could not be taken back: ${leftover}`);
  if (blocked.length > 0) lines.push(`could not be made to the end: ${blocked.join(", ")}`);
  lines.push(`${count("passed")} passed, ${count("failed")} failed, ${count("unchecked")} not checked`);
  const code = count("failed") > 0 ? 1 : blocked.length > 0 || count("passed") === 0 ? 2 : 0;
  return { lines, code };
}
