// Runs an installed web server on the deployment files: unprivileged, on loopback, in a folder that stands for the machine.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:http2";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../e2e/harness/sandbox.mjs";
import { deployFiles, runDeployFiles, selfSigned, writeBuild } from "./build.mjs";
import { freePort } from "../e2e/harness/free_port.mjs";
import { PROGRAMS } from "./programs.mjs";
import { followReadme } from "./readme.mjs";

/** `nobody`: a server that is started by root gives its rights up before it reads a file. */
const NOBODY = 65534;

/** Gives a folder to the user the server runs as. */
function handOver(path) {
  chmodSync(path, 0o755);
  if (process.getuid() !== 0) return;
  execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, path]);
}

const inEnvironment = (program, args, env) => execFileSync(program, args, { env: { ...process.env, ...env }, stdio: "pipe" });

/** A request over HTTP/1.1. */
const send = (secure, port, path, { method = "GET", headers = {}, body: content } = {}) =>
  new Promise((resolve, reject) => {
    const host = headers.host ?? "localhost";
    const options = { host: "127.0.0.1", port, path, method, headers: { ...headers, host }, rejectUnauthorized: false, servername: host };
    const sent = (secure ? httpsRequest : httpRequest)(options, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (chunk) => (body += chunk)).on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    sent.on("error", reject).end(content);
  });

/** The same over HTTP/2. */
function sendOverHttp2(port, path, { method = "GET", headers = {}, body } = {}) {
  const session = connect(`https://localhost:${port}`, { rejectUnauthorized: false });
  return new Promise((resolve, reject) => {
    session.on("error", reject);
    const stream = session.request({ ":method": method, ":path": path, ...headers });
    let answer = {};
    let length = 0;
    stream.on("response", (got) => (answer = got));
    stream.on("data", (chunk) => (length += chunk.length));
    stream.on("end", () => {
      const { ":status": status, ...sent } = answer;
      resolve({ status, headers: { ...sent }, length, protocol: session.alpnProtocol });
    });
    stream.on("error", reject);
    stream.end(body);
  }).finally(() => session.close());
}

/**
 * A running server of this kind (nginx, caddy, apache, or container without its host) that serves a small build, or the one in `dist`, under `base`. With
 * `linked` that build is not copied: the served folder is a link to `dist`, as deploy/README.md has it.
 * `rest` is the further content of a host of the operator's own, into which the site is included. With `readme` the commands
 * of deploy/README.md are run in place of the test's. `api` is the address of the partner API that requests are handed on
 * to, `config` the site's config.json, `discovery` the provider's document (null: it is asked).
 */
export async function startServer(kind, {
  base = "/", rest, readme = false, api = "http://127.0.0.1:9/v1", apiCa, config = join(ROOT, "deploy/config.oidc.json"), dist, linked = false,
  discovery = join(ROOT, "tests/deploy/discovery.oidc.json"), ports,
} = {}) {
  const program = PROGRAMS[kind];
  const root = mkdtempSync(join(tmpdir(), `renewal-${kind}-`));
  const [http, https] = ports ?? [await freePort(), await freePort()];
  const etc = join(root, "etc", program.etc);
  for (const name of ["log", "temp", ...(readme ? [] : ["www"])]) mkdirSync(join(root, name), { recursive: true });
  program.prepare(root, etc);
  const { certificate, key } = selfSigned(root);
  const all = [
    ...(discovery ? ["--discovery", discovery] : []), "--root", join(root, "www"),
    "--log", join(root, "log", "partner-renewal.log"), "--certificate", certificate, "--key", key,
    "--http", `127.0.0.1:${http}`, "--https", `127.0.0.1:${https}`, ...(api ? ["--api-server", api] : []),
    ...(apiCa ? ["--api-ca", apiCa] : []),
  ];
  const options = all.filter((_, n) => !program.without?.includes(all[n - (n % 2)]));
  const port = program.plain ? http : https;
  let summary = "";
  if (readme) {
    followReadme(kind, { root, etc, options, base });
  } else {
    const out = join(root, "deploy-out");
    const given = ["--server", kind, "--config", config, "--host", `localhost:${https}`, "--base", base, "--out", out, ...options];
    const site = join(root, "www", base);
    if (dist) {
      if (linked) {
        rmSync(site, { recursive: true, force: true });
        symlinkSync(dist, site.replace(/\/$/, ""));
      } else {
        cpSync(dist, site, { recursive: true });
        cpSync(config, join(site, "config.json"));
      }
      summary = runDeployFiles("--build", dist, ...given);
    } else {
      writeBuild(site);
      cpSync(config, join(site, "config.json"));
      summary = deployFiles(...given, ...(rest ? ["--own-server"] : []));
    }
    cpSync(out, etc, { recursive: true });
  }
  if (rest) program.own(etc, { https, certificate, key, rest: rest(root) });
  program.ready(root, etc, inEnvironment);
  handOver(root);
  const as = process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const { args, env } = program.command(root, etc);
  let output = "";
  const child = spawn(program.binary, args, { ...as, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const failed = once(child, "error").then(([error]) => (output += error));

  const log = () => readdirSync(join(root, "log")).map((name) => readFileSync(join(root, "log", name), "utf8")).join("\n");
  const stop = async () => {
    if (child.exitCode === null && child.pid) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    rmSync(root, { recursive: true, force: true });
  };
  const deadline = Date.now() + 10_000;
  const host = readme ? "renew.example.com" : "localhost";
  while (!(await send(!program.plain, port, base, { headers: { host } }).catch(() => null))) {
    if (child.exitCode !== null || !child.pid || Date.now() > deadline) {
      if (!child.pid) await failed;
      const written = log();
      await stop();
      throw new Error(`${kind} did not start:\n${output}\n${written}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    kind,
    summary,
    get: (path, options) => send(!program.plain, port, path, options),
    plain: (path, options) => send(false, http, path, options),
    overHttp2: (path, options) => sendOverHttp2(https, path, options),
    /** What was logged and written to the terminal, all together. */
    log: () => `${log()}\n${output}`,
    /** Puts a later build in the place of this one as deploy/README.md says; `change` makes it another one. */
    putLater: (change) => followReadme(kind, { root, etc, options, base, later: change }),
    remove: (name) => rmSync(join(root, "www", base, name)),
    stop,
    httpsPort: https,
    certificate,
  };
}
