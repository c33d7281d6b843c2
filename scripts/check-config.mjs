// Checks a config.json before it is served: first its fields, by the rules of the page, then what it points at.
//
//   node scripts/check-config.mjs config.json [--site https://renew.example.com/]
//
// With --site, the address of the site with its path, it also asks that site, and asks provider and API as a browser on its
// pages would. With an access token in API_TOKEN the API is asked as somebody who has signed in. Nothing is changed anywhere:
// the provider is sent one code that is none.
//
// One line for each check: ok, wrong, or could not be asked, the last two with what to do. Ends with 0 when all is ok, 1 when
// something is wrong, and 3 when nothing is wrong and something could not be asked.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { checkApi } from "./config-checks/api.mjs";
import { originOf, report } from "./config-checks/ask.mjs";
import { checkProvider } from "./config-checks/provider.mjs";
import { checkSite } from "./config-checks/site.mjs";
import { SETTINGS, isLoopback, problemSentence, settingProblems } from "./settings.mjs";

const USAGE = "node scripts/check-config.mjs config.json [--site https://renew.example.com/]";
/** The site forgives five minutes between the clocks of provider and API (src/adapters/sign_in.rs). */
const MAX_DIFFERENCE_S = 60;

function fail(message) {
  console.error(`check-config: ${message}`);
  process.exit(2);
}

function given() {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { site: { type: "string" } } });
    return positionals.length === 1 && positionals[0] ? { path: positionals[0], site: values.site } : fail(USAGE);
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`);
  }
}

/** The address of the site with a slash at its end; undefined without one. */
function siteAddress(text) {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : fail(`--site is not a web address: ${text}`);
  if (url.protocol !== "https:" && !isLoopback(url.hostname)) fail(`--site has to begin with https://: ${text}`);
  if (url.search || url.hash || url.username) fail(`--site has more than host and path: ${text}`);
  return url.href.replace(/\/?$/, "/");
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return fail(error.message);
  }
}

/** Says what is wrong with the file itself. Returns the settings, null where they cannot be used. */
function checkFields(lines, text, host) {
  let config;
  try {
    config = JSON.parse(text);
  } catch (error) {
    lines.wrong("config.json", `${problemSentence({ problem: "config_json" })} (${error.message})`);
    return null;
  }
  const problems = settingProblems(config, host);
  for (const problem of problems) lines.wrong(problem.key, problemSentence(problem));
  if (problems.some(({ key }) => key === "config.json")) return null;
  for (const key of SETTINGS) {
    if (key in config && !problems.some((one) => one.key === key)) lines.ok(`${key}: ${JSON.stringify(config[key])}`);
  }
  for (const key of Object.keys(config).filter((one) => !SETTINGS.includes(one))) {
    lines.wrong(key, `This key is not known, and the page takes no notice of it. Remove it, or write one of ${SETTINGS.join(", ")}`);
  }
  return problems.length === 0 ? config : null;
}

function checkClocks(lines, dates) {
  const what = "clocks of provider and API";
  const [provider, api] = dates.map((date) => Date.parse(date ?? ""));
  if (Number.isNaN(provider) || Number.isNaN(api)) return lines.unasked(what, "Both have to answer, with a Date");
  const seconds = Math.round(Math.abs(provider - api) / 1000);
  if (seconds <= MAX_DIFFERENCE_S) return lines.ok(`${what}: ${seconds} s apart`);
  lines.wrong(what, `They are ${seconds} s apart. Set both by NTP: from 300 s on nobody can sign in`);
}

const { path, site: named } = given();
const site = siteAddress(named);
const lines = report();
const config = checkFields(lines, read(path), site ? new URL(site).hostname : "");
const base = site ?? "https://<host><base>";
const redirectUri = `${base}sign-in/callback`;
if (config) {
  const origin = site && originOf(site);
  const { provider, date } = await checkProvider(lines, config, origin, redirectUri);
  const apiDate = await checkApi(lines, config, origin, process.env.API_TOKEN);
  checkClocks(lines, [date, apiDate]);
  if (site) await checkSite(lines, config, site, provider);
  else lines.unasked("site: headers, build and config.json", "Give --site https://… (with make: SITE=https://…), once the site is served");
} else {
  lines.unasked("provider, API and site", "Correct the fields first");
}
for (const { state, what, advice } of lines.lines) console.log(`${state.padEnd(18)} ${what}${advice ? `: ${advice}` : ""}`);
console.log(`\nregister at the provider, to the letter:
  redirect address   ${redirectUri}
  after sign-out     ${base}`);
const has = (state) => lines.lines.some((one) => one.state === state);
process.exitCode = has("wrong") ? 1 : has("could not be asked") ? 3 : 0;
