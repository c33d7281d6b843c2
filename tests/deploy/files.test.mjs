// What scripts/deploy-files.mjs writes and what it refuses, without running a server.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ROOT, startSandbox } from "../e2e/harness/sandbox.mjs";
import { deployFiles, runDeployFiles, writeBuild } from "./build.mjs";

const API_SERVER = ["--api-server", "https://api.partner-program.example/v1"];
/** Where the policy stands in the files of each server. */
const POLICY_IN = {
  nginx: "snippets/partner-renewal-headers.conf",
  caddy: "partner-renewal.caddy",
  apache: "partner-renewal.conf",
  cdn: "_headers",
  container: "snippets/partner-renewal-headers.conf",
};

for (const [name, addresses] of [
  ["entra", ["https://login.microsoftonline.com"]],
  ["oidc", [
    "https://id.partner-program.example",
    "https://tokens.partner-program.example", "https://keys.partner-program.example",
  ]],
]) {
  for (const [server, file] of Object.entries(POLICY_IN)) test(`the policy of ${server} for the example ${name} allows what its provider names`, () => {
    const out = mkdtempSync(join(tmpdir(), "renewal-deploy-"));
    const files = ["--config", join(ROOT, `deploy/config.${name}.json`), "--discovery", join(ROOT, `tests/deploy/discovery.${name}.json`)];
    try {
      deployFiles("--server", server, ...files, ...API_SERVER, "--host", "renew.partner-program.example", "--out", out);
      const headers = readFileSync(join(out, file), "utf8");
      const allowed = /connect-src 'self' ([^;]*);/.exec(headers)[1].split(" ");
      assert.deepEqual(allowed, addresses);
      const provider = JSON.parse(readFileSync(join(ROOT, `tests/deploy/discovery.${name}.json`), "utf8"));
      const config = JSON.parse(readFileSync(join(ROOT, `deploy/config.${name}.json`), "utf8"));
      for (const address of [config.issuer, provider.token_endpoint, provider.jwks_uri]) {
        assert.ok(allowed.includes(new URL(address).origin), address);
      }
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
}

test("a provider whose description lies elsewhere is asked there; its hosts and that of reports are allowed", { timeout: 60_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), "renewal-deploy-"));
  writeBuild(join(out, "dist"));
  const sandbox = await startSandbox({ dist: join(out, "dist"), behaves: ["discovery-elsewhere", "split-hosts"] });
  try {
    const config = join(out, "config.json");
    const { issuer, discovery } = await (await fetch(`${sandbox.site}/config.json`)).json();
    const settings = { api: `${sandbox.api}/v1`, issuer: issuer.replace("localhost", "issuer.example"), discovery };
    writeFileSync(config, JSON.stringify({ ...settings, reports: "https://reports.example/renewal" }));
    const args = [join(ROOT, "scripts/deploy-files.mjs"), "--build", join(out, "dist"), "--config", config, "--host", "renew.example", "--out", out];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const split = sandbox.idp.replace("localhost", "127.0.0.1");
    assert.match(stdout, new RegExp(`connect-src +${sandbox.api} ${sandbox.idp} https://reports.example ${split}\n`));
  } finally {
    await sandbox.stop();
    rmSync(out, { recursive: true, force: true });
  }
});

test("the hosts of a provider's endpoints are asked from the provider", { timeout: 60_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), "renewal-deploy-"));
  writeBuild(join(out, "dist"));
  const sandbox = await startSandbox({ dist: join(out, "dist") });
  try {
    const config = join(out, "config.json");
    writeFileSync(config, JSON.stringify({ api: `${sandbox.api}/v1`, issuer: sandbox.idp }));
    const args = [join(ROOT, "scripts/deploy-files.mjs"), "--build", join(out, "dist"), "--config", config, "--host", "renew.example", "--out", out];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    assert.match(stdout, new RegExp(`connect-src +${sandbox.api} ${sandbox.idp}\n`));
    assert.match(stdout, new RegExp(`partner API +${sandbox.api}, across origins\n`));
    const site = readFileSync(join(out, "snippets/partner-renewal.conf"), "utf8");
    assert.doesNotMatch(site, /proxy_pass/);
  } finally {
    await sandbox.stop();
    rmSync(out, { recursive: true, force: true });
  }
});

