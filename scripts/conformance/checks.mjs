// Every check, in the order in which they are made. The last two look at all the answers that the others got.
import clock from "./checks/clock.mjs";
import cors from "./checks/cors.mjs";
import dates from "./checks/dates.mjs";
import earlyAnswers from "./checks/early-answers.mjs";
import entityTags from "./checks/entity-tags.mjs";
import idempotency from "./checks/idempotency.mjs";
import input from "./checks/input.mjs";
import oneLivePayment from "./checks/one-live-payment.mjs";
import otherPeople from "./checks/other-people.mjs";
import problems from "./checks/problems.mjs";
import quotes from "./checks/quotes.mjs";
import retryAfter from "./checks/retry-after.mjs";
import signature from "./checks/signature.mjs";
import stepOrder from "./checks/step-order.mjs";

/** Each has a `name`, a `title`, the `rules` it holds an API to, and `run(trial)`. */
export const CHECKS = [
  input, cors, dates, stepOrder, entityTags, signature, earlyAnswers, quotes, idempotency, oneLivePayment, otherPeople, retryAfter,
  clock, problems,
];
