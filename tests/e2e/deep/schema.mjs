// Schemathesis against the sandbox: does the API do what its description says, whatever it is sent?
//   node tests/e2e/deep/schema.mjs PATH_OF_SCHEMATHESIS   (EXAMPLES, SEED)
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiClient, bearerOf, renewalAtReview } from "../harness/client.mjs";
import { ROOT, startSandbox } from "../harness/sandbox.mjs";

const [program] = process.argv.slice(2);
const { EXAMPLES = "50", SEED = String(Math.floor(Date.now() / 1000)) } = process.env;
console.log(`schema: ${EXAMPLES} examples of each operation, SEED=${SEED}`);

const sandbox = await startSandbox();
const folder = mkdtempSync(join(tmpdir(), "schema-"));
try {
  const renewal = await renewalAtReview(sandbox);
  const { call } = await apiClient(sandbox, "nadia");
  const { body: quote } = await call("POST", `/renewals/${renewal}/quotes`, { body: {} });
  const body = { quoteId: quote.id, amount: quote.total };
  const { body: payment } = await call("POST", `/renewals/${renewal}/payments`, { body, key: "key-of-the-first-attempt" });
  const contract = join(ROOT, "tests/contract");
  const child = spawn(
    program,
    [
      "--config-file", join(contract, "schemathesis.toml"),
      "run", join(contract, "openapi.yaml"),
      "--url", `${sandbox.api}/v1`,
      "--header", `Authorization: ${await bearerOf(sandbox, "nadia")}`,
      "--checks", "all", "--max-examples", EXAMPLES, "--seed", SEED, "--no-color",
    ],
    // It writes its files where it runs.
    { stdio: "inherit", cwd: folder, env: { ...process.env, RENEWAL: renewal, PAYMENT: payment.id } },
  );
  const [code] = await once(child, "exit");
  process.exitCode = code ?? 1;
} finally {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
}
