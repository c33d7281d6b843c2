// A new build in the place of the one that is served, as deploy/README.md says it, in each web server: the page is the new
// one, what open tabs still ask for is there, and config.json is the operator's.
import assert from "node:assert/strict";
import { chmodSync, copyFileSync, readFileSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { served as rules } from "../../../scripts/deploy/served.mjs";
import { deployment } from "../../e2e/harness/builds.mjs";
import { ROOT } from "../../e2e/harness/sandbox.mjs";
import { startServer } from "../server.mjs";

const CONFIG = join(ROOT, "deploy/config.oidc.json");

for (const kind of ["nginx", "caddy", "apache"]) {
  test(`${kind}: an older build's files stay beside a newer build, and so does config.json`, { timeout: 60_000 }, async () => {
    const made = deployment();
    // The server runs as another user.
    chmodSync(dirname(made.served), 0o755);
    copyFileSync(CONFIG, join(made.served, "config.json"));
    // Two builds are never made in the same second; by time and size nginx and Caddy tell their pages apart.
    utimesSync(join(made.served, "index.html"), 1_760_000_000, 1_760_000_000);
    for (const ending of [".br", ".gz"]) utimesSync(join(made.served, `index.html${ending}`), 1_760_000_000, 1_760_000_000);
    const server = await startServer(kind, { dist: made.served, linked: true });
    try {
      const before = await server.get("/membership");
      const { version, older, newer } = made.deploy();
      const after = await server.get("/membership");
      assert.notEqual(after.body, before.body);
      assert.notEqual(after.headers.etag, before.headers.etag);
      assert.match(after.body, new RegExp(`data-version="${version}"`));
      assert.ok(older.length > 5);
      for (const name of [...older, ...newer]) {
        const { status, headers } = await server.get(`/${name}`);
        assert.deepEqual([status, headers["cache-control"]], [200, rules.caching.hashed], name);
      }
      const config = await server.get("/config.json");
      assert.equal(config.body, readFileSync(CONFIG, "utf8"));
      assert.equal(config.headers["cache-control"], rules.caching.named);
    } finally {
      await server.stop();
      made.remove();
    }
  });
}
