// The golden path in Chromium through each web server, over TLS: sign-in at the sandbox's provider, all steps, payment,
// confirmation. At / and under a path, with the API behind the site's own origin and across origins.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, newPerson } from "../../e2e/harness/browser.mjs";
import { goldenPath } from "../../e2e/harness/golden.mjs";
import { ledger } from "../../e2e/harness/ledger.mjs";
import { ROOT, startSandbox } from "../../e2e/harness/sandbox.mjs";
import { arrive } from "../../e2e/harness/walk.mjs";
import { freePort } from "../../e2e/harness/free_port.mjs";
import { startServer } from "../server.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What an operator would write for the sandbox's origins. */
const settings = (sandbox, crossOrigin) => ({
  api: crossOrigin ? `${sandbox.api}/v1` : "/api/v1",
  issuer: sandbox.idp,
  clientId: "partner-renewal",
  scope: "openid profile partner",
  paymentOrigins: [sandbox.pay],
  supportEmail: "help@partner-program.example",
});

for (const kind of ["nginx", "caddy", "apache"]) {
  for (const [base, build, crossOrigin] of [["/", "dist", true], ["/renew-here/", "dist-subpath", false]]) {
    const how = `under ${base} with the API ${crossOrigin ? "across origins" : "under the site's own origin"}`;
    test(`${kind}: the golden path ${how}`, { timeout: 120_000 }, () => walkThrough(kind, { base, build, crossOrigin }));
  }
}

async function walkThrough(kind, { base, build, crossOrigin }) {
  const dist = join(ROOT, build);
  const ports = [await freePort(), await freePort()];
  const siteOrigin = `https://localhost:${ports[1]}`;
  const folder = mkdtempSync(join(tmpdir(), "renewal-walk-"));
  // The site's host tells the time of this machine, so the sandbox does too.
  const sandbox = await startSandbox({ clock: null, dist, base, crossOrigin, siteOrigin });
  const config = join(folder, "config.json");
  writeFileSync(config, JSON.stringify(settings(sandbox, crossOrigin)));
  const api = crossOrigin ? null : `${sandbox.api}/v1`;
  let server;
  let person;
  try {
    server = await startServer(kind, { base, dist, config, api, ports, discovery: null });
    person = await newPerson(browser, { ignoreHTTPSErrors: true });
    const { page } = person;
    const outside = [];
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin === siteOrigin && !url.pathname.startsWith(base) && !url.pathname.startsWith("/api/v1/")) outside.push(url.pathname);
    });
    await goldenPath(page, sandbox);
    assert.equal((await ledger(sandbox)).length, 1, "one payment was captured");
    await page.reload();
    await arrive(page, "Membership renewed");
    const protocol = await page.evaluate(() => performance.getEntriesByType("navigation")[0].nextHopProtocol);
    assert.equal(protocol, "h2");
    await page.goto(`${siteOrigin}${base}nowhere`);
    await arrive(page, /not found|does not exist|no page/i);
    assert.deepEqual(outside, [], "nothing is asked for outside the path");
    assert.doesNotMatch(server.log(), /[?&](code|state)=/);
    person.permit(/status of 404.*\/nowhere/);
    person.assertClean();
  } finally {
    await person?.context.close();
    await server?.stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
