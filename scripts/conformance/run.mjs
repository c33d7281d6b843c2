// Runs checks one after the other against an API, each from a renewal of its own.
import { Api, Blocked } from "./api.mjs";
import { CHECKS } from "./checks.mjs";
import { Journey } from "./journey.mjs";
import { Trial, rule } from "./trial.mjs";

const WAY = rule("openapi.yaml#/paths", "The operations that lead to the state which the check begins in.");

/** Runs one check; what stops it is a failure where the API is to blame, and a reason why it was not made otherwise. */
async function made(check, parts) {
  const trial = new Trial(parts);
  let isBlocked = false;
  try {
    await check.run(trial);
  } catch (error) {
    isBlocked = error instanceof Blocked && !error.isFault;
    if (isBlocked) trial.skip(error.message);
    else if (error instanceof Blocked) trial.expect(false, WAY, `the check could not go on: ${error.message}`, error.answer);
    // A member that the description requires is missing from an answer.
    else if (error instanceof TypeError) trial.expect(false, WAY, `the last answer cannot be read: ${error.message}`, parts.api.answers.at(-1));
    else throw error;
  }
  const { status, failures, skipped } = trial;
  return { name: check.name, title: check.title, status, failures, skipped, isBlocked };
}

/**
 * Runs the checks with these names (all without), and takes back the renewal that they made.
 *
 * `base`: address of the API. `tokens`: functions by name, of which TOKEN is needed. `settings`: `site`, `organization`,
 * `zone`, `wait` (seconds that a price may be waited for). `pause(seconds)` waits. `seen(result)` hears of each check.
 */
export async function runChecks({ base, tokens, settings = {}, only, pause = wait, seen = () => {} }) {
  const api = new Api({ base, tokens, pause });
  const journey = new Journey(api, settings);
  const results = [];
  for (const check of CHECKS.filter(({ name }) => !only || only.includes(name))) {
    const result = await made(check, { api, journey, settings });
    results.push(result);
    seen(result);
  }
  let leftover = null;
  try {
    await journey.clear();
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    leftover = error.message;
  }
  return { results, leftover };
}

/** Waits so many seconds. */
export function wait(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
