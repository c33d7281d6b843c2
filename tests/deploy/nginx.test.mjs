// The files of deploy/, used as README says: what nginx answers with them is what the sandbox's host answers.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ROOT, startSandbox } from "../e2e/harness/sandbox.mjs";
import { SCRIPT, deployFiles, runDeployFiles, selfSigned, startNginx, writeBuild } from "./server.mjs";

const FOREVER = "public, max-age=31536000, immutable, no-transform";
const routes = readFileSync(join(ROOT, "deploy/routes.txt"), "utf8").trim().split("\n");
const API_SERVER = ["--api-server", "https://api.partner-program.example/v1"];
const examples = (path) => path.replace("*", "3f2a");

/** Runs `body` with nginx and the sandbox's host over the same build. */
async function withNginxAndSandbox(options, body) {
  const folder = mkdtempSync(join(tmpdir(), "renewal-dist-"));
  writeBuild(folder);
  const sandbox = await startSandbox({ dist: folder, base: options.base, crossOrigin: false });
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
          const fixed = (policy) => policy.replace(/connect-src [^;]*/, "connect-src");
          assert.equal(fixed(ours.headers["content-security-policy"]), fixed(model.headers.get("content-security-policy")));
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
    assert.match(start.headers["content-security-policy"], /connect-src 'self' https:\/\/id\.partner-program\.example /);
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

/** Headers of an API's answer that the way through nginx may differ in. */
const apiHeaders = (headers) => {
  const own = ["date", "request-id", "server", "connection", "keep-alive", "content-length", "transfer-encoding", "strict-transport-security"];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)).sort());
};

for (const base of ["/", "/renew-here/"]) {
  test(`under ${base} nginx hands the API's path on as the sandbox does, and nothing else`, { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "renewal-dist-"));
    writeBuild(folder);
    const sandbox = await startSandbox({ dist: folder, base });
    const nginx = await startNginx({ base, api: `${sandbox.api}/v1` });
    try {
      const requests = [
        ["/api/v1/health"], ["/api/v1/account"], ["/api/v1/nowhere"], ["/api/v1/reference/countries?x=1"],
        ["/api/v1/renewals/r/profile?next=agreement", { method: "PUT", body: "{}", headers: { "content-type": "application/json" } }],
        ["/api/v1/organizations/o/renewals", { method: "POST", body: "{}" }], ["/api/v1/renewals/r", { method: "DELETE" }],
        ["/api/v1/payments/p/proof", { method: "PUT", body: "x".repeat(60_000), headers: { "content-type": "application/pdf" } }],
      ];
      for (const [path, options] of requests) {
        const ours = await nginx.get(path, options);
        const model = await fetch(sandbox.site + path, options);
        const [document, expected] = [ours.body, await model.text()].map((text) => ({ ...JSON.parse(text), instance: null, requestId: null }));
        assert.deepEqual([ours.status, document], [model.status, expected], path);
        assert.deepEqual(apiHeaders(ours.headers), apiHeaders(Object.fromEntries(model.headers)), path);
        assert.equal(ours.headers["strict-transport-security"], "max-age=31536000; includeSubDomains");
        assert.match(ours.headers.date, /24 Nov 2026/, "the API's clock, not the server's");
      }
      for (const path of ["/api/sandbox/requests", "/api/webhooks/payments"]) {
        const answer = await nginx.get(path, { method: "GET" });
        assert.doesNotMatch(answer.body, /^\{/, path);
        assert.equal(answer.status, 404, path);
      }
    } finally {
      await nginx.stop();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test("the API's server has to be who it says, and sees no cookies", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "renewal-api-"));
  const { certificate, key } = selfSigned(folder);
  let seen = null;
  const connections = new Set();
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, answer) => {
    seen = request;
    connections.add(request.socket);
    answer.writeHead(200, { etag: '"one"', "set-cookie": "a=b", "content-security-policy": "default-src *", "content-type": "text/html" });
    request.resume().on("end", () => answer.end("<p>x</p>".repeat(1000)));
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const api = `https://localhost:${server.address().port}/v1`;
  try {
    const nginx = await startNginx({ api, apiCa: certificate });
    try {
      const headers = { cookie: "session=1", authorization: "Bearer t", "accept-encoding": "gzip" };
      const answer = await nginx.get("/api/v1/account?next=x", { headers });
      assert.deepEqual([answer.status, answer.headers.etag], [200, '"one"']);
      assert.deepEqual([seen.url, seen.headers.host], ["/v1/account?next=x", `localhost:${server.address().port}`]);
      assert.deepEqual([seen.headers.cookie, seen.headers.authorization], [undefined, "Bearer t"]);
      assert.deepEqual([seen.headers["x-forwarded-for"], seen.headers["x-forwarded-proto"]], ["127.0.0.1", "https"]);
      assert.equal(answer.headers["set-cookie"], undefined);
      assert.equal(answer.headers["content-security-policy"], "default-src 'none'; frame-ancestors 'none'; sandbox");
      const proof = { method: "PUT", body: "x".repeat(3 * 1024 * 1024) };
      assert.equal((await nginx.get("/api/v1/payments/p/proof", proof)).status, 200);
      assert.equal(connections.size, 1, "the connection is kept");
    } finally {
      await nginx.stop();
    }
    const other = mkdtempSync(join(tmpdir(), "renewal-other-"));
    const wrong = await startNginx({ api, apiCa: selfSigned(other).certificate });
    seen = null;
    try {
      assert.equal((await wrong.get("/api/v1/account")).status, 502);
      assert.equal(seen, null);
    } finally {
      await wrong.stop();
      rmSync(other, { recursive: true, force: true });
    }
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
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
  ["entra", ["https://login.microsoftonline.com"]],
  ["oidc", [
    "https://id.partner-program.example",
    "https://tokens.partner-program.example", "https://keys.partner-program.example",
  ]],
]) {
  test(`the policy for the example ${name} allows what its provider names`, () => {
    const out = mkdtempSync(join(tmpdir(), "renewal-deploy-"));
    const files = ["--config", join(ROOT, `deploy/config.${name}.json`), "--discovery", join(ROOT, `tests/deploy/discovery.${name}.json`)];
    try {
      deployFiles(...files, ...API_SERVER, "--host", "renew.partner-program.example", "--out", out);
      const headers = readFileSync(join(out, "snippets/partner-renewal-headers.conf"), "utf8");
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

test("a provider whose description lies elsewhere is asked there, and its hosts are allowed", { timeout: 60_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), "renewal-deploy-"));
  writeBuild(join(out, "dist"));
  const sandbox = await startSandbox({ dist: join(out, "dist"), behaves: ["discovery-elsewhere", "split-hosts"] });
  try {
    const config = join(out, "config.json");
    const { issuer, discovery } = await (await fetch(`${sandbox.site}/config.json`)).json();
    writeFileSync(config, JSON.stringify({ api: `${sandbox.api}/v1`, issuer: `${issuer.replace("localhost", "issuer.example")}`, discovery }));
    const args = [join(ROOT, "scripts/deploy-files.mjs"), "--build", join(out, "dist"), "--config", config, "--host", "renew.example", "--out", out];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const split = sandbox.idp.replace("localhost", "127.0.0.1");
    assert.match(stdout, new RegExp(`connect-src +${sandbox.api} ${sandbox.idp} ${split}\n`));
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
