// Do the tests notice a mistake? Plants twelve known ones, one at a time, and runs for each the test that is to catch it:
// that test must pass without the mistake and fail with it. Ends with a table, and with 1 when one was not caught.
//
//   node scripts/test-power.mjs [name of a mistake …]
import { spawnSync } from "node:child_process";

const DIST = "dist-drill";

const cargo = (pkg, target, test) => ({
  command: "cargo",
  args: ["test", "--locked", "-q", "-p", pkg, "--features", "drill", "--test", target, "--", "--exact", test],
});
const journey = (file, name) => ({
  command: "node",
  args: ["--test", `--test-name-pattern=^${name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}$`, `tests/e2e/${file}`],
});

const adapters = (test) => ({ command: "bash", args: ["scripts/test-wasm.sh", "--features", "drill", "--", test] });

const MISTAKES = {
  NewKeyOnRetry: cargo("partner-renewal", "payment", "journal::promise_02_the_same_quote_is_paid_under_the_same_key"),
  TrustReturnAddress: journey("journeys/failure.test.mjs", "the return address opened by hand, claiming success, proves nothing"),
  JournalInWebStorage: journey("journeys/failure.test.mjs", "ux-69: no token and no secret is ever stored or in an address"),
  NoCompareAndSet: adapters("the_database_compares_and_sets"),
  NoAccountCheck: cargo("partner-renewal", "envelope", "promise_21_no_account_opens_the_draft_of_another"),
  SuccessOnServerError: journey("journeys/once.test.mjs", "an error of the server after Pay is not taken for success"),
  RepeatWithoutKey: cargo("partner-renewal", "wire", "requests::promise_45_only_what_happens_once_however_often_it_is_sent_is_repeated"),
  PriceFromClient: cargo("sandbox", "partner_api", "problems::a_price_that_does_not_hold"),
  SignatureKeptAfterRename: cargo("sandbox", "partner_api", "changes::a_new_legal_name_voids_the_signature"),
  StaleTabSaves: journey("journeys/resume.test.mjs", "ux-67: a tab that was overtaken stops saving, says so, and takes the newer answers"),
  TokenInStorage: journey("journeys/failure.test.mjs", "ux-69: no token and no secret is ever stored or in an address"),
  AnyOrigin: cargo("partner-renewal", "payment", "trusted::promise_13_no_other_address_is_trusted"),
};

/** How a test ends: `passed`, `failed`, or `none` when there is no such test. */
function run({ command, args }, planted) {
  const env = { ...process.env, E2E_DIST: DIST, NO_COLOR: "1" };
  delete env.PLANTED;
  if (planted) env.PLANTED = planted;
  const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: "utf8" });
  const output = stdout + stderr;
  const ran = command !== "node" ? /running 1 test/.test(output) : /^(ℹ|#) (pass|fail) [1-9]/m.test(output);
  if (!ran) return { end: "none", output };
  return { end: status === 0 ? "passed" : "failed", output };
}

const chosen = process.argv.slice(2);
const rows = [];
for (const [mistake, test] of Object.entries(MISTAKES)) {
  if (chosen.length > 0 && !chosen.includes(mistake)) continue;
  const without = run(test, null);
  const planted = without.end === "passed" ? run(test, mistake) : { end: "not run" };
  const caught = without.end === "passed" && planted.end === "failed";
  if (!caught) console.log(without.end === "passed" ? planted.output : without.output);
  rows.push({ mistake, without: without.end, planted: planted.end, caught });
  console.log(`${caught ? "caught    " : "NOT CAUGHT"}  ${mistake.padEnd(26)} without: ${without.end}, planted: ${planted.end}`);
}
const caught = rows.filter((row) => row.caught).length;
console.log(`\ntest-power: ${caught} of ${rows.length} mistakes are caught`);
process.exit(caught === rows.length && rows.length > 0 ? 0 : 1);
