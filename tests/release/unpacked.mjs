// Writes a release as `make dist` does, and reads what was written.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const [, VERSION] = /^version = "([^"]+)"$/m.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"));
export const NAME = `partner-renewal-${VERSION}`;

/** Runs `body` in a folder of its own. */
export async function withFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), "renewal-release-test-"));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of the build that is there. Settings that somebody put into it are their own. */
export function copyBuild(folder, name = "build") {
  if (!existsSync(join(ROOT, "dist/version.json"))) throw new Error("dist is missing, run make build");
  const copy = join(folder, name);
  cpSync(join(ROOT, "dist"), copy, { recursive: true });
  rmSync(join(copy, "config.json"), { force: true });
  return copy;
}

/** Runs scripts/release.mjs of the tree at `root`. */
export const release = (args, root = ROOT, env = process.env) =>
  spawnSync(process.execPath, [join(root, "scripts/release.mjs"), ...args], { encoding: "utf8", cwd: root, env });

/** The archives of a folder and their sums, by their names. */
export const written = (out) => new Map(readdirSync(out).sort().map((name) => [name, readFileSync(join(out, name))]));

/** Unpacks an archive into `folder`, and returns the folder that it holds. */
export function unpack(out, folder, name = NAME) {
  execFileSync("tar", ["-xzf", join(out, `${name}.tar.gz`), "-C", folder]);
  return join(folder, name);
}

/** The names of all files below a folder. */
export const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .sort();
