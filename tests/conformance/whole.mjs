// The whole kit with its command against the sandbox, Schemathesis included (EXAMPLES, SEED).
//   node tests/conformance/whole.mjs
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "../e2e/harness/sandbox.mjs";
import { startApi } from "./setting.mjs";

const api = await startApi();
try {
  const tokens = Object.fromEntries(Object.entries(await api.tokens()).map(([name, token]) => [name, token()]));
  const env = { EXAMPLES: "5", ...process.env, ...tokens, API: `${api.sandbox.api}/v1`, SITE: api.sandbox.site };
  const child = spawn(process.execPath, [join(ROOT, "scripts/conformance/main.mjs")], { env, stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = code ?? 1;
} finally {
  await api.sandbox.stop();
}
