// scripts/check-config.mjs asks what really serves the site: nginx with the files of deploy/, and the sandbox.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startSandbox } from "../e2e/harness/sandbox.mjs";
import { check, startProgram } from "../scripts/check_config.mjs";
import { writeBuild } from "./build.mjs";
import { startServer } from "./server.mjs";

const notOk = ({ lines }) => lines.filter(([state]) => state !== "ok");

async function withFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), "renewal-check-"));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const base of ["/", "/renew-here/"]) {
  test(`nginx with the files of deploy/ is ok in every line under ${base}, and says what is missing`, { timeout: 60_000 }, async () => {
    await withFolder(async (folder) => {
      const program = await startProgram();
      const config = { ...program.config(), api: "/api/v1" };
      const file = join(folder, "config.json");
      writeFileSync(file, JSON.stringify(config));
      // The generator runs while this process waits for it, so it cannot ask the provider here.
      const discovery = join(folder, "discovery.json");
      writeFileSync(discovery, await (await fetch(`${config.issuer}/.well-known/openid-configuration`)).text());
      const nginx = await startServer("nginx", { base, config: file, api: `${program.origins.api}/v1`, discovery });
      try {
        // The provider answers the pages of the site that nginx serves.
        program.origins.site = `https://localhost:${nginx.httpsPort}`;
        const options = { site: `${program.origins.site}${base}`, certificate: nginx.certificate };
        const right = await check(config, options);
        assert.deepEqual(notOk(right), []);
        assert.equal(right.status, 0);
        assert.ok(right.output.includes(`redirect address   ${options.site}sign-in/callback`));
        // The policy was written for another provider.
        const other = await startProgram();
        const wrong = await check({ ...config, issuer: other.origins.provider }, options).finally(() => other.stop());
        const [, said] = wrong.lines.find(([state, text]) => state === "wrong" && text.startsWith("site: connect-src")) ?? [];
        assert.match(said ?? wrong.output, new RegExp(`lacks ${other.origins.provider}\\.`));
        nginx.remove("version.json");
        assert.match((await check(config, options)).texts("wrong").join("\n"), /^site: version\.json: It names no version, the page 1/m);
      } finally {
        await nginx.stop();
        await program.stop();
      }
    });
  });
}

for (const crossOrigin of [true, false]) {
  test(`the sandbox is ok in every line, its API ${crossOrigin ? "across origins" : "on the site's own origin"}, and refused elsewhere`, { timeout: 60_000 }, async () => {
    await withFolder(async (folder) => {
      writeBuild(folder);
      const sandbox = await startSandbox({ dist: folder, crossOrigin });
      try {
        const config = await (await fetch(sandbox.url("/config.json"))).json();
        const here = await check(config, { site: sandbox.site });
        assert.deepEqual(notOk(here), []);
        assert.equal(here.status, 0);
        const elsewhere = await check(config, { site: "https://renew.partner-program.example" });
        assert.match(elsewhere.texts("wrong").join("\n"), /^sandbox: These are the settings of the sandbox/);
        assert.equal(elsewhere.status, 1);
      } finally {
        await sandbox.stop();
      }
    });
  });
}
