// Two browsers and two programs pay for one renewal for minutes, while requests, answers, notices, prices and roles
// are broken as the seed has it. They write down what they see; the checker decides. NEMESIS_SECONDS, SEED.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, newPerson } from "../harness/browser.mjs";
import { apiClient, renewalAtReview } from "../harness/client.mjs";
import { ROOT, startSandbox } from "../harness/sandbox.mjs";
import { heading, signIn } from "../harness/walk.mjs";
import { apiPayer } from "./nemesis/api_client.mjs";
import { browserPayer } from "./nemesis/browser_client.mjs";
import { injectFault, handOver } from "./nemesis/faults.mjs";
import { chance, logOf } from "./nemesis/log.mjs";

const SECONDS = Number(process.env.NEMESIS_SECONDS ?? 180);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const folder = join(ROOT, "tests/e2e/results", `nemesis-${SEED}`);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
console.log(`nemesis: seed ${SEED}, ${SECONDS} s`);

const sandbox = await startSandbox({ faults: true });
const browser = await launch();
const nemesis = logOf(folder, "nemesis");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let failed = null;
try {
  await run();
} catch (error) {
  failed = error;
} finally {
  await browser.close();
  await sandbox.stop();
}
const checker = spawnSync("cargo", ["run", "--quiet", "--locked", "-p", "checker", "--", folder], { cwd: ROOT, stdio: "inherit" });
if (failed) console.error(failed);
if (failed || checker.status !== 0) {
  console.error(`nemesis: FAILED, again with SEED=${SEED}; its logs are in ${folder}`);
  process.exit(1);
}

async function run() {
  // The first version and the first person are in force before anything happens.
  nemesis.invoke("agreement", { ids: { version: "2026.2" } })("ok");
  await handOver(sandbox, nemesis, "nadia");
  nemesis.invoke("sign", { ids: { version: "2026.2" } })("ok");
  const renewal = await renewalAtReview(sandbox);
  const clients = [];
  for (const [at, name] of ["api1", "api2"].entries()) {
    const parts = { sandbox, renewal, log: logOf(folder, name), dice: chance(SEED + 1 + at) };
    clients.push(await apiPayer(parts));
  }
  for (const [at, name] of ["browser1", "browser2"].entries()) {
    const { page } = await newPerson(browser);
    await signIn(page, sandbox, "Nadia Example", "/renew/review", "Check your renewal and pay");
    clients.push(browserPayer({ page, sandbox, renewal, log: logOf(folder, name), dice: chance(SEED + 11 + at) }));
  }
  const dice = chance(SEED);
  const versions = { next: 1 };
  const end = Date.now() + SECONDS * 1000;
  // Nobody can pay at first, so that there are many attempts; then everybody can.
  const cards = () => (Date.now() < end - SECONDS * 250 ? ["declined"] : ["approved", "approved", "declined", "processing"]);
  const breaking = (async () => {
    while (Date.now() < end) {
      await injectFault(sandbox, dice, nemesis, versions);
      await pause(100 + dice.below(900));
    }
  })();
  const paying = clients.map(async (client) => {
    while (Date.now() < end) {
      await client.act(cards());
      await pause(20 + dice.below(100));
    }
  });
  await Promise.all([breaking, ...paying]);

  await sandbox.clearFaults();
  await handOver(sandbox, nemesis, "nadia");
  await settleProcessing(renewal);
  // Programs first: they fill the steps that a new agreement or level has opened again.
  for (const client of clients) await client.finish();
  await fresh(renewal);
  await books(renewal);
}

/** What the provider is still deciding, it decides. */
async function settleProcessing(renewal) {
  const { call } = await apiClient(sandbox, "nadia");
  const { body } = await call("GET", `/renewals/${renewal}`);
  if (body.payment?.status !== "processing") return;
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ payment: body.payment.id }) };
  const answer = await fetch(`${sandbox.api}/sandbox/settle`, init);
  if (!answer.ok) throw new Error(`settle: ${await answer.text()}`);
}

/** Somebody with an empty browser opens the review. */
async function fresh(renewal) {
  const { page } = await newPerson(browser);
  let posts = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/payments")) posts += 1;
  });
  await signIn(page, sandbox, "Nadia Example", "/renew/review", "Membership renewed");
  const receipt = await heading(page, "Membership renewed").isVisible();
  logOf(folder, "fresh").note("fresh", { ids: { renewal }, status: receipt ? "receipt" : "other", posts });
}

/** The provider's ledger, and how every payment that anybody saw stands at last. */
async function books(renewal) {
  const answer = await fetch(`${sandbox.pay}/ledger`);
  writeFileSync(join(folder, "ledger.json"), await answer.text());
  const { call } = await apiClient(sandbox, "nadia");
  const lines = readdirSync(folder).filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"));
  const seen = new Set(lines.map((line) => JSON.parse(line).ids?.payment).filter(Boolean));
  for (const payment of seen) {
    const { status, body } = await call("GET", `/payments/${payment}`);
    if (status === 200) nemesis.note("final", { ids: { renewal, payment }, status: body.status });
  }
}
