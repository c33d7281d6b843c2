// Writes the deployment files as README says, and runs the installed nginx on them: unprivileged, on loopback, with
// nginx's own main file.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ROOT } from "../e2e/harness/sandbox.mjs";

/** `nobody`: a server that is started by root gives its rights up before it reads a file. */
const NOBODY = 65534;
const NGINX = ["/usr/sbin/nginx", "/usr/local/sbin/nginx"].find((path) => existsSync(path)) ?? "nginx";

export const SCRIPT = "app-0123456789abcdef.js";
const BUILD = {
  "index.html": "<!doctype html><title>Start</title>",
  "boot.js": "boot",
  "config.json": "{}",
  "version.json": JSON.stringify({ version: "1", policy: { script: "sha256-c2NyaXB0", style: "sha256-c3R5bGU=" } }),
  "locales/en-0123456789abcdef.json": "{}",
  "icons/icon.svg": "<svg/>",
  ".stage/secret.txt": "hidden",
  [SCRIPT]: "script",
  "app-0123456789abcdef_bg.wasm": "wasm",
  "style-89abcdef01234567.css": "css",
};

/** Writes a small build into `folder`, compressed as scripts/dist.mjs does it. */
export function writeBuild(folder) {
  for (const [name, text] of Object.entries(BUILD)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    if (name === "config.json") continue;
    writeFileSync(`${path}.br`, brotliCompressSync(text));
    writeFileSync(`${path}.gz`, gzipSync(text));
  }
}

