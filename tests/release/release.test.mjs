// A release of the build that is there: what is in it, that it is what it says, what is refused, and how it is served and updated.
import assert from "node:assert/strict";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { NAME, ROOT, copyBuild, filesBelow, release, unpack, withFolder, written } from "./unpacked.mjs";

/** Runs `body` with an unpacked release. */
const withRelease = (body) =>
  withFolder(async (folder) => {
    const out = join(folder, "out");
    const { status, stderr } = release(["--dist", copyBuild(folder), "--out", out]);
    assert.equal(status, 0, stderr);
    await body({ folder, out, unpacked: unpack(out, folder) });
  });
const read = (...path) => readFileSync(join(...path), "utf8");
const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: "utf8", stdio: "pipe" });

test("a release holds the site, the tools of an operator and what is said about it, and the sums of all", async () => {
  await withRelease(({ folder, out, unpacked }) => {
    const files = filesBelow(unpacked);
    const site = files.filter((name) => name.startsWith("dist/")).map((name) => name.slice(5));
    assert.deepEqual(site, filesBelow(join(folder, "build")));
    for (const name of ["LICENSE", "LICENSES.txt", "README.md", "deploy/RELEASE.md", "deploy/nginx/site.conf", "deploy/routes.txt", "sbom.cdx.json"]) {
      assert.ok(files.includes(name), name);
    }
    assert.deepEqual(files.filter((name) => /(^|\/)config\.json$|theme-|\.map$|^(src|tests)\//.test(name)), []);
    run("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], unpacked);
    assert.deepEqual(read(unpacked, "SHA256SUMS").trim().split("\n").map((line) => line.slice(66)), files.filter((name) => name !== "SHA256SUMS"));
    for (const name of [NAME, `${NAME}-functions`]) run("sha256sum", ["--check", `${name}.tar.gz.sha256`], out);
    const { files: built } = JSON.parse(read(unpacked, "dist/version.json"));
    const names = built.filter((name) => name.endsWith(".wasm")).map((name) => `${name}.txt`).sort();
    const functions = unpack(out, folder, `${NAME}-functions`);
    assert.deepEqual(filesBelow(functions), names);
    for (const name of names) assert.match(read(functions, name), /^\d+ \S+$/m);
  });
});

test("the bill of materials keeps to the schema of CycloneDX, and each part has its license in the text", async () => {
  await withRelease(async ({ unpacked }) => {
    const text = read(unpacked, "sbom.cdx.json");
    assert.equal(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text), null);
    const bom = JSON.parse(text);
    const names = bom.components.map(({ name }) => name);
    for (const name of ["leptos", "serde_json", "sha2", "wasm-bindgen", "rust-std"]) assert.ok(names.includes(name), name);
    // Macros run while it is built, and what tests or the sandbox need is not in the site.
    for (const name of ["leptos_macro", "serde_derive", "proptest", "tokio", "axum", "rusqlite"]) assert.ok(!names.includes(name), name);
    const refs = new Set([bom.metadata.component, ...bom.components].map((one) => one["bom-ref"]));
    assert.equal(bom.dependencies.length, refs.size);
    for (const { ref, dependsOn } of bom.dependencies) assert.ok([ref, ...dependsOn].every((one) => refs.has(one)), ref);
    const licenses = read(unpacked, "LICENSES.txt");
    for (const { name, version, licenses: [{ expression }] } of bom.components) assert.ok(licenses.includes(`\n${name} ${version} (${expression})\n`), name);
    // Crates that come without a text name at least who made them.
    assert.match(licenses, /\nleptos 0\.[\d.]+ \(MIT\)\n(.*\n)*?-{80}\n\nMIT License\n\nCopyright \(c\) .*\w/);
    for (const allowed of ["Apache License", "Boost Software License", "UNICODE LICENSE V3", "Permission is hereby granted, free of charge"]) {
      assert.ok(licenses.includes(allowed), allowed);
    }
  });
});

test("the validator finds what is wrong in a bill of materials", async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  assert.notEqual(await validator.validate(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", components: [{ name: "x" }] })), null);
});

test("the same build gives the same bytes, whenever its files were written", async () => {
  await withFolder((folder) => {
    const [first, second] = ["a", "b"].map((name) => {
      const dist = copyBuild(folder, name);
      utimesSync(join(dist, "index.html"), 1, name === "a" ? 1 : 1e9);
      const out = join(folder, `out-${name}`);
      assert.equal(release(["--dist", dist, "--out", out]).status, 0);
      return written(out);
    });
    assert.deepEqual([...first.keys()], [NAME, `${NAME}-functions`].flatMap((name) => [`${name}.tar.gz`, `${name}.tar.gz.sha256`]).sort());
    for (const [name, bytes] of first) assert.ok(bytes.equals(second.get(name)), name);
  });
});

const pageOf = (dist) => join(dist, "index.html");
const scriptOf = (dist) => JSON.parse(read(dist, "version.json")).files.find((name) => /^boot-/.test(name));
/** What is done to a build, and what is said of it. */
const REFUSED = [
  ["no build", (dist) => rmSync(join(dist, "version.json")), /holds no build\. Run make build first/],
  ["the settings of the sandbox", (dist) => writeFileSync(join(dist, "config.json"), '{"sandbox": true}'), /config\.json holds the settings of the sandbox\. Remove it/],
  ["a file that is missing", (dist) => rmSync(join(dist, scriptOf(dist))), /boot-[0-9a-f]+\.js is missing/],
  ["a packed form that is missing", (dist) => rmSync(join(dist, "index.html.br")), /index\.html\.br is missing/],
  ["a file that was changed", (dist) => appendFileSync(join(dist, scriptOf(dist)), " "), /boot-[0-9a-f]+\.js is not what was built/],
  ["a source map", (dist) => appendFileSync(pageOf(dist), "<script>//# sourceMappingURL=app.js.map</script>"), /index\.html leads to a source map/],
  ["a path of this machine", (dist) => appendFileSync(pageOf(dist), `<!-- ${ROOT}src/main.rs -->`), /index\.html names .*a place of a machine/],
  ["a path of another machine", (dist) => appendFileSync(pageOf(dist), "<!-- /home/somebody/src/main.rs -->"), /index\.html names \/home\/somebody, a place of a machine/],
  ["a program that is written into it", configure, /is configured for a program/],
];
function configure(dist, cwd = ROOT, program = join(ROOT, "tests/e2e/second-program.json")) {
  run(process.execPath, ["scripts/configure.mjs", program, dist], cwd);
}
for (const [what, change, says] of REFUSED) {
  test(`refused: ${what}`, async () => {
    await withFolder((folder) => {
      const dist = copyBuild(folder);
      change(dist);
      const { status, stderr } = release(["--dist", dist, "--out", join(folder, "out")]);
      assert.match(stderr, says);
      assert.equal(status, 1);
      assert.ok(!existsSync(join(folder, "out")), "nothing is written");
    });
  });
}

test("refused: a build whose function names are gone", async () => {
  await withFolder((folder) => {
    const { status, stderr } = release(["--dist", copyBuild(folder), "--out", join(folder, "out"), "--functions", folder]);
    assert.match(stderr, /app-[0-9a-f]+_bg\.wasm\.txt is missing/);
    assert.equal(status, 1);
  });
});

test("an operator's own settings in the folder stay out of the release", async () => {
  await withFolder((folder) => {
    const dist = copyBuild(folder);
    writeFileSync(join(dist, "config.json"), '{"api": "/api/v1"}');
    const out = join(folder, "out");
    assert.equal(release(["--dist", dist, "--out", out]).status, 0);
    assert.ok(!existsSync(join(unpack(out, folder), "dist/config.json")));
  });
});

test("the tools of an unpacked release run without the sources", async () => {
  await withRelease(({ folder, unpacked }) => {
    const discovery = join(ROOT, "tests/deploy/discovery.oidc.json");
    const said = run(process.execPath, [
      "scripts/deploy-files.mjs", "--config", "deploy/config.oidc.json", "--host", "renew.example", "--api-server", "https://api.example/v1",
      "--discovery", discovery, "--out", join(folder, "etc"),
    ], unpacked);
    assert.match(said, /redirect address {3}https:\/\/renew\.example\/sign-in\/callback/);
    assert.ok(existsSync(join(folder, "etc/snippets/partner-renewal.conf")));
    writeFileSync(join(folder, "config.json"), '{"api": "api"}');
    const { status, stdout } = spawnSync(process.execPath, ["scripts/check-config.mjs", join(folder, "config.json")], { cwd: unpacked, encoding: "utf8" });
    assert.match(stdout, /^wrong +api: The value has to be a web address/m);
    assert.equal(status, 1);
  });
});

/** The commands of a section of deploy/RELEASE.md. */
function commands(section) {
  const text = new RegExp(`^## ${section}$([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, "m").exec(read(ROOT, "deploy/RELEASE.md"))[1];
  return text.split("\n").filter((line) => line.startsWith("    ")).map((line) => line.trim()).join("\n");
}

test("a served site is updated as deploy/RELEASE.md says, with its settings and the colors of its program", async () => {
  await withFolder((folder) => {
    const [served, out] = [join(folder, "served"), join(folder, "out")];
    const settings = '{"api": "/api/v1"}\n';
    // What was served before: an older build, configured for the program.
    const old = copyBuild(folder, "dist");
    const older = join(old, "help/en-0123456789abcdef.json");
    writeFileSync(older, "{}");
    appendFileSync(join(old, "index.html"), "<!-- another page -->");
    const version = JSON.parse(read(old, "version.json"));
    writeFileSync(join(old, "version.json"), JSON.stringify({ ...version, files: [...version.files, "help/en-0123456789abcdef.json"] }));
    configure(old);
    const before = join(folder, "srv", "20261124-101500");
    cpSync(old, before, { recursive: true });
    rmSync(old, { recursive: true });
    writeFileSync(join(before, "config.json"), settings);
    symlinkSync(before, served);
    assert.equal(release(["--dist", copyBuild(folder), "--out", out]).status, 0);

    const here = (text) => text.replaceAll("partner-renewal-VERSION", NAME).replaceAll("/var/www/partner-renewal", served).replaceAll("/srv/partner-renewal", join(folder, "srv"));
    const bash = (text, cwd) => run("bash", ["-eux", "-c", here(text)], cwd);
    bash(commands("Check"), out);
    const unpacked = join(out, NAME);
    for (const name of ["second-program.json", "second-program.svg"]) cpSync(join(ROOT, "tests/e2e", name), join(unpacked, name));
    cpSync(join(unpacked, "second-program.json"), join(unpacked, "program.json"));
    bash(commands("Update"), unpacked);

    assert.equal(read(served, "config.json"), settings);
    assert.notEqual(realpathSync(served), before, "the build before is left as it was");
    const theme = /href="(theme-[0-9a-f]{16}\.css)"/.exec(read(served, "index.html"))?.[1];
    assert.ok(existsSync(join(served, theme)), "the page of the new build has the colors of the program");
    assert.ok(existsSync(join(served, "help/en-0123456789abcdef.json")), "what an open tab still asks for");
  });
});

test("an archive that is unpacked over a served folder leaves its settings and colors where they are", async () => {
  await withRelease(({ folder, out }) => {
    const served = join(folder, "served");
    mkdirSync(served);
    writeFileSync(join(served, "config.json"), "{}");
    writeFileSync(join(served, "theme-0123456789abcdef.css"), "a{}");
    run("tar", ["-xzf", join(out, `${NAME}.tar.gz`), "-C", served, "--strip-components=2", `${NAME}/dist`], folder);
    assert.ok(existsSync(join(served, "index.html")));
    assert.deepEqual([read(served, "config.json"), read(served, "theme-0123456789abcdef.css")], ["{}", "a{}"]);
  });
});
