// Starts the sandbox on ports of its own and waits until its four origins answer.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { join, resolve } from "node:path";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The day on which every journey takes place. */
export const TODAY = "2026-11-24";

const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
const BINARY = join(TARGET, "debug", "sandbox");
/** The build with the port for faults, in a folder of its own so that the two do not replace each other. */
const WITH_FAULTS = join(TARGET, "faults", "debug", "sandbox");

/** Can this port be listened on? */
function free(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Four neighbouring free ports, searched from a place that differs between processes. */
async function portBase() {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const base = 20000 + 4 * Math.floor(Math.random() * 3000);
    const all = await Promise.all([0, 1, 2, 3].map((offset) => free(base + offset)));
    if (all.every(Boolean)) return base;
  }
  throw new Error("no four neighbouring free ports");
}

/** Waits until `url` answers 200. */
async function healthy(url, child, log) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the sandbox ended with ${child.exitCode}:\n${log()}`);
    try {
      const answer = await fetch(`${url}/health`);
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > deadline) throw new Error(`${url} did not answer:\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/**
 * A running sandbox with a fresh memory database. The site asks the API across origins, where browsers allow least,
 * unless told otherwise. `clock: null` is the machine's time; `siteOrigin` is where another server serves the site.
 *
 * @param {{clock?: string?, dist?: string, base?: string, crossOrigin?: boolean, issuer?: string, siteOrigin?: string, audience?: string,
 * program?: string, faults?: boolean, behaves?: string[]}} options; `behaves` is in what its identity provider differs, as
 * `--provider` names it
 */
export async function startSandbox({
  clock = TODAY, dist = process.env.E2E_DIST ?? "dist", base = "/", crossOrigin = true, issuer, siteOrigin, audience, program,
  faults = false, behaves = [],
} = {}) {
  const port = await portBase();
  let output = "";
  const binary = faults ? WITH_FAULTS : BINARY;
  const time = clock ? ["--clock", clock] : [];
  const elsewhere = siteOrigin ? ["--site-origin", siteOrigin] : [];
  const trusts = [...(issuer ? ["--issuer", issuer] : []), ...(audience ? ["--audience", audience] : [])];
  const whose = program ? ["--program", program] : [];
  const differs = behaves.length > 0 ? ["--provider", behaves.join(",")] : [];
  const across = crossOrigin ? ["--cross-origin"] : [];
  const flags = [...time, "--dist", resolve(ROOT, dist), "--base-path", base, ...across, ...trusts, ...elsewhere, ...whose, ...differs];
  const child = spawn(binary, flags, {
    cwd: ROOT,
    env: { ...process.env, PORT_BASE: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const origins = [0, 1, 2, 3].map((offset) => `http://localhost:${port + offset}`);
  await Promise.all(origins.map((origin) => healthy(origin, child, () => output)));
  const [own, api, idp, pay] = origins;
  const site = siteOrigin ?? own;

  return {
    site,
    api,
    idp,
    pay,
    base,
    /** The address of a path of the site. */
    url: (path) => `${site}${base.slice(0, -1)}${path}`,
    /** Makes the sandbox fail in these ways; needs `faults: true`. */
    async injectFaults(...list) {
      const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(list) };
      const answer = await fetch(`${api}/sandbox/faults`, init);
      if (!answer.ok) throw new Error(`the faults were refused: ${await answer.text()}`);
    },
    /** No more faults; what was held is let go. */
    clearFaults: () => fetch(`${api}/sandbox/faults`, { method: "DELETE" }),
    /** What the process has written. */
    output: () => output,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
      await once(child, "exit");
      clearTimeout(timer);
    },
  };
}
