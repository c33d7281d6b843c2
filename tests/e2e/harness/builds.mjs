// Other builds of the site, made from the one that is there: a later one, whose program and words have other names, and one
// that is configured for another partner program.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { integrity, shortHash } from "../../../scripts/built-files.mjs";
import { ROOT } from "./sandbox.mjs";

/** A custom section that says nothing: the program is the same, and its bytes are not. */
const SECTION = Buffer.from([0, 2, 1, 0x62]);

/** Writes a file in place of another under the name of its content, and names it in the page. */
function replace(folder, page, old, bytes) {
  const hash = /[0-9a-f]{16}/.exec(old)[0];
  const name = old.replace(hash, shortHash(bytes));
  const before = integrity(readFileSync(join(folder, old)));
  for (const ending of ["", ".br", ".gz"]) rmSync(join(folder, old + ending), { force: true });
  writeFileSync(join(folder, name), bytes);
  return { name, page: page.replaceAll(old, name).replaceAll(before, integrity(bytes)) };
}

/** A copy of this build that is configured for a program, whose logo lies in tests/e2e; call `remove` at the end. */
export function configured(program) {
  const root = mkdtempSync(join(tmpdir(), "renewal-program-"));
  const folder = join(root, "dist");
  cpSync(join(ROOT, process.env.E2E_DIST ?? "dist"), folder, { recursive: true });
  const file = join(root, "program.json");
  const logo = program.logo && join(ROOT, "tests", "e2e", program.logo);
  writeFileSync(file, JSON.stringify({ ...program, logo }));
  execFileSync(process.execPath, [join(ROOT, "scripts", "configure.mjs"), file, folder], { stdio: "ignore" });
  return { folder, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** A folder to be served that holds this build now and can be given a later one; call `remove` at the end. */
export function deployment() {
  const root = mkdtempSync(join(tmpdir(), "renewal-builds-"));
  const [a, b, served] = ["a", "b", "served"].map((name) => join(root, name));
  cpSync(join(ROOT, process.env.E2E_DIST ?? "dist"), a, { recursive: true });
  // The operator's, without which no later build is taken; the sandbox answers with its own.
  writeFileSync(join(a, "config.json"), "{}");
  symlinkSync(a, served);
  return {
    served,
    /** Builds the later one, and puts it in the place of the first. */
    deploy() {
      cpSync(a, b, { recursive: true });
      const { files, policy } = JSON.parse(readFileSync(join(b, "version.json"), "utf8"));
      let page = readFileSync(join(b, "index.html"), "utf8");
      const renamed = files.map((old) => {
        // What a script names stays: it would be another script.
        if (!/\.(wasm|json)$/.test(old) || !page.includes(old)) return old;
        const bytes = readFileSync(join(b, old));
        const changed = old.endsWith(".wasm") ? Buffer.concat([bytes, SECTION]) : Buffer.concat([bytes, Buffer.from("\n")]);
        const { name, page: next } = replace(b, page, old, changed);
        page = next;
        return name;
      });
      const version = shortHash(page);
      page = page.replace(/data-version="[^"]+"/, `data-version="${version}"`);
      for (const file of ["index.html", "version.json"]) {
        for (const ending of [".br", ".gz"]) rmSync(join(b, file + ending), { force: true });
      }
      writeFileSync(join(b, "index.html"), page);
      writeFileSync(join(b, "version.json"), JSON.stringify({ version, files: renamed, policy }));
      execFileSync(process.execPath, [join(ROOT, "scripts", "retain-old-assets.mjs"), a, b], { stdio: "ignore" });
      symlinkSync(b, `${served}-next`);
      renameSync(`${served}-next`, served);
      return { version, older: files.filter((name) => !renamed.includes(name)), newer: renamed };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
