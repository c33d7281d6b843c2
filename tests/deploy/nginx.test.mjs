// The files of deploy/, used as README says: what nginx answers with them is what the sandbox's host answers.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ROOT, startSandbox } from "../e2e/harness/sandbox.mjs";
import { SCRIPT, deployFiles, startNginx, writeBuild } from "./server.mjs";

const FOREVER = "public, max-age=31536000, immutable, no-transform";
const routes = readFileSync(join(ROOT, "deploy/routes.txt"), "utf8").trim().split("\n");
const examples = (path) => path.replace("*", "3f2a");

/** Runs `body` with nginx and the sandbox's host over the same build. */
async function withNginxAndSandbox(options, body) {
  const folder = mkdtempSync(join(tmpdir(), "renewal-dist-"));
  writeBuild(folder);
  const sandbox = await startSandbox({ dist: folder, base: options.base });
  const nginx = await startNginx(options).catch(async (error) => {
    await sandbox.stop();
    throw error;
  });
  try {
    await body({ nginx, sandbox });
  } finally {
    await nginx.stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Headers of an answer that both hosts have to agree on. */
function comparable(headers) {
  const own = new Set([
    "date", "server", "connection", "etag", "last-modified", "accept-ranges", "content-length", "transfer-encoding",
    // The next two are compared for themselves.
    "content-security-policy", "strict-transport-security",
  ]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.has(name)).sort());
}

for (const base of ["/", "/renew-here/"]) {
  test(`under ${base} nginx answers as the sandbox does`, { timeout: 60_000 }, async () => {
    await withNginxAndSandbox({ base }, async ({ nginx, sandbox }) => {
      const under = (path) => base + path.replace(/^\//, "");
      const paths = [
        ...routes.map(examples), "/nowhere", "/renew", "/membership/", "/renewals/a/b/confirmation", "/renewals/confirmation",
        "/locales/", "/index.html", "/boot.js", "/version.json", "/icons/icon.svg", `/${SCRIPT}`,
        "/app-0123456789abcdef_bg.wasm", "/style-89abcdef01234567.css", "/locales/en-0123456789abcdef.json",
        "/gone.js", "/gone-0123456789abcdef.js", `/${SCRIPT}.br`, "/index.html.gz", "/.stage/secret.txt",
      ].map(under);
      for (const path of paths) {
        for (const coding of ["br", "gzip", "identity"]) {
          const headers = { "accept-encoding": coding };
          const [ours, theirs] = await Promise.all([nginx.get(path, { headers }), nginx.get(path, { headers, method: "HEAD" })]);
          const model = await fetch(sandbox.site + path, { headers, redirect: "manual" });
          await model.arrayBuffer();
          assert.equal(ours.status, model.status, path);
          assert.equal(theirs.status, model.status, `HEAD ${path}`);
          const expected = comparable(Object.fromEntries(model.headers));
          // nginx has a page of its own for a file that is not there.
          const sent = comparable(ours.headers);
          if (ours.status === 404 && !/Start/.test(ours.body)) {
            delete expected["content-type"];
            delete sent["content-type"];
            delete expected.vary;
            delete sent.vary;
          }
          assert.deepEqual(sent, expected, `${path} as ${coding}`);
          assert.match(ours.headers["content-security-policy"], /^default-src 'none'; .*trusted-types 'none'$/);
          assert.equal(ours.headers["strict-transport-security"], "max-age=31536000; includeSubDomains");
        }
      }
      assert.equal((await nginx.get(under("/"), { method: "POST" })).status, 405);
      assert.equal((await nginx.get(under("/gone.js"), { method: "PUT" })).status, 405);
    });
  });
}

for (const base of ["/", "/renew-here/"]) test(`README's commands lead to a site that is served under ${base}`, { timeout: 60_000 }, async () => {
  const nginx = await startNginx({ readme: true, base });
  const headers = { host: "renew.example.com" };
  try {
    const start = await nginx.get(`${base}membership`, { headers });
    assert.deepEqual([start.status, start.body], [200, "<!doctype html><title>Start</title>"]);
    assert.match(start.headers["content-security-policy"], /connect-src 'self' https:\/\/api\.partner-program\.example /);
    const config = await nginx.get(`${base}config.json`, { headers });
    assert.deepEqual(JSON.parse(config.body), JSON.parse(readFileSync(join(ROOT, "deploy/config.oidc.json"), "utf8")));
    const plain = await nginx.plain(`${base}membership`, { headers });
    assert.deepEqual([plain.status, plain.headers.location], [308, `https://renew.example.com${base}membership`]);
  } finally {
    await nginx.stop();
  }
});

test("a file that is missing is asked for again; one that is there is kept", { timeout: 60_000 }, async () => {
  const nginx = await startNginx();
  try {
    assert.equal((await nginx.get(`/${SCRIPT}`)).headers["cache-control"], FOREVER);
    assert.equal((await nginx.get("/version.json")).headers["cache-control"], "no-cache, no-transform");
    const { etag } = (await nginx.get("/version.json")).headers;
    const again = await nginx.get("/version.json", { headers: { "if-none-match": etag } });
    assert.deepEqual([again.status, again.headers["cache-control"]], [304, "no-cache, no-transform"]);
    for (const ending of ["", ".br", ".gz"]) nginx.remove(`${SCRIPT}${ending}`);
    const gone = await nginx.get(`/${SCRIPT}`);
    assert.deepEqual([gone.status, gone.headers["cache-control"]], [404, "no-store"]);
    assert.ok(gone.headers["content-security-policy"]);
  } finally {
    await nginx.stop();
  }
});

test("plain HTTP leads to HTTPS, and no log keeps what a query says", { timeout: 60_000 }, async () => {
  const nginx = await startNginx();
  try {
    const callback = "/sign-in/callback?code=the-code&state=the-state";
    const secure = await nginx.plain(callback);
    assert.deepEqual([secure.status, secure.headers.location], [308, `https://localhost:${nginx.httpsPort}${callback}`]);
    assert.equal((await nginx.get(callback, { headers: { referer: "https://id.example/?code=the-code" } })).status, 200);
    assert.equal((await nginx.get("/gone.js?code=the-code")).status, 404);
    assert.equal((await nginx.get("/nowhere?code=the-code")).status, 404);
    // In the middle of a deployment the start document may be missing; then the error log has something to say.
    for (const ending of ["", ".br", ".gz"]) nginx.remove(`index.html${ending}`);
    assert.equal((await nginx.get(callback)).status, 404);
    const log = nginx.log();
    assert.match(log, /"GET \/sign-in\/callback HTTP\/1\.1" 200 /);
    assert.match(log, /"GET \/gone\.js HTTP\/1\.1" 404 /);
    assert.doesNotMatch(log, /the-code|the-state/);
  } finally {
    await nginx.stop();
  }
});

test("under a path the rest of the host is left alone", { timeout: 60_000 }, async () => {
  const rest = "  location / {\n    add_header X-Of The-Rest;\n    return 200 rest;\n  }";
  const nginx = await startNginx({ base: "/renew-here/", rest });
  try {
    for (const path of ["/", "/membership", "/gone.js", "/file.gz", "/renew-here-too/", "/elsewhere-0123456789abcdef.js"]) {
      const answer = await nginx.get(path);
      assert.deepEqual([answer.status, answer.body, answer.headers["x-of"]], [200, "rest", "The-Rest"], path);
      assert.equal(answer.headers["content-security-policy"], undefined);
    }
    const near = await nginx.get("/renew-here");
    assert.deepEqual([near.status, near.headers.location], [307, "/renew-here/"]);
    assert.equal((await nginx.get("/renew-here/membership")).status, 200);
    assert.match(nginx.summary, /redirect address {3}https:\/\/localhost:\d+\/renew-here\/sign-in\/callback /);
  } finally {
    await nginx.stop();
  }
});

for (const [name, addresses] of [
  ["entra", ["https://api.partner-program.example", "https://login.microsoftonline.com"]],
  ["oidc", [
    "https://api.partner-program.example", "https://id.partner-program.example",
    "https://tokens.partner-program.example", "https://keys.partner-program.example",
  ]],
]) {
  test(`the policy for the example ${name} allows what its provider names`, () => {
    const out = mkdtempSync(join(tmpdir(), "renewal-deploy-"));
    const files = ["--config", join(ROOT, `deploy/config.${name}.json`), "--discovery", join(ROOT, `tests/deploy/discovery.${name}.json`)];
    try {
      deployFiles(...files, "--host", "renew.partner-program.example", "--out", out);
      const headers = readFileSync(join(out, "snippets/partner-renewal-headers.conf"), "utf8");
      const allowed = /connect-src 'self' ([^;]*);/.exec(headers)[1].split(" ");
      assert.deepEqual(allowed, addresses);
      const provider = JSON.parse(readFileSync(join(ROOT, `tests/deploy/discovery.${name}.json`), "utf8"));
      const config = JSON.parse(readFileSync(join(ROOT, `deploy/config.${name}.json`), "utf8"));
      for (const address of [config.api, config.issuer, provider.token_endpoint, provider.jwks_uri]) {
        assert.ok(allowed.includes(new URL(address).origin), address);
      }
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
}

test("the hosts of a provider's endpoints are asked from the provider", { timeout: 60_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), "renewal-deploy-"));
  writeBuild(join(out, "dist"));
  const sandbox = await startSandbox({ dist: join(out, "dist") });
  try {
    const config = join(out, "config.json");
    writeFileSync(config, JSON.stringify({ api: `${sandbox.api}/v1`, issuer: sandbox.idp }));
    const args = [join(ROOT, "scripts/deploy-files.mjs"), "--config", config, "--host", "renew.example", "--out", out];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    assert.match(stdout, new RegExp(`connect-src +${sandbox.api} ${sandbox.idp}\n`));
  } finally {
    await sandbox.stop();
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
  refused(["--config", join(ROOT, "tests/contract/golden/config.json"), "--host", "x.example"], /the sandbox's/);
  refused(["--config", config, "--host", "x.example", "--nonsense"], /nonsense/);
  const closed = join(ROOT, "tests/deploy/discovery.entra.json");
  refused(["--config", closed, "--host", "x.example"], /api is not a web address/);
});
