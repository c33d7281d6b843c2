// A small build to be served, the generator as an operator runs it, and what a server needs beside its files.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ROOT } from "../e2e/harness/sandbox.mjs";

export const SCRIPT = "app-0123456789abcdef.js";
const FILES = [SCRIPT, "app-0123456789abcdef_bg.wasm", "style-89abcdef01234567.css", "locales/en-0123456789abcdef.json"];
/** The colors of the build, which stand in its page. */
const COLORS = readFileSync(new URL("../../style/tokens/color.css", import.meta.url), "utf8");
export const PAGE = `<!doctype html><title>Start</title><style>${COLORS}</style><a id="failed-mail" href="mailto:help@partner-program.example"></a><script data-version="1"></script>`;
const BUILD = {
  "index.html": PAGE,
  "boot.js": "boot",
  "config.json": "{}",
  "version.json": JSON.stringify({ version: "1", files: FILES, policy: { script: "sha256-c2NyaXB0", style: "sha256-c3R5bGU=" } }),
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

/** A certificate for `localhost` and the host of the examples that nobody else has signed, and its key, in `folder`. */
export function selfSigned(folder) {
  const [certificate, key] = ["site.pem", "site.key"].map((name) => join(folder, name));
  execFileSync("openssl", [
    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,DNS:renew.example.com", "-keyout", key, "-out", certificate,
  ], { stdio: "ignore" });
  // The server reads the certificate as another user.
  chmodSync(folder, 0o755);
  return { certificate, key };
}
