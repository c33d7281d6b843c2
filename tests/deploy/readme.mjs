// Runs the commands of deploy/README.md as they stand, in a folder that stands for the machine.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../e2e/harness/sandbox.mjs";
import { writeBuild } from "./build.mjs";
import { PROGRAMS } from "./programs.mjs";

const HEADINGS = {
  nginx: "### nginx",
  caddy: "### Caddy",
  apache: "### Apache",
  cdn: "### Netlify, Cloudflare Pages",
  container: "### A container",
};

/** What has to stand among the commands for each server: without it they would be others than those meant here. */
const NEEDED = {
  nginx: ["apt-get install nginx", "/etc/nginx/", "nginx -t", "systemctl reload nginx"],
  caddy: ["apt-get install caddy", "/etc/caddy/", "systemctl reload caddy"],
  apache: ["apt-get install apache2", "/etc/apache2/", "a2enmod", "a2ensite", "apachectl configtest"],
  cdn: ["--server cdn", "publish/"],
  container: ["--server container", "podman build"],
};

/** The commands below a heading, up to the next one. */
function commands(text, heading) {
  const [, after] = text.split(`\n${heading}\n`);
  if (after === undefined) throw new Error(`deploy/README.md has no ${heading}`);
  return after.split(/\n##/)[0].split("\n").filter((line) => line.startsWith("    "));
}

const isRetaining = (line) => line.includes("retain-old-assets");

/** Those that put a build in its place. The last line of that part takes the place of the one that copies a first build. */
function placing(text, isLater) {
  const lines = commands(text, "## 2. Its place");
  const [copying, retaining] = [lines.findIndex((line) => line.includes("cp -r dist/.")), lines.findIndex(isRetaining)];
  if (copying < 0 || retaining <= copying) throw new Error("deploy/README.md does not say how a later build is put in its place");
  return lines.filter((line) => !isRetaining(line)).map((line, n) => (isLater && n === copying ? lines[retaining] : line));
}

/** The commands that put a first build in its place and a server before it; under a path those that the comments tell. */
function readmeCommands(kind, base, isLater) {
  const text = readFileSync(join(ROOT, "deploy/README.md"), "utf8");
  const build = commands(text, "## 1. The build");
  const written = [...build, ...placing(text, isLater), ...commands(text, HEADINGS[kind])].join("\n");
  for (const needed of ["make build", "scripts/deploy-files.mjs", "ln -sfnT", ...NEEDED[kind]]) {
    if (!written.includes(needed)) throw new Error(`deploy/README.md does without ${needed}`);
  }
  if (base === "/") return written;
  return written
    .replace(/ +# under a path: and (--base|BASE=)\s*(\S+)$/gm, (_, option) => ` ${option}${option === "BASE=" ? "" : " "}${base}`)
    .replace(/^( *(?:site|publish)=)\S+ +# under a path: (\S+)$/gm, "$1$2");
}

/**
 * Runs them in `root`/checkout with `root` in place of the machine: only the build is a small one, nothing is installed or
 * reloaded, and `options` name the ports, the certificate and the provider's document of this test. With `later` they are
 * those for a later build, which that function changes before.
 */
export function followReadme(kind, { root, etc, options, base, later }) {
  const here = join(root, "checkout");
  mkdirSync(join(here, "bin"), { recursive: true });
  if (!later) for (const name of ["scripts", "deploy"]) symlinkSync(join(ROOT, name), join(here, name));
  writeBuild(join(here, "dist"));
  rmSync(join(here, "dist", "config.json"));
  later?.(join(here, "dist"));
  const program = (name, text) => writeFileSync(join(here, "bin", name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  for (const name of ["make", "apt-get", "podman"]) program(name, "true");
  program("systemctl", 'case "$*" in "reload nginx" | "reload caddy" | "restart apache2") ;; *) exit 1 ;; esac');
  // A CDN and a container have no folder of their own on this machine.
  const { binary, env } = etc ? { binary: PROGRAMS[kind].binary, ...PROGRAMS[kind].command(root, etc) } : { env: {} };
  if (kind === "nginx") program("nginx", `exec ${binary} "$@" -c ${etc}/nginx.conf`);
  if (kind === "apache") program("apachectl", `[ "$*" = configtest ] && exec ${binary} -d ${etc} -f apache2.conf -t`);
  const script = readmeCommands(kind, base, Boolean(later))
    .replaceAll(/\/etc\/(nginx|caddy|apache2)\//g, `${root}/etc/$1/`)
    .replaceAll("/var/www/partner-renewal", `${root}/www`)
    .replaceAll("/srv/partner-renewal", `${root}/srv`)
    .replace("--host ", `${options.join(" ")} --host `);
  const { status, stdout, stderr } = spawnSync("bash", ["-euxc", script], {
    cwd: here,
    encoding: "utf8",
    env: { ...process.env, ...env, PATH: `${join(here, "bin")}:${process.env.PATH}` },
  });
  if (status !== 0) throw new Error(`the commands of deploy/README.md fail:\n${stdout}\n${stderr}`);
  return here;
}
