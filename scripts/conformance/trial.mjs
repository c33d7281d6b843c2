// What one check finds: what failed, with rule and request, and what could not be looked at.
import { curl, inWords, slugOf } from "./api.mjs";

/** A rule of the contract: what it says, and where it stands below tests/contract. */
export const rule = (at, says) => ({ at, says });

export class Trial {
  #held = 0;

  constructor({ api, journey, settings }) {
    this.api = api;
    this.journey = journey;
    this.settings = settings;
    this.failures = [];
    this.skipped = [];
  }

  /** Notes whether a rule is kept; answers it. `answer` is what shows it. */
  expect(isKept, broken, what, answer) {
    if (isKept) this.#held += 1;
    else this.failures.push({ what, rule: broken, curl: curl(answer.request) });
    return isKept;
  }

  /** Expects a refusal with this status and type. */
  refused(answer, status, slug, broken, what) {
    return this.expect(answer.status === status && slugOf(answer) === slug, broken, `${what}: ${inWords(answer)} instead of ${status} ${slug}`, answer);
  }

  /** Expects one of these statuses. */
  answered(answer, statuses, broken, what) {
    return this.expect(statuses.includes(answer.status), broken, `${what}: ${inWords(answer)} instead of ${statuses.join(" or ")}`, answer);
  }

  /** Says what is not looked at, and why. */
  skip(why) {
    this.skipped.push(why);
  }

  /** passed, failed, or unchecked where nothing was looked at. */
  get status() {
    if (this.failures.length > 0) return "failed";
    return this.#held > 0 ? "passed" : "unchecked";
  }
}
