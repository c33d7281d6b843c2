// Does an operator's API keep the contract? Needs Node 20 or later alone, and Python for the part by Schemathesis.
//
//   API=https://api.example.com/v1 TOKEN=… node scripts/conformance/main.mjs [--only NAME,NAME] [--list]
//
//   TOKEN          access token of the Primary Program Contact of a test organization whose window is open, of a sign-in
//                  of the last minutes
//   OTHER_TOKEN    one of somebody of another organization, best of one whose window has not opened
//   EXPIRED_TOKEN  one that has expired
//   ORGANIZATION   id of the test organization, where TOKEN has several
//   SITE           origin of the site, such as https://renew.example.com, where the API is on another one
//   ZONE           zone of the program, such as Europe/Sofia
//   WAIT           seconds for which a price may be waited for until it expires (default 0)
//   SCHEMA=0       leaves out Schemathesis (EXAMPLES, SEED), as --only does unless it names schema
//   YES=1          agrees to what it does; not asked for on this machine
//
// It ends with 0 where nothing failed, 1 where a rule is broken, 2 where a check could not be made.
import { parseArgs } from "node:util";
import { Api, Blocked } from "./api.mjs";
import { CHECKS } from "./checks.mjs";
import { Journey } from "./journey.mjs";
import { linesOf, summary } from "./report.mjs";
import { runChecks, wait } from "./run.mjs";
import { SCHEMA_CHECK, schema } from "./schema.mjs";

const { API, ORGANIZATION, SITE, ZONE, WAIT = "0", SCHEMA, YES } = process.env;
/** What can be run: the checks, and the description as one more. */
const ALL = [...CHECKS, SCHEMA_CHECK];
const TOKENS = ["TOKEN", "OTHER_TOKEN", "EXPIRED_TOKEN"];

function usage(message) {
  console.error(`conformance: ${message}`);
  process.exit(2);
}

/** What the environment and the command line say, or an end that names what is wrong. */
function settingsOf({ only }) {
  const names = ALL.map(({ name }) => name);
  const wanted = only?.split(",").map((name) => name.trim());
  const unknown = wanted?.find((name) => !names.includes(name));
  if (unknown !== undefined) usage(`there is no check ${unknown}; they are ${names.join(", ")}`);
  if (!URL.canParse(API ?? "")) usage("API is the address of the API, such as API=https://api.example.com/v1");
  if (!process.env.TOKEN) usage("TOKEN is an access token of the Primary Program Contact of a test organization");
  if (SITE && new URL(SITE).origin !== SITE) usage(`SITE is an origin, such as https://renew.example.com, and not ${SITE}`);
  if (!/^\d+$/.test(WAIT)) usage(`WAIT is a number of seconds, and not ${WAIT}`);
  const given = TOKENS.filter((name) => process.env[name]);
  return {
    base: API,
    only: wanted,
    tokens: Object.fromEntries(given.map((name) => [name, () => process.env[name]])),
    settings: { site: SITE, organization: ORGANIZATION, zone: ZONE, wait: Number(WAIT) },
    hasSchema: wanted ? wanted.includes(SCHEMA_CHECK.name) : SCHEMA !== "0",
  };
}

const isHere = (address) => ["localhost", "127.0.0.1", "[::1]"].includes(new URL(address).hostname);

/** Says what is done to whom, and wants leave for it where it is not on this machine. */
function announce({ base, hasSchema }) {
  console.log(`conformance: ${base}

It wants a test organization, and a payment provider in its test mode. It removes the renewal that is under way with its
open payment, begins others, signs, makes payments that nobody pays and cancels them, changes the legal name and puts it
back (which the program may verify), and asks the API often.${hasSchema ? `
Schemathesis then sends everything that the description allows and forbids: it invites and removes contacts, adds and
closes locations, sends files, and may offer the role of the Primary Program Contact to somebody.` : ""}
`);
  if (YES !== "1" && !isHere(base)) usage("that is another machine: say YES=1 if this may be done there");
}

/** Says who TOKEN is, or ends where the API does not know them. */
async function introduce({ base, tokens, settings }) {
  const journey = new Journey(new Api({ base, tokens, pause: wait }), settings);
  try {
    const [{ person }, { id, name }] = [await journey.account(), await journey.organization()];
    console.log(`As ${person?.name || person?.id}, for ${name} (${id}).\n`);
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    usage(error.message);
  }
}

const { values } = parseArgs({ options: { only: { type: "string" }, list: { type: "boolean" } } });
if (values.list) {
  for (const { name, title } of ALL) console.log(`${name.padEnd(17)} ${title}`);
  process.exit();
}
const options = settingsOf(values);
announce(options);
await introduce(options);
const seen = (result) => console.log(linesOf(result).join("\n"));
const { results, leftover } = await runChecks({ ...options, seen });
if (options.hasSchema) {
  const result = await schema(options);
  results.push(result);
  seen(result);
}
const { lines, code } = summary(results, leftover);
console.log(`\n${lines.join("\n")}`);
process.exitCode = code;
