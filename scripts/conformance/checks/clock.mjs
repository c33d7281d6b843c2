// The Date of every answer is now, and every time in it is UTC. The site takes its clock from there.
import { rule } from "../trial.mjs";

const RULES = {
  date: rule("openapi.yaml#/info/description", "CORS exposes Date: the site counts prices and sign-ins by the server's clock, so that it has to be right."),
  times: rule("schemas/common.yaml#/Timestamp", "RFC 3339 time in UTC, such as 2026-11-24T09:30:00Z."),
  days: rule("schemas/common.yaml#/Date", "RFC 3339 full-date in the zone of the program, such as 2026-11-24."),
};
/** How far a clock may be from the kit's own, in milliseconds; a Date header has whole seconds. */
const TOLERANCE = 30_000;
/** Members that are times, and members that are days. */
const TIMES = /(?:At|requestFrom|until)$/;
const DAYS = /^(?:asOf|membershipDate|windowOpens|graceEnds|effective|deadline|newMembershipDate|previousMembershipDate|profileChanged|from|to)$/;
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Members with their values, at any depth. */
function members(value) {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, one]) => [[name, one], ...members(one)]);
}

export default {
  name: "clock",
  title: "Date is now, and times are UTC",
  rules: RULES,
  async run(trial) {
    const membership = await trial.journey.membership();
    const { asOf } = membership.json;
    trial.expect(DAY.test(asOf ?? ""), RULES.days, `asOf is ${asOf}`, membership);
    for (const answer of trial.api.answers) {
      const date = answer.headers.get("date");
      const at = Date.parse(date ?? "");
      const isNow = at >= answer.sentAt - TOLERANCE && at <= answer.at + TOLERANCE;
      if (!trial.expect(isNow, RULES.date, `Date is ${date}, and it is ${new Date(answer.at).toUTCString()}`, answer)) break;
    }
    let times = 0;
    for (const answer of trial.api.answers.filter(({ status }) => status < 300)) {
      for (const [name, value] of members(answer.json).filter(([, one]) => typeof one === "string")) {
        if (TIMES.test(name)) {
          times += 1;
          trial.expect(UTC.test(value), RULES.times, `${name} is ${value}`, answer);
        }
        if (DAYS.test(name)) trial.expect(DAY.test(value), RULES.days, `${name} is ${value}`, answer);
      }
    }
    if (times === 0) trial.skip("times: no answer had one, those of a renewal have");
  },
};
