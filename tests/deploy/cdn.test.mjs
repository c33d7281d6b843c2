// The published folder of deploy/README.md for a CDN: what Netlify and Cloudflare Pages answer from it, by their documents,
// is what the sandbox's host answers.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { routes, served } from "../../scripts/deploy/served.mjs";
import { ROOT, startSandbox } from "../e2e/harness/sandbox.mjs";
import { SCRIPT, runDeployFiles, writeBuild } from "./build.mjs";
import { cdnAnswer, headerRules, redirectRules } from "./cdn.mjs";
import { followReadme } from "./readme.mjs";

const DISCOVERY = ["--discovery", join(ROOT, "tests/deploy/discovery.oidc.json")];

/** Follows the document in a folder of its own; the API is reached by its path, as Netlify can. */
async function withPublished(base, body) {
  const root = mkdtempSync(join(tmpdir(), "renewal-cdn-"));
  try {
    const here = followReadme("cdn", { root, base, options: [...DISCOVERY, "--api-server", "https://api.partner-program.example/v1"] });
    await body(join(here, "publish"));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

for (const base of ["/", "/renew-here/"]) test(`under ${base} a CDN answers as the sandbox does`, { timeout: 60_000 }, async () => {
  await withPublished(base, async (folder) => {
    const sandbox = await startSandbox({ dist: join(folder, base), base, crossOrigin: false });
    try {
      for (const host of ["netlify", "cloudflare"]) {
        const examples = routes.map((route) => route.replace("*", "3f2a"));
        for (const path of [...examples, "/nowhere", "/renew", "/version.json", "/config.json", `/${SCRIPT}`, "/gone-0123456789abcdef.js"]) {
          const asked = base + path.slice(1);
          const model = await fetch(sandbox.site + asked, { redirect: "manual" });
          const answer = cdnAnswer(host, folder, asked);
          assert.equal(answer.status, model.status, `${host} ${asked}`);
          for (const name of [...Object.keys(served.headers), "Cache-Control"].map((name) => name.toLowerCase())) {
            // What a CDN keeps of an answer that is not there, and of files nobody names, is its own: they are asked for again.
            if (name === "cache-control" && model.status === 404) continue;
            const fixed = (value) => value?.replace(/connect-src [^;]*/, "connect-src");
            assert.equal(fixed(answer.headers[name]), fixed(model.headers.get(name)), `${host} ${asked} ${name}`);
          }
          if (model.headers.get("content-type")?.startsWith("text/html")) {
            assert.equal(readFileSync(answer.file, "utf8"), await model.text(), `${host} ${asked}`);
          }
          if (model.status === 404) assert.doesNotMatch(answer.headers["cache-control"] ?? "", /immutable/, asked);
        }
      }
      const api = cdnAnswer("netlify", folder, "/api/v1/account");
      assert.deepEqual([api.status, api.to], [200, "https://api.partner-program.example/v1/account"]);
      const config = JSON.parse(readFileSync(join(folder, base, "config.json"), "utf8"));
      assert.deepEqual(config, JSON.parse(readFileSync(join(ROOT, "deploy/config.oidc.json"), "utf8")));
    } finally {
      await sandbox.stop();
    }
  });
});

test("the rules stay within what Cloudflare Pages reads, and a build with more is refused", async () => {
  await withPublished("/", (folder) => {
    assert.ok(headerRules(folder).length <= 100);
    assert.ok(redirectRules(folder).filter(([from]) => /[*:]/.test(from)).length <= 100);
    for (const name of ["_headers", "_redirects"]) {
      for (const line of readFileSync(join(folder, name), "utf8").split("\n")) assert.ok(line.length <= 1000, line);
    }
    const build = join(folder, "..", "many");
    writeBuild(build);
    const files = Array.from({ length: 100 }, (_, n) => `part${n}-0123456789abcdef.js`);
    for (const name of files) writeFileSync(join(build, name), "");
    writeFileSync(join(build, "kept.json"), JSON.stringify([{ version: "0", files }]));
    const config = join(ROOT, "deploy/config.oidc.json");
    const args = ["--server", "cdn", "--build", build, "--config", config, "--host", "x.example", "--api-server", "https://api.example/v1", ...DISCOVERY];
    assert.throws(() => runDeployFiles(...args, "--out", join(folder, "out")), /Cloudflare Pages reads 100/);
    assert.equal(existsSync(join(folder, "out")), false);
  });
});

test("files of an older build that are kept are immutable too", async () => {
  await withPublished("/", (folder) => {
    const build = join(folder, "..", "kept");
    cpSync(folder, build, { recursive: true });
    const old = "app-fedcba9876543210.js";
    writeFileSync(join(build, old), "old");
    writeFileSync(join(build, "kept.json"), JSON.stringify([{ version: "0", files: [old, "gone-fedcba9876543210.js"] }]));
    const config = join(ROOT, "deploy/config.oidc.json");
    runDeployFiles("--server", "cdn", "--build", build, "--config", config, "--host", "x.example", "--api-server", "https://api.example/v1", ...DISCOVERY, "--out", build);
    assert.equal(cdnAnswer("netlify", build, `/${old}`).headers["cache-control"], served.caching.hashed);
    assert.equal(cdnAnswer("netlify", build, "/gone-fedcba9876543210.js").headers["cache-control"], undefined);
  });
});
