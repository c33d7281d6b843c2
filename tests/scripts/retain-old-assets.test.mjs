// What of a served build is taken over into the one that takes its place.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../scripts/retain-old-assets.mjs", import.meta.url));
const OWN = JSON.stringify({ api: "https://api.partner-program.example/v1" });
const SANDBOX = JSON.stringify({ api: "http://localhost:8081/v1", sandbox: true });

/** Runs `body` with a function that writes a build into a folder of its own. */
function withBuilds(body) {
  const root = mkdtempSync(join(tmpdir(), "renewal-retain-"));
  const build = (number, more = {}) => {
    const folder = mkdtempSync(join(root, "build-"));
    const files = [`app-000000000000000${number}.js`, `locales/en-000000000000000${number}.json`];
    const all = {
      [files[0]]: `${number}`, [`${files[0]}.br`]: `${number} br`, [files[1]]: "{}", "index.html": `${number}`,
      "version.json": JSON.stringify({ version: String(number), files }), ...more,
    };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  };
  try {
    body(build);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function retain(served, fresh) {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, served, fresh], { encoding: "utf8" });
  return { status, stderr };
}
const read = (folder, name) => readFileSync(join(folder, name), "utf8");

test("the files of the last three builds are kept, and of no more", () => {
  withBuilds((build) => {
    const folders = [1, 2, 3, 4, 5].map((number) => build(number, { "config.json": OWN }));
    for (const [index, folder] of folders.slice(1).entries()) assert.equal(retain(folders[index], folder).status, 0);
    assert.deepEqual(JSON.parse(read(folders[4], "kept.json")).map((build) => build.version), ["4", "3", "2"]);
    assert.equal(read(folders[4], "app-0000000000000002.js.br"), "2 br");
    assert.equal(read(folders[4], "locales/en-0000000000000002.json"), "{}");
    assert.ok(!existsSync(join(folders[4], "app-0000000000000001.js")));
    assert.equal(read(folders[4], "index.html"), "5", "only files that are named by their content");
  });
});

test("another script or other styles in the page are named, because the policy has to name them", () => {
  withBuilds((build) => {
    const withPolicy = (number, script) =>
      build(number, { "version.json": JSON.stringify({ version: String(number), files: [], policy: { script, style: "sha256-b" } }), "config.json": OWN });
    const [first, same, other] = [withPolicy(1, "sha256-a"), withPolicy(2, "sha256-a"), withPolicy(3, "sha256-c")];
    assert.deepEqual(retain(first, same), { status: 0, stderr: "" });
    assert.match(retain(same, other).stderr, /run deploy-files\.mjs again at once/);
  });
});

test("the same build again keeps what the one before it kept", () => {
  withBuilds((build) => {
    const [first, second, again] = [build(1), build(2), build(2)];
    retain(first, second);
    retain(second, again);
    assert.deepEqual(JSON.parse(read(again, "kept.json")).map((build) => build.version), ["1"]);
    assert.equal(read(again, "app-0000000000000001.js"), "1");
  });
});

test("the operator's config.json goes on, in place of none and of the sandbox's", () => {
  withBuilds((build) => {
    for (const more of [{}, { "config.json": SANDBOX }]) {
      const fresh = build(2, more);
      assert.equal(retain(build(1, { "config.json": OWN }), fresh).status, 0);
      assert.equal(read(fresh, "config.json"), OWN);
    }
  });
});

test("a served config.json that cannot be read is kept as it is", () => {
  withBuilds((build) => {
    const fresh = build(2);
    retain(build(1, { "config.json": "{ half" }), fresh);
    assert.equal(read(fresh, "config.json"), "{ half");
  });
});

test("a config.json that the operator has put into the new build stays", () => {
  withBuilds((build) => {
    const fresh = build(2, { "config.json": OWN });
    const { status, stderr } = retain(build(1, { "config.json": JSON.stringify({ api: "https://old.example" }) }), fresh);
    assert.equal(read(fresh, "config.json"), OWN);
    assert.equal(status, 0);
    assert.match(stderr, /config\.json stays, and differs from the one that is served: run deploy-files\.mjs again with it/);
    assert.equal(retain(build(1, { "config.json": OWN }), build(2, { "config.json": OWN })).stderr, "");
  });
});

test("a build for another path is refused", () => {
  withBuilds((build) => {
    const at = (number, base) => build(number, { "index.html": `<!doctype html><base href="${base}" />`, "config.json": OWN });
    const { status, stderr } = retain(at(1, "/renew-here/"), at(2, "/"));
    assert.equal(status, 1);
    assert.match(stderr, /is built for \/, and \S+ for \/renew-here\/: run make build BASE=\/renew-here\//);
    assert.equal(retain(at(1, "/renew-here/"), at(2, "/renew-here/")).status, 0);
  });
});

test("no packed form of another config.json is served in the place of the one that is there", () => {
  withBuilds((build) => {
    const fresh = build(2, { "config.json.br": "packed", "config.json.gz": "packed" });
    retain(build(1, { "config.json": OWN }), fresh);
    assert.deepEqual(["config.json", "config.json.br", "config.json.gz"].map((name) => existsSync(join(fresh, name))), [true, false, false]);
  });
});

test("a build without a config.json is not to be served, and neither is one that nothing was taken over for", () => {
  withBuilds((build) => {
    const { status, stderr } = retain(build(1), build(2));
    assert.equal(status, 1);
    assert.match(stderr, /config\.json is missing.*do not serve/);
    const nothing = retain("/nowhere", build(3, { "config.json": OWN }));
    assert.equal(nothing.status, 1);
    assert.match(nothing.stderr, /holds no build of this site/);
  });
});

test("lists that name files elsewhere, or are none, are refused", () => {
  withBuilds((build) => {
    for (const list of [
      '[{"version":"0","files":["../../etc/passwd"]}]', '[{"version":"0","files":["/etc/passwd"]}]', '[{"version":"0"}]', "[null]", "{",
    ]) {
      const { status, stderr } = retain(build(1, { "kept.json": list }), build(2));
      assert.equal(status, 1, list);
      assert.match(stderr, /kept\.json/);
    }
    assert.equal(spawnSync(process.execPath, [SCRIPT, "one"]).status, 2);
  });
});
