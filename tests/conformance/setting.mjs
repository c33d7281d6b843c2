// The sandbox as an operator's API: today's date, and tokens of two organizations' people, with one that has ended.
import { bearerOf } from "../e2e/harness/client.mjs";
import { startSandbox } from "../e2e/harness/sandbox.mjs";

const DAY = 86_400;
const bare = async (sandbox, person) => (await bearerOf(sandbox, person)).replace("Bearer ", "");

/** Tells the sandbox something that no API offers. */
export async function control(sandbox, path, body) {
  const answer = await fetch(`${sandbox.api}/sandbox/${path}`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}),
  });
  if (!answer.ok) throw new Error(`/sandbox/${path}: ${answer.status}`);
}

/** The programs of the sandbox: who renews, and somebody of another organization, whose window has not opened. */
export const PROGRAMS = {
  example: ["nadia", "petra"],
  alliance: ["yana", "henrik"],
};

/** A sandbox whose clock is right, with a token from yesterday among its own. `tokens` signs in anew. */
export async function startApi(program = "example") {
  const [primary, other] = PROGRAMS[program];
  const yesterday = new Date(Date.now() - DAY * 1000).toISOString().slice(0, 10);
  // The sandbox's day begins at noon.
  const since = Date.parse(`${yesterday}T12:00:00Z`);
  const sandbox = await startSandbox({ clock: yesterday, program });
  const started = Date.now();
  const ended = await bare(sandbox, primary);
  await control(sandbox, "clock", { seconds: Math.round((started - since) / 1000) });
  await control(sandbox, "reset");
  return {
    sandbox,
    reset: () => control(sandbox, "reset"),
    async tokens() {
      const given = { TOKEN: await bare(sandbox, primary), OTHER_TOKEN: await bare(sandbox, other), EXPIRED_TOKEN: ended };
      return Object.fromEntries(Object.entries(given).map(([name, token]) => [name, () => token]));
    },
  };
}