test("a build for another path is refused", () => {
  const out = mkdtempSync(join(tmpdir(), "renewal-deploy-"));
  try {
    writeBuild(out);
    writeFileSync(join(out, "index.html"), '<base href="/renew-here/" />');
    const args = ["--config", join(ROOT, "deploy/config.oidc.json"), "--discovery", join(ROOT, "tests/deploy/discovery.oidc.json"), "--host", "x.example"];
    const made = (base) => runDeployFiles("--build", out, ...args, "--api-server", "https://api.example/v1", "--base", base, "--out", join(out, "out"));
    assert.throws(() => made("/"), /is built for \/renew-here\/, and --base is \//);
    assert.match(made("/renew-here/"), /redirect address/);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

test("what cannot be served is refused with its reason", () => {
  const config = join(ROOT, "deploy/config.oidc.json");
  const discovery = ["--discovery", join(ROOT, "tests/deploy/discovery.oidc.json")];
  const refused = (args, reason) =>
    assert.throws(() => deployFiles(...args), (error) => error.status === 1 && reason.test(error.stderr), args.join(" "));
  refused(["--host", "x.example"], /--config is missing/);
  refused(["--config", config], /--host is missing/);
  refused(["--config", config, "--host", "x y"], /not a host name/);
  refused(["--config", config, "--host", "x.example", "--base", "/no-slash", ...discovery], /begins and ends with a slash/);
  refused(["--config", config, "--host", "x.example", "--root", "/a b", ...discovery], /--root has a character/);
  refused(["--config", config, "--host", "x.example", "--https", "8443"], /--https is an address and a port/);
  refused(["--config", config, "--host", "x.example", "--key", "/k.pem"], /--certificate and --key belong together/);
  for (const server of ["nginx", "caddy", "apache", "cdn", "container"]) {
    const sandbox = ["--server", server, "--config", join(ROOT, "tests/contract/golden/config.json"), "--host", "x.example"];
    refused(sandbox, /the sandbox's/);
  }
  refused(["--config", config, "--host", "x.example", "--nonsense"], /nonsense/);
  refused(["--config", config, "--host", "x.example", "--server", "other"], /--server is one of nginx, caddy, apache, cdn, container/);
  refused(["--config", config, "--host", "x.example", "--server", "cdn", "--own-server"], /--own-server means nothing for cdn/);
  const closed = join(ROOT, "tests/deploy/discovery.entra.json");
  refused(["--config", closed, "--host", "x.example"], /api is not a web address/);
  const host = ["--config", config, "--host", "x.example"];
  refused(host, /--api-server is missing/);
  for (const open of ["http://api.example/v1", "http://localhost.example/v1"]) refused([...host, "--api-server", open], /begin with https/);
  for (const more of ["https://a@api.example/v1", "https://api.example/v1?x", "https://api.example/v1;"]) {
    refused([...host, "--api-server", more], /more than host and path/);
  }
  refused([...host, "--api-server", "api.example"], /--api-server is not a web address/);
  assert.throws(() => runDeployFiles("--build", join(ROOT, "tests"), ...host, ...API_SERVER, ...discovery), /version\.json/);
  refused([...host, ...API_SERVER, "--base", "/api/v1/renew/"], /address of the site itself/);
  const folder = mkdtempSync(join(tmpdir(), "renewal-deploy-"));
  try {
    const given = join(folder, "config.json");
    const withApi = (api) => {
      writeFileSync(given, JSON.stringify({ api, issuer: "https://id.example" }));
      return ["--config", given, "--host", "x.example", ...API_SERVER, ...discovery];
    };
    refused(withApi("https://api.example/v1"), /is for an "api" that is a path/);
    refused(withApi("/renew/api"), /address of the site itself/);
    refused([...withApi("/here/renewals"), "--base", "/here/"], /address of the site itself/);
    refused(withApi("/api/../v1"), /segment that browsers leave out/);
    refused(withApi("/"), /is for an "api" that is a path/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
