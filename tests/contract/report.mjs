// Counts what holds and says what does not.

let passed = 0;
const failures = [];

/** Notes one check; `detail` is said when it fails. */
export function check(name, holds, detail = "") {
  if (holds) passed += 1;
  else failures.push(detail ? `${name}: ${detail}` : name);
}

/** Notes that two values are equal as JSON. */
export function equal(name, actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  check(name, a === b, `${a} is not ${b}`);
}

/** The failures that `run` notes; they are left out of the count. */
export function failuresOf(run) {
  const [before, at] = [passed, failures.length];
  run();
  passed = before;
  return failures.splice(at);
}

/** Prints the failures and the closing line, and sets the exit code. */
export function close() {
  for (const failure of failures) console.log(`FAILED ${failure}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
}
