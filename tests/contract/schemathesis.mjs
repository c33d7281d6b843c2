// Runs Schemathesis, a generator of requests from API descriptions, with the contract against an API.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const INSTALL = fileURLToPath(new URL("../../scripts/schemathesis.sh", import.meta.url));

/**
 * Sends the API below `url` what the contract allows and forbids; answers the exit code. `token` is an access token,
 * `organization`, `renewal` and `payment` are ids of what is there. EXAMPLES and SEED come from the environment.
 */
export async function runSchemathesis({ url, token, organization, renewal, payment }) {
  const { EXAMPLES = "50", SEED = String(Math.floor(Date.now() / 1000)) } = process.env;
  const program = execFileSync(INSTALL, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
  console.log(`schema: ${EXAMPLES} examples of each operation, SEED=${SEED}`);
  const folder = mkdtempSync(join(tmpdir(), "schema-"));
  const args = [
    "--config-file", join(HERE, "schemathesis.toml"), "run", join(HERE, "openapi.yaml"), "--url", url,
    "--checks", "all", "--max-examples", EXAMPLES, "--seed", SEED, "--no-color",
  ];
  // The token is in the environment, because everybody on the machine can read the arguments of a process.
  const given = { TOKEN: token, ORGANIZATION: organization, RENEWAL: renewal, PAYMENT: payment };
  try {
    // It writes its files where it runs.
    const child = spawn(program, args, { stdio: "inherit", cwd: folder, env: { ...process.env, ...given } });
    const [code] = await once(child, "exit");
    return code ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