/** Runs the generator as an operator does, beside a small build; `args` as on the command line. */
export function deployFiles(...args) {
  const build = mkdtempSync(join(tmpdir(), "renewal-build-"));
  try {
    writeBuild(build);
    return runDeployFiles("--build", build, ...args);
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
}

/** The same without a build of its own. */
export const runDeployFiles = (...args) =>
  execFileSync(process.execPath, [join(ROOT, "scripts", "deploy-files.mjs"), ...args], { encoding: "utf8", stdio: "pipe" });

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** The main file of the installed nginx, with this folder in place of /etc, /var and /run. */
function mainFile(root) {
  const text = readFileSync("/etc/nginx/nginx.conf", "utf8");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return text
    .replace(/^user .*$/m, "")
    .replace(/^pid .*$/m, `pid ${root}/nginx.pid;`)
    .replaceAll("/var/log/nginx/", `${root}/log/`)
    .replace(/\/etc\/nginx\/(?!modules-enabled|mime\.types)/g, `${root}/etc/nginx/`)
    .replace(/^http \{/m, `http {\n${temporary.map((name) => `${name}_temp_path ${root}/temp/${name};`).join("\n")}`);
}

/**
 * Runs the commands of README's section on deployment as they stand, with `root` in place of the machine: only the build
 * is a small one, and `options` name the ports, the certificate and the provider's document of this test. Under a path
 * (`base`) the comments are followed that tell what is another way then.
 */
function followReadme(root, options, base) {
  const section = /^## Deploy$([\s\S]*?)^## /m.exec(`${readFileSync(join(ROOT, "README.md"), "utf8")}\n## `)[1];
  const written = section.split("\n").filter((line) => line.startsWith("    ")).join("\n");
  const commands = base === "/" ? written : written
    .replace(/ +# and then --base \S+$/m, ` --base ${base}`)
    .replace(/^( *folder=)\S+ +# under a path: (\S+)$/m, "$1$2");
  for (const needed of ["make build", "scripts/deploy-files.mjs", "/etc/nginx/", "/var/www/partner-renewal/", "nginx -t"]) {
    if (!commands.includes(needed)) throw new Error(`README's commands do without ${needed}`);
  }
  const here = join(root, "checkout");
  mkdirSync(join(here, "bin"), { recursive: true });
  symlinkSync(join(ROOT, "scripts"), join(here, "scripts"));
  cpSync(join(ROOT, "deploy/config.oidc.json"), join(here, "config.json"));
  // What the machine would do: the build is there, nginx checks its files, and nothing is reloaded.
  writeBuild(join(here, "dist"));
  rmSync(join(here, "dist", "config.json"));
  const program = (name, text) => writeFileSync(join(here, "bin", name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  program("make", "true");
  program("systemctl", 'test "$*" = "reload nginx"');
  program("nginx", `exec ${NGINX} "$@" -c ${root}/etc/nginx/nginx.conf`);
  const script = commands
    .replaceAll("/etc/nginx/", `${root}/etc/nginx/`)
    .replaceAll("/var/www/partner-renewal/", `${root}/www/`)
    .replace("--host ", `${options.join(" ")} --host `);
  const { status, stdout, stderr } = spawnSync("bash", ["-euxc", script], {
    cwd: here,
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(here, "bin")}:${process.env.PATH}` },
  });
  if (status !== 0) throw new Error(`README's commands fail:\n${stdout}\n${stderr}`);
}

/** Gives a folder to the user the server runs as. */
function handOver(path) {
  chmodSync(path, 0o755);
  if (process.getuid() !== 0) return;
  execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, path]);
}

/** A certificate for `localhost` that nobody else has signed, and its key, as files in `folder`. */
export function selfSigned(folder) {
  const [certificate, key] = ["site.pem", "site.key"].map((name) => join(folder, name));
  execFileSync("openssl", [
    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
    "-subj", "/CN=localhost", "-keyout", key, "-out", certificate,
  ], { stdio: "ignore" });
  // The server reads the certificate as another user.
  chmodSync(folder, 0o755);
  return { certificate, key };
}

/**
 * A running nginx that serves a small build under `base`. `rest` is a server block's further content: with it the
 * site is included into a server block of the operator's own. With `readme` its commands are run in place of the test's.
 * `api` is the address of the partner API that nginx hands requests on to, `config` the site's config.json.
 */
export async function startNginx({
  base = "/", rest, readme = false, api = "http://127.0.0.1:9/v1", apiCa, config = join(ROOT, "deploy/config.oidc.json"),
} = {}) {
  const root = mkdtempSync(join(tmpdir(), "renewal-nginx-"));
  const [http, https] = [await freePort(), await freePort()];
  const etc = join(root, "etc", "nginx");
  for (const name of ["etc/nginx/conf.d", "etc/nginx/snippets", "log", "temp", "www"]) mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(etc, "nginx.conf"), mainFile(root));
  const { certificate, key } = selfSigned(root);
  const options = [
    "--discovery", join(ROOT, "tests/deploy/discovery.oidc.json"), "--root", join(root, "www"),
    "--log", join(root, "log", "partner-renewal.log"), "--certificate", certificate, "--key", key,
    "--http", `127.0.0.1:${http}`, "--https", `127.0.0.1:${https}`, ...(api ? ["--api-server", api] : []),
    ...(apiCa ? ["--api-ca", apiCa] : []),
  ];
  let summary = "";
  if (readme) {
    followReadme(root, options, base);
  } else {
    const out = join(root, "deploy-out");
    const given = ["--config", config, "--host", `localhost:${https}`, "--base", base, "--out", out];
    summary = deployFiles(...given, ...options, ...(rest ? ["--own-server"] : []));
    cpSync(out, etc, { recursive: true });
    writeBuild(join(root, "www", base));
  }
  if (rest) {
    const own = `server {\n  listen 127.0.0.1:${https} ssl;\n  ssl_certificate ${certificate};\n  ssl_certificate_key ${key};\n` +
      `  include snippets/partner-renewal.conf;\n${rest}\n}\n`;
    writeFileSync(join(etc, "conf.d", "own.conf"), own);
  }
  handOver(root);
  const as = process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const args = ["-c", join(etc, "nginx.conf"), "-g", "daemon off; master_process off;", "-e", join(root, "log", "error.log")];
  let output = "";
  const child = spawn(NGINX, args, { ...as, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));

  const send = (secure, path, { method = "GET", headers = {}, body: content } = {}) =>
    new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: secure ? https : http, path, method, headers: { host: "localhost", ...headers }, rejectUnauthorized: false };
      const sent = (secure ? httpsRequest : httpRequest)(options, (answer) => {
        let body = "";
        answer.setEncoding("utf8").on("data", (chunk) => (body += chunk)).on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
      });
      sent.on("error", reject).end(content);
    });

  const stop = async () => {
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    rmSync(root, { recursive: true, force: true });
  };
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await send(true, base).catch(() => null);
    if (answer) break;
    if (child.exitCode !== null || Date.now() > deadline) {
      const log = existsSync(join(root, "log")) ? readdirSync(join(root, "log")).map((name) => readFileSync(join(root, "log", name), "utf8")) : [];
      await stop();
      throw new Error(`nginx did not start:\n${output}\n${log.join("\n")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    summary,
    get: (path, options) => send(true, path, options),
    plain: (path, options) => send(false, path, options),
    /** What was logged, all files together. */
    log: () => readdirSync(join(root, "log")).map((name) => readFileSync(join(root, "log", name), "utf8")).join("\n"),
    remove: (name) => rmSync(join(root, "www", base, name)),
    stop,
    httpsPort: https,
  };
}
