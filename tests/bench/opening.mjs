// How long a page takes from its address to its content, on a first visit and with everything in the browser's cache, and
// how long of that the sign-in takes: its own pages, the request with which it
// returns, and the exchange of the code. Any site can be measured beside ours.
//
//   node tests/bench/opening.mjs [--rounds 3] [--network slow] ours=http://localhost:8080/membership other=http://…
//
// A place whose name begins with "ours" is one of ours, so that two builds can be compared.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../e2e/harness/browser.mjs";
import { openPage, spread } from "./measure.mjs";
import { painted } from "./painted.mjs";

const ACCOUNT = /^Nadia Example/;

/** Milliseconds of one visit in all, of its sign-in, and of the rest. */
async function visit(context, network, { url, heading, content, signsIn }, isFirst) {
  const { page, wire } = await openPage(context, network);
  const site = new URL(url).origin;
  const arriving = (async () => {
    // The page shows this heading before the sign-in too; only its content tells that all is there.
    await page.waitForURL((at) => at.origin === site, { waitUntil: "commit" });
    return painted(page, heading, content);
  })();
  // Awaited below; a failure before that is no unhandled one.
  arriving.catch(() => {});
  await page.goto(url, { waitUntil: "commit" });
  // The provider knows the person on the second visit.
  if (signsIn && isFirst) await page.getByRole("button", { name: ACCOUNT }).click();
  const end = await arriving;
  await wire.quiet();
  const { requests } = wire;
  const leaves = requests.find((one) => new URL(one.url).pathname === "/authorize");
  const returns = requests.find((one) => new URL(one.url).pathname.endsWith("/sign-in/callback"));
  const token = requests.find((one) => one.method === "POST" && new URL(one.url).pathname === "/token");
  const signIn = leaves && returns && token ? returns.at + returns.ms - leaves.at + token.ms : 0;
  const all = end - requests[0].at;
  await page.close();
  return { all, signIn, rest: all - signIn };
}

/** A first visit and one with a warm cache, in a browser without anything of the site. */
export async function measureOpening(browser, network, place) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  context.setDefaultTimeout(60_000);
  try {
    return { cold: await visit(context, network, place, true), warm: await visit(context, network, place, false) };
  } finally {
    await context.close();
  }
}

/** The membership page of our site. */
export const membership = (site) => ({ url: `${site}/membership`, heading: "Your membership", content: "main .plaque", signsIn: true });

/** Visits several places in turn; prints the medians. */
async function compare() {
  const { values: { rounds, network }, positionals } = parseArgs({
    options: { rounds: { type: "string", default: "3" }, network: { type: "string", default: "slow" } },
    allowPositionals: true,
  });
  const places = positionals.map((given) => {
    const [name, url] = given.split(/=(.*)/s);
    const other = { url, heading: "Your membership", content: "main h1", signsIn: false };
    return { name, place: name.startsWith("ours") ? membership(new URL(url).origin) : other, visits: [] };
  });
  const browser = await launch();
  // The first round warms up the browser and the servers, and is not counted.
  for (let round = 0; round <= Number(rounds); round += 1) {
    for (const { place, visits } of places) {
      const visited = await measureOpening(browser, network, place);
      if (round > 0) visits.push(visited);
    }
  }
  await browser.close();
  for (const { name, visits } of places) {
    for (const when of ["cold", "warm"]) {
      const of = (part) => Math.round(spread(visits.map((one) => one[when][part])).median);
      console.log(`${name} ${when}: ${of("all")} ms, of them sign-in ${of("signIn")}, rest ${of("rest")}`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compare();
