// The dates of the membership follow from one another, and a membership that cannot be renewed now is not.
import { factsOf } from "../../../tests/contract/facts.mjs";
import { failuresOf } from "../../../tests/contract/report.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  dates: rule("schemas/organizations.yaml#/Membership", "windowOpens, graceEnds, daysLeft, status and mayRenew follow from membershipDate, asOf, windowDays, graceDays and blockers."),
  asOf: rule("schemas/organizations.yaml#/Membership/properties/asOf", "Today in the zone of the program."),
  refused: rule("operations/problems.yaml#/StartConflict", "The membership cannot be renewed now."),
};
/** What starting a renewal is refused with, by the status of the membership. */
const REFUSALS = { not_due: "window-not-open", lapsed: "membership-lapsed", suspended: "membership-suspended" };
/** The blockers that say no more than the status does. */
const OF_STATUS = ["window_not_open", "lapsed", "suspended"];

/** The date it is in a zone. */
const dateIn = (zone, moment) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(moment);

/** The dates that it is somewhere on Earth, from the last zone to the first. */
const anywhere = (moment) => ["Etc/GMT+12", "UTC", "Etc/GMT-14"].map((zone) => dateIn(zone, moment));

async function refusal(trial, as, organization, answer) {
  const { status, blockers, windowOpens } = answer.json;
  const slug = REFUSALS[status];
  if (!slug || blockers.some(({ code }) => !OF_STATUS.includes(code))) return false;
  const started = await trial.api.send("POST", `/organizations/${organization}/renewals`, { as, body: {} });
  const isRefused = trial.refused(started, 409, slug, RULES.refused, `starting a renewal of a membership that is ${status}`);
  if (isRefused && slug === "window-not-open") {
    trial.expect(started.json.windowOpens === windowOpens, RULES.refused, `window-not-open says windowOpens ${started.json.windowOpens}, the membership ${windowOpens}`, started);
  }
  return true;
}

export default {
  name: "dates",
  title: "the dates of the membership agree, and a renewal outside of its window is refused",
  rules: RULES,
  async run(trial) {
    const { zone } = trial.settings;
    let refusals = 0;
    for (const as of ["TOKEN", "OTHER_TOKEN"].filter((name) => trial.api.has(name))) {
      for (const { id } of (await trial.journey.account(as)).organizations) {
        const answer = await trial.api.send("GET", `/organizations/${id}/membership`, { as });
        if (!trial.answered(answer, [200], RULES.dates, `the membership of ${id}`)) continue;
        const today = zone ? [dateIn(zone, Date.now())] : anywhere(Date.now());
        trial.expect(today.includes(answer.json.asOf), RULES.asOf, `asOf is ${answer.json.asOf}, and today is ${today.join(" or ")}`, answer);
        for (const failure of failuresOf(() => factsOf("the membership's", "Membership", answer.json, {}))) {
          trial.expect(false, RULES.dates, failure, answer);
        }
        if (await refusal(trial, as, id, answer)) refusals += 1;
      }
    }
    if (refusals === 0) trial.skip("a renewal outside of its window: none of the tokens' organizations is not due, lapsed or suspended");
  },
};
