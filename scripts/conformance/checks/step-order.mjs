// A step is refused until all before it are complete, and names the one that comes first.
import { rule } from "../trial.mjs";

const RULES = {
  order: rule("operations/problems.yaml#/StepOrder", "An earlier step comes first; nextStep names it. The server enforces step order itself."),
  next: rule("schemas/common.yaml#/NextStep", "First step that is not complete."),
};

export default {
  name: "step-order",
  title: "a step before its turn is refused",
  rules: RULES,
  async run(trial) {
    const { api, journey } = trial;
    const renewal = await journey.start();
    // What can be chosen cannot be asked for yet: the present level, and a card.
    const present = (await journey.membership()).json.level.id;
    const bodies = { level: { levelId: present }, "payment-method": { method: "card", purchaseOrderNumber: null } };
    const early = async (step, next) => {
      const answer = await journey.put(renewal, step, bodies[step] ?? (await journey.bodyOf(renewal, step)));
      if (!trial.refused(answer, 409, "step-order", RULES.order, `PUT ${step} while ${next} is due`)) return;
      trial.expect(answer.json.nextStep === next, RULES.next, `step-order says nextStep ${answer.json.nextStep} instead of ${next}`, answer);
    };
    for (const step of ["profile", "signature", "location", "level", "payment-method"]) await early(step, "requirements");
    trial.refused(await api.send("GET", `/renewals/${renewal}/levels`), 409, "step-order", RULES.order, "GET levels while requirements is due");
    const untouched = await journey.read(renewal);
    const { nextStep } = untouched.json;
    trial.expect(nextStep === "requirements", RULES.next, `after refusals nextStep is ${nextStep} instead of requirements`, untouched);

    await journey.fill(renewal, "requirements");
    await early("signature", "profile");
    await journey.fill(renewal, "profile");
    const answer = await journey.read(renewal);
    trial.expect(answer.json.nextStep === "agreement", RULES.next, `nextStep is ${answer.json.nextStep} instead of agreement`, answer);
    await early("location", "agreement");
  },
};
