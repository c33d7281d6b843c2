// What every web server has to do with the files that are made for it: answer as the sandbox's host does.
import assert from "node:assert/strict";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { routes, served } from "../../scripts/deploy/served.mjs";
import { ROOT, startSandbox } from "../e2e/harness/sandbox.mjs";
import { PAGE, SCRIPT, selfSigned, writeBuild } from "./build.mjs";
import { startServer } from "./server.mjs";

const HSTS = "max-age=31536000; includeSubDomains";
const LIMIT = { timeout: 60_000 };
const examples = (path) => path.replace("*", "3f2a");

/** Runs `body` with a server and the sandbox's host over the same build. */
async function withBoth(kind, options, body) {
  const folder = mkdtempSync(join(tmpdir(), "renewal-dist-"));
  writeBuild(folder);
  const sandbox = await startSandbox({ dist: folder, base: options.base, crossOrigin: false });
  try {
    const api = options.handsOn ? `${sandbox.api}/v1` : undefined;
    await withServer(kind, { base: options.base, api }, (server) => body({ server, sandbox }));
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withServer(kind, options, body) {
  const server = await startServer(kind, options);
  try {
    await body(server);
  } finally {
    await server.stop();
  }
}

const without = (headers, names) => Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)).sort());

/** Headers of an answer that both hosts have to agree on; policy and transport are compared for themselves. */
const comparable = (headers) =>
  without(headers, [
    "date", "server", "connection", "keep-alive", "etag", "last-modified", "accept-ranges", "content-length", "transfer-encoding",
    "alt-svc", "upgrade", "content-security-policy", "strict-transport-security",
  ]);

const security = Object.keys({ ...served.headers, ...served.overTls }).map((name) => name.toLowerCase());

/** The policy but for what scripts may ask, which is the example's in one and the sandbox's in the other. */
const fixed = (policy) => policy?.replace(/connect-src [^;]*/, "connect-src");

function assertSame(answer, model, what) {
  const expected = comparable(Object.fromEntries(model.headers));
  const sent = comparable(answer.headers);
  // Each has words of its own for a file that is not there.
  if (answer.status === 404 && !/Start/.test(answer.body)) {
    for (const name of ["content-type", "vary"]) {
      delete expected[name];
      delete sent[name];
    }
  }
  assert.equal(answer.status, model.status, what);
  assert.deepEqual(sent, expected, what);
  assert.equal(fixed(answer.headers["content-security-policy"]), fixed(model.headers.get("content-security-policy")), what);
  assert.equal(answer.headers["strict-transport-security"], HSTS, what);
}

/** What does not depend on how the server is reached. */
export function servesAsTheSandbox(kind) {
  for (const base of ["/", "/renew-here/"]) {
    test(`under ${base} ${kind} answers as the sandbox does`, LIMIT, () => sameAnswers(kind, base));
    test(`under ${base} ${kind} hands the API's path on as the sandbox does, and nothing else`, LIMIT, () => handsOn(kind, base));
  }
  test(`${kind}: a file that is missing is asked for again; one that is there is kept`, LIMIT, () => missing(kind));
}

/** Everything below, for a server with a certificate. */
export function answersAsTheSandbox(kind) {
  servesAsTheSandbox(kind);
  test(`${kind}: plain HTTP leads to HTTPS, and no log keeps what a query says`, LIMIT, () => logs(kind));
  test(`${kind} speaks HTTP/2, with the same headers`, LIMIT, () => http2(kind));
  test(`${kind}: the API's server has to be who it says, and sees no cookies`, LIMIT, () => apiServer(kind));
}

