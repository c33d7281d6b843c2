// The whole kit with its command against each program of the sandbox, Schemathesis included (EXAMPLES, SEED).
//   node tests/conformance/whole.mjs
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "../e2e/harness/sandbox.mjs";
import { PROGRAMS, startApi } from "./setting.mjs";

/** The exit code of the kit against this program. */
async function codeOf(program) {
  const api = await startApi(program);
  try {
    const tokens = Object.fromEntries(Object.entries(await api.tokens()).map(([name, token]) => [name, token()]));
    const env = { EXAMPLES: "5", ...process.env, ...tokens, API: `${api.sandbox.api}/v1`, SITE: api.sandbox.site };
    const child = spawn(process.execPath, [join(ROOT, "scripts/conformance/main.mjs")], { env, stdio: "inherit" });
    const [code] = await once(child, "exit");
    return code ?? 1;
  } finally {
    await api.sandbox.stop();
  }
}

for (const program of Object.keys(PROGRAMS)) {
  console.log(`\nconformance of the program ${program}`);
  if ((await codeOf(program)) !== 0) process.exitCode = 1;
}
