// Asks the site itself: is it a build of this site, served with the headers of deploy/served.json and this config.json?
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { isLoopback } from "../settings.mjs";
import { contrastProblems, missingRoles, servedRoles } from "../theme.mjs";
import { ask, originOf } from "./ask.mjs";

const { headers, overTls } = JSON.parse(readFileSync(fileURLToPath(new URL("../../deploy/served.json", import.meta.url)), "utf8"));
/** Headers of every answer of the site, by their names, with `{{…}}` for what differs between builds. */
const HEADERS = new Map(Object.entries({ ...headers, ...overTls }));
const YEAR_S = 31_536_000;
const GONE = "app-0000000000000000.js";

/** Checks the site at this address, which ends with a slash. `provider` is the provider's description, if it could be read. */
export async function checkSite(lines, config, site, provider) {
  const page = await ask(lines, "site: the start page", site);
  if (!page) return;
  const version = /<script[^>]* data-version="([^"]+)"/.exec(page.text)?.[1];
  if (page.status !== 200 || !version) {
    const ask = page.status === 403 ? "May the server's user read the folder of the build?" : "Is this the address with its path, and is index.html served?";
    return lines.wrong("site: the start page", `${site} answers ${page.status}, without a build of this site. ${ask}`);
  }
  lines.ok("site: the start page");
  const built = /<base href="([^"]*)"/.exec(page.text)?.[1] ?? new URL(site).pathname;
  if (built === new URL(site).pathname) lines.ok(`site: built for the path ${built}`);
  else lines.wrong("site: the path", `It is served at ${new URL(site).pathname}, and built for ${built}, where its scripts are asked. Run make build BASE=${new URL(site).pathname}`);
  const listed = await ask(lines, "site: version.json", `${site}version.json`);
  if (listed?.json?.version === version) lines.ok(`site: version.json is of the same build, ${version}`);
  else if (listed) lines.wrong("site: version.json", `It names ${listed.json?.version ?? "no version"}, the page ${version}. Copy the whole build, and let nothing keep version.json or index.html`);
  checkHeaders(lines, page.headers, site, listed?.json?.policy, hosts(config, provider));
  checkColors(lines, page.text);
  checkAddress(lines, page.text, config);
  await checkPaths(lines, page.text, site);
  await checkServedConfig(lines, config, site);
}

/** The origins that the site's scripts ask, besides its own. */
function hosts(config, provider) {
  const { api, discovery, issuer, reports } = config;
  const addresses = [discovery ?? issuer, provider?.token_endpoint, provider?.jwks_uri, reports, ...(api.startsWith("/") ? [] : [api])];
  return [...new Set(addresses.filter((one) => one && URL.canParse(one)).map(originOf))];
}

/** A policy as its directives by their names, each a list. */
const directives = (policy) => new Map(policy.split(";").map((one) => one.trim().split(/\s+/)).map(([name, ...list]) => [name, list]));

function checkHeaders(lines, headers, site, inPage, needed) {
  for (const [name, right] of HEADERS) {
    const sent = headers.get(name);
    const what = `site: ${name}`;
    if (name === "Strict-Transport-Security") {
      if (isLoopback(new URL(site).hostname)) lines.ok(`${what} is not needed on this machine`);
      else if (Number(/max-age=(\d+)/.exec(sent)?.[1]) >= YEAR_S) lines.ok(what);
      else lines.wrong(what, `It is ${sent ?? "not sent"}. Send ${right}`);
    } else if (name === "Content-Security-Policy") {
      checkPolicy(lines, what, sent, right, inPage, needed);
    } else if (sent === right) {
      lines.ok(what);
    } else {
      lines.wrong(what, `It is ${sent ?? "not sent"}. Send ${right}`);
    }
  }
}

function checkPolicy(lines, what, sent, template, inPage, needed) {
  if (!sent) return lines.wrong(what, "It is not sent. Write the files of the web server by deploy-files.mjs");
  const right = template.replace("{{script_hash}}", inPage?.script).replace("{{style_hash}}", inPage?.style);
  const found = directives(sent);
  const wrong = [...directives(right)].filter(([name, list]) => name !== "connect-src" && !isDeepStrictEqual(new Set(found.get(name)), new Set(list)));
  const advice = wrong.map(([name, list]) => `${name} has to be ${list.join(" ")}`).join("; ");
  if (wrong.length === 0) lines.ok(what);
  else lines.wrong(what, `${advice}. Run deploy-files.mjs again with this build, and have nothing on the way change the header`);
  const allowed = found.get("connect-src") ?? [];
  const missing = ["'self'", ...needed].filter((origin) => !allowed.includes(origin));
  if (missing.length === 0) lines.ok("site: connect-src holds every host that the site asks");
  else lines.wrong("site: connect-src", `It lacks ${missing.join(", ")}. Run deploy-files.mjs again with this config.json`);
}

/** The address for help stands in the page too, for whoever gets no more than that. */
function checkAddress(lines, page, { supportEmail }) {
  const what = "site: the address for help";
  const built = /id="failed-mail" href="mailto:([^"]*)"/.exec(page)?.[1];
  if (built === supportEmail) lines.ok(what);
  else lines.wrong(what, `It is ${built ?? "missing"} in the page, and supportEmail is ${supportEmail}. Give make build SUPPORT_EMAIL, or program.json, the same`);
}

/** The page itself holds its colors, those of the program after those of the build. */
function checkColors(lines, page) {
  const what = "site: contrast of the colors";
  const roles = servedRoles(page);
  const missing = missingRoles(roles);
  if (missing.length > 0) return lines.wrong(what, `The page has no color for ${missing.join(", ")}. Serve index.html as it was built or configured`);
  const problems = contrastProblems(roles);
  if (problems.length === 0) return lines.ok(what);
  lines.wrong(what, `${problems.map(([scheme, sentence]) => `${scheme}: ${sentence}`).join("; ")}, by make configure (deploy/PROGRAM.md)`);
}

async function checkPaths(lines, page, site) {
  const inside = await ask(lines, "site: a page below it", `${site}membership`);
  if (inside?.status === 200 && inside.text === page) lines.ok("site: a page below it answers the start document");
  else if (inside) lines.wrong("site: a page below it", `${site}membership answers ${inside.status}. Answer index.html to every page of deploy/routes.txt`);
  const gone = await ask(lines, "site: a file that is not there", `${site}${GONE}`);
  const kept = gone?.headers.get("cache-control");
  if (gone?.status === 404 && kept === "no-store") lines.ok("site: a file that is not there is 404, and nobody keeps that");
  else if (gone) lines.wrong("site: a file that is not there", `${site}${GONE} answers ${gone.status} with Cache-Control ${kept ?? "missing"}. Answer 404 with no-store`);
}

async function checkServedConfig(lines, config, site) {
  const what = "site: config.json is this one";
  const served = await ask(lines, what, `${site}config.json`);
  if (!served) return;
  if (served.status !== 200) lines.wrong(what, `${site}config.json answers ${served.status}. Copy this config.json beside index.html`);
  else if (isDeepStrictEqual(served.json, config)) lines.ok(what);
  else lines.wrong(what, `${site}config.json has other settings. Copy this config.json beside index.html`);
}
