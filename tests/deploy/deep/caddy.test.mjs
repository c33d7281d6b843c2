// The files of deploy/ for Caddy, in the Caddy that is installed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../e2e/harness/sandbox.mjs";
import { deployFiles } from "../build.mjs";
import { answersAsTheSandbox, followsTheReadme, leavesTheRestAlone } from "../cases.mjs";

answersAsTheSandbox("caddy");
followsTheReadme("caddy");
leavesTheRestAlone("caddy", () => "  handle {\n    header X-Of The-Rest\n    respond rest\n  }");

for (const base of ["/", "/renew-here/"]) test(`the files for ${base} are as Caddy formats them, so that it does not warn`, () => {
  const out = mkdtempSync(join(tmpdir(), "renewal-caddy-format-"));
  try {
    const given = ["--config", join(ROOT, "deploy/config.oidc.json"), "--discovery", join(ROOT, "tests/deploy/discovery.oidc.json")];
    deployFiles("--server", "caddy", ...given, "--api-server", "https://api.example/v1", "--host", "renew.example", "--base", base, "--out", out);
    for (const name of ["Caddyfile", "partner-renewal.caddy"]) {
      const path = join(out, name);
      assert.equal(readFileSync(path, "utf8"), execFileSync("caddy", ["fmt", path], { encoding: "utf8" }), name);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