async function sameAnswers(kind, base) {
  await withBoth(kind, { base }, async ({ server, sandbox }) => {
    const under = (path) => base + path.replace(/^\//, "");
    const paths = [
      ...routes.map(examples), "/nowhere", "/renew", "/membership/", "/renewals/a/b/confirmation", "/renewals/confirmation",
      "/locales/", "/index.html", "/boot.js", "/version.json", "/icons/icon.svg", `/${SCRIPT}`,
      "/app-0123456789abcdef_bg.wasm", "/style-89abcdef01234567.css", "/locales/en-0123456789abcdef.json",
      "/gone.js", "/gone-0123456789abcdef.js", `/${SCRIPT}.br`, "/index.html.gz", "/.stage/secret.txt",
    ].map(under);
    for (const path of paths) {
      for (const coding of ["br", "gzip", "identity", "gzip, deflate, br;q=0"]) {
        const headers = { "accept-encoding": coding };
        const [answer, head] = await Promise.all([server.get(path, { headers }), server.get(path, { headers, method: "HEAD" })]);
        const model = await fetch(sandbox.site + path, { headers, redirect: "manual" });
        await model.arrayBuffer();
        assertSame(answer, model, `${path} as ${coding}`);
        assert.equal(head.status, model.status, `HEAD ${path}`);
      }
    }
    // An answer that was changed on the way would be taken for the one of another address.
    const page = await server.get(under("/membership"), { headers: { "accept-encoding": "identity" } });
    const again = await server.get(under("/nowhere"), { headers: { "if-none-match": page.headers.etag } });
    assert.equal(again.status, 404);
    if (base !== "/" && kind !== "container") {
      for (const path of ["/", base.slice(0, -1)]) {
        const { status, headers } = await server.get(path);
        const { pathname } = new URL(headers.location, `https://localhost:${server.httpsPort}`);
        assert.deepEqual([status, pathname], [307, base], `${path} leads to the site`);
      }
    }
    for (const [method, path] of [["POST", "/"], ["PUT", "/gone.js"], ["DELETE", `/${SCRIPT}`], ["OPTIONS", "/nowhere"]]) {
      const refused = await server.get(under(path), { method });
      // Apache adds an empty one to the list.
      const allowed = refused.headers.allow?.split(/, */).filter(Boolean);
      assert.deepEqual([refused.status, allowed], [405, served.methods], `${method} ${path}`);
      for (const name of security) assert.ok(refused.headers[name], `${method} ${path} has ${name}`);
    }
  });
}

async function missing(kind) {
  await withServer(kind, {}, async (server) => {
    assert.equal((await server.get(`/${SCRIPT}`)).headers["cache-control"], served.caching.hashed);
    assert.equal((await server.get("/version.json")).headers["cache-control"], served.caching.named);
    const { etag } = (await server.get("/version.json")).headers;
    const again = await server.get("/version.json", { headers: { "if-none-match": etag } });
    assert.deepEqual([again.status, again.headers["cache-control"]], [304, served.caching.named]);
    // A browser that has the page takes its policy from the answer that says it is the same.
    const page = await server.get("/membership");
    const same = await server.get("/membership", { headers: { "if-none-match": page.headers.etag } });
    assert.ok([200, 304].includes(same.status));
    assert.equal(same.headers["content-security-policy"], page.headers["content-security-policy"], "a new policy arrives");
    for (const ending of ["", ".br", ".gz"]) server.remove(`${SCRIPT}${ending}`);
    const gone = await server.get(`/${SCRIPT}`);
    assert.deepEqual([gone.status, gone.headers["cache-control"]], [404, served.caching.missing]);
    for (const name of security) assert.ok(gone.headers[name], name);
  });
}

async function logs(kind) {
  await withServer(kind, {}, async (server) => {
    const callback = "/sign-in/callback?code=the-code&state=the-state";
    const secure = await server.plain(callback);
    assert.deepEqual([secure.status, secure.headers.location], [308, `https://localhost:${server.httpsPort}${callback}`]);
    assert.equal((await server.get(callback, { headers: { referer: "https://id.example/?code=the-code" } })).status, 200);
    assert.equal((await server.get("/gone.js?code=the-code")).status, 404);
    assert.equal((await server.get("/nowhere?code=the-code")).status, 404);
    // The API does not answer: then there is an error to be logged. nginx cannot leave out query and referrer of it; the site
    // sends the API no code, and no referrer.
    const [query, headers] = kind === "nginx" ? ["next=agreement", {}] : ["code=the-code", { referer: "https://id.example/?code=the-code" }];
    assert.ok((await server.get(`/api/v1/account?${query}`, { headers })).status >= 502);
    // In the middle of a deployment the start document may be missing; then the error log has something to say.
    for (const ending of ["", ".br", ".gz"]) server.remove(`index.html${ending}`);
    assert.equal((await server.get(callback)).status, 404);
    const log = server.log();
    assert.match(log, /\/sign-in\/callback\b/);
    assert.match(log, /\/gone\.js\b/);
    assert.doesNotMatch(log, /the-code|the-state/);
  });
}

async function http2(kind) {
  await withServer(kind, {}, async (server) => {
    for (const path of ["/membership", "/nowhere", "/gone.js", `/${SCRIPT}`]) {
      const headers = { "accept-encoding": "br" };
      const [old, answer] = [await server.get(path, { headers }), await server.overHttp2(path, { headers })];
      assert.equal(answer.protocol, "h2");
      assert.equal(answer.status, old.status, path);
      assert.deepEqual(comparable(answer.headers), comparable(old.headers), path);
      assert.equal(answer.headers["content-security-policy"], old.headers["content-security-policy"]);
    }
  });
}

/** Headers of an API's answer that the way through a server may differ in. */
const apiHeaders = ({ vary, ...headers }) =>
  without({ ...headers, vary: vary?.split(/, ?/).join(", ") }, [
    "date", "request-id", "server", "connection", "keep-alive", "content-length", "transfer-encoding", "strict-transport-security",
    "alt-svc", "upgrade",
  ]);

async function handsOn(kind, base) {
  await withBoth(kind, { base, handsOn: true }, async ({ server, sandbox }) => {
    const requests = [
      ["/api/v1/health"], ["/api/v1/account"], ["/api/v1/nowhere"], ["/api/v1/reference/countries?x=1"],
      ["/api/v1/renewals/r/profile?next=agreement", { method: "PUT", body: "{}", headers: { "content-type": "application/json" } }],
      ["/api/v1/organizations/o/renewals", { method: "POST", body: "{}" }], ["/api/v1/renewals/r", { method: "DELETE" }],
      ["/api/v1/payments/p/proof", { method: "PUT", body: "x".repeat(60_000), headers: { "content-type": "application/pdf" } }],
    ];
    for (const [path, options] of requests) {
      const answer = await server.get(path, options);
      const model = await fetch(sandbox.site + path, options);
      const [document, expected] = [answer.body, await model.text()].map((text) => ({ ...JSON.parse(text), instance: null, requestId: null }));
      assert.deepEqual([answer.status, document], [model.status, expected], path);
      assert.deepEqual(apiHeaders(answer.headers), apiHeaders(Object.fromEntries(model.headers)), path);
      assert.equal(answer.headers["strict-transport-security"], HSTS);
      assert.match(answer.headers.date, /24 Nov 2026/, "the API's clock, not the server's");
    }
    for (const path of ["/api/sandbox/requests", "/api/webhooks/payments", "/api/v1/../../sandbox/requests", "/api/v1/%2e%2e/%2e%2e/sandbox/requests"]) {
      const answer = await server.get(path);
      assert.doesNotMatch(answer.body, /^[{[]/, path);
      assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    }
  });
}

async function apiServer(kind) {
  const folder = mkdtempSync(join(tmpdir(), "renewal-api-"));
  const other = mkdtempSync(join(tmpdir(), "renewal-other-"));
  const { certificate, key } = selfSigned(folder);
  const seen = [];
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, answer) => {
    seen.push(request);
    if (request.url.includes("/broken")) return void request.socket.destroy();
    answer.writeHead(200, { etag: '"one"', "set-cookie": "a=b", "content-security-policy": "default-src *", "content-type": "text/html" });
    request.resume().on("end", () => answer.end("<p>x</p>".repeat(1000)));
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const api = `https://localhost:${server.address().port}/v1`;
  try {
    await withServer(kind, { api, apiCa: certificate }, async (site) => {
      const headers = { cookie: "session=1", authorization: "Bearer t", "accept-encoding": "gzip" };
      const answer = await site.get("/api/v1/account?next=x", { headers });
      const [request] = seen;
      assert.deepEqual([answer.status, answer.headers.etag], [200, '"one"']);
      assert.deepEqual([request.url, request.headers.host], ["/v1/account?next=x", `localhost:${server.address().port}`]);
      assert.deepEqual([request.headers.cookie, request.headers.authorization], [undefined, "Bearer t"]);
      assert.deepEqual([request.headers["x-forwarded-for"], request.headers["x-forwarded-proto"]], ["127.0.0.1", "https"]);
      assert.equal(answer.headers["set-cookie"], undefined);
      assert.equal(answer.headers["content-security-policy"], served.apiHeaders["Content-Security-Policy"]);
      const proof = { method: "PUT", body: "x".repeat(3 * 1024 * 1024) };
      assert.equal((await site.get("/api/v1/payments/p/proof", proof)).status, 200);
      // Apache would lose a request on a connection that the API has just closed.
      if (kind !== "apache") assert.equal(new Set(seen.map(({ socket }) => socket)).size, 1, "the connection is kept");
      const change = { method: "POST", body: "{}", headers: { "idempotency-key": "one", "content-type": "application/json" } };
      // Over HTTP/1.1 Apache ends the connection without an answer, as browsers expect of a server that goes away.
      assert.match(String((await site.overHttp2("/api/v1/broken", change)).status), /^50[02]$/);
      assert.equal(seen.filter(({ url }) => url === "/v1/broken").length, 1, "a change is sent once");
    });
    seen.length = 0;
    await withServer(kind, { api, apiCa: selfSigned(other).certificate }, async (site) => {
      assert.ok((await site.get("/api/v1/account")).status >= 500);
      assert.equal(seen.length, 0);
    });
  } finally {
    server.closeAllConnections();
    server.close();
    for (const path of [folder, other]) rmSync(path, { recursive: true, force: true });
  }
}

/** Under a path the rest of a host of the operator's is left alone; `rest` is that rest in the server's own words. */
export function leavesTheRestAlone(kind, rest) {
  test(`${kind}: under a path the rest of the host is left alone`, LIMIT, async () => {
    await withServer(kind, { base: "/renew-here/", rest }, async (server) => {
      for (const path of ["/", "/membership", "/gone.js", "/file.gz", "/renew-here-too/", "/elsewhere-0123456789abcdef.js"]) {
        const answer = await server.get(path);
        assert.deepEqual([answer.status, answer.body, answer.headers["x-of"]], [200, "rest", "The-Rest"], path);
        assert.equal(answer.headers["content-security-policy"], undefined);
      }
      const near = await server.get("/renew-here");
      assert.equal(near.status, 307);
      assert.equal(new URL(near.headers.location, `https://localhost:${server.httpsPort}`).pathname, "/renew-here/");
      assert.equal((await server.get("/renew-here/membership")).status, 200);
      assert.match(server.summary, /redirect address {3}https:\/\/localhost:\d+\/renew-here\/sign-in\/callback /);
    });
  });
}

const LATER_SCRIPT = "app-fedcba9876543210.js";

/** Makes a build a later one, into which somebody has put the sandbox's settings. */
function laterBuild(folder) {
  for (const ending of ["", ".br", ".gz"]) {
    renameSync(join(folder, SCRIPT + ending), join(folder, LATER_SCRIPT + ending));
    rmSync(join(folder, `index.html${ending}`));
  }
  const version = JSON.parse(readFileSync(join(folder, "version.json"), "utf8"));
  const files = version.files.map((name) => (name === SCRIPT ? LATER_SCRIPT : name));
  writeFileSync(join(folder, "version.json"), JSON.stringify({ ...version, version: "2", files }));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Start again</title>");
  copyFileSync(join(ROOT, "tests/contract/golden/config.json"), join(folder, "config.json"));
}

/** The commands of deploy/README.md lead to a site that is served. */
export function followsTheReadme(kind) {
  for (const base of ["/", "/renew-here/"]) {
    test(`${kind}: the commands of deploy/README.md lead to a site that is served under ${base}`, LIMIT, async () => {
      await withServer(kind, { readme: true, base }, async (server) => {
        const headers = { host: "renew.example.com" };
        const start = await server.get(`${base}membership`, { headers });
        assert.deepEqual([start.status, start.body], [200, PAGE]);
        assert.match(start.headers["content-security-policy"], /connect-src 'self' https:\/\/id\.partner-program\.example /);
        const config = await server.get(`${base}config.json`, { headers });
        assert.deepEqual(JSON.parse(config.body), JSON.parse(readFileSync(join(ROOT, "deploy/config.oidc.json"), "utf8")));
        const plain = await server.plain(`${base}membership`, { headers });
        assert.deepEqual([plain.status, plain.headers.location], [308, `https://renew.example.com${base}membership`]);

        // The folders of two builds are named by the second.
        await new Promise((resolve) => setTimeout(resolve, 1000));
        server.putLater(laterBuild);
        const later = await server.get(`${base}membership`, { headers });
        assert.equal(later.body, "<!doctype html><title>Start again</title>");
        for (const name of [SCRIPT, LATER_SCRIPT]) {
          const { status } = await server.get(`${base}${name}`, { headers });
          assert.equal(status, 200, `${name}: open tabs ask for it`);
        }
        const live = await server.get(`${base}config.json`, { headers });
        assert.equal(live.body, config.body, "the operator's, not the sandbox's");
      });
    });
  }
}
