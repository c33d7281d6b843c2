// Schemathesis against the sandbox: does the API do what its description says, whatever it is sent?
//   node tests/e2e/deep/schema.mjs   (EXAMPLES, SEED)
import { runSchemathesis } from "../../contract/schemathesis.mjs";
import { apiClient, bearerOf, renewalAtReview } from "../harness/client.mjs";
import { startSandbox } from "../harness/sandbox.mjs";

const sandbox = await startSandbox();
try {
  const renewal = await renewalAtReview(sandbox);
  const { call } = await apiClient(sandbox, "nadia");
  const { body: quote } = await call("POST", `/renewals/${renewal}/quotes`, { body: {} });
  const body = { quoteId: quote.id, amount: quote.total };
  const { body: payment } = await call("POST", `/renewals/${renewal}/payments`, { body, key: "key-of-the-first-attempt" });
  process.exitCode = await runSchemathesis({
    url: `${sandbox.api}/v1`,
    token: (await bearerOf(sandbox, "nadia")).replace("Bearer ", ""),
    organization: "org-cedar",
    renewal,
    payment: payment.id,
  });
} finally {
  await sandbox.stop();
}
