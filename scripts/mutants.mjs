// Do the tests find a fault? Applies each patch in tests/mutants to a copy of the tree, never to the tree itself, and runs
// the test that it names: that test must pass without the patch and fail with it.
//
//   node scripts/mutants.mjs [--quick | --simulate] [name of a patch …]
//
// --quick runs the tests of the host only; of all others it checks that they apply and compile. --simulate runs random
// histories in place of the tests, for the patches that change what the simulation runs, until one fails (HISTORIES: at
// most so many). tests/mutants/README.md describes the patches.
import { spawnSync } from "node:child_process";
import {
  copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PATCHES = join(ROOT, "tests", "mutants");
const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");
const HOME = join(TARGET, "mutants");
const TREE = join(HOME, "tree");
const BUILD = join(HOME, "build");
const DIST = join(HOME, "dist");
const WASM = "wasm32-unknown-unknown";
const MINUTES = 60_000;
/** What the simulation runs of the application. */
const SIMULATED = /^src\/(app|domain|ports|wire)\b/;
const HISTORIES = Number(process.env.HISTORIES ?? 20_000);

const fail = (message) => {
  console.error(`mutants: ${message}`);
  process.exit(1);
};

// Every patch is a build: without debug information it links sooner, and an incremental one compiles less.
const CARGO = {
  CARGO_TARGET_DIR: BUILD,
  CARGO_TERM_COLOR: "never",
  CARGO_PROFILE_DEV_DEBUG: "0",
  CARGO_PROFILE_SIMULATE_INCREMENTAL: "true",
};

const run = (command, args, env = {}) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: TREE,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    timeout: 20 * MINUTES,
    env: { ...process.env, ...CARGO, NO_COLOR: "1", ...env },
  });
  return { ok: status === 0, output: `${stdout ?? ""}${stderr ?? ""}${error ?? ""}` };
};

/** The kinds of test a patch can name. Each checks that the tree compiles, and runs the test. */
const KINDS = {
  cargo: {
    parse: (words) => words.length === 3 && { pkg: words[0], target: words[1], name: words[2] },
    compiles: ({ pkg, target }) => run("cargo", ["test", "--locked", "--quiet", "-p", pkg, "--test", target, "--no-run"]),
    test: ({ pkg, target, name }) => run("cargo", ["test", "--locked", "-p", pkg, "--test", target, "--", "--exact", name]),
    ran: (output) => /running 1 test\b/.test(output),
    onHost: true,
  },
  wasm: {
    parse: (words) => words.length === 1 && { name: words[0] },
    compiles: () => checkWasm(["--lib", "--bins"]),
    test: ({ name }) => run("scripts/test-wasm.sh", ["--", name]),
    ran: (output) => /running 1 test\b/.test(output),
  },
  // A file of journeys, and the name of one of them (none: all of the file).
  e2e: {
    parse: (words) => words.length > 0 && { file: words[0], name: words.slice(1).join(" ") },
    compiles: () => checkWasm(["--lib", "--bins"]),
    test: ({ file, name }) => {
      const site = run("trunk", ["build", "--locked", "--offline", "--dist", DIST], { NO_COLOR: "true" });
      if (!site.ok) return site;
      const server = run("cargo", ["build", "--locked", "--quiet", "-p", "sandbox"]);
      if (!server.ok) return server;
      const pattern = name ? [`--test-name-pattern=^${name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}$`] : [];
      return run("node", ["--test", "--test-reporter=tap", ...pattern, file], { E2E_DIST: DIST });
    },
    ran: (output) => /^# (pass|fail) [1-9]/m.test(output),
  },
};

const checkWasm = (what) => run("cargo", ["check", "--locked", "--quiet", "-p", "partner-renewal", "--target", WASM, ...what]);

/** Reads a patch: its header and the files it changes. */
function read(file) {
  const path = join(PATCHES, file);
  const text = readFileSync(path, "utf8");
  const header = (name) => new RegExp(`^${name}: (.+)$`, "m").exec(text)?.[1];
  const fault = header("Fault");
  const found = header("Found-by");
  const enables = header("Enables");
  const row = header("Row") ?? "";
  if (Boolean(fault) === Boolean(enables) || Boolean(fault) !== Boolean(found)) {
    fail(`${file} needs the lines "Fault:" and "Found-by:", or the line "Enables:"`);
  }
  const [kind, ...words] = (found ?? enables).split(" ");
  const test = KINDS[kind]?.parse(words) || fail(`${file}: "${found ?? enables}" is not a test`);
  const files = [...text.matchAll(/^\+\+\+ b\/(.+)$/gm)].map((match) => match[1]);
  if (files.length === 0) fail(`${file} changes nothing`);
  return { name: file.replace(/\.patch$/, ""), path, kind: KINDS[kind], test, files, row, found, enables: Boolean(enables) };
}

/** Brings the copy to the state of the tree; what is the same keeps its time, so that cargo builds little anew. */
function syncTree() {
  const git = (...args) => {
    const { status, stdout, stderr } = spawnSync("git", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    return status === 0 ? stdout.split("\0").filter(Boolean) : fail(stderr);
  };
  const known = git("ls-files", "-z", "--cached", "--others", "--exclude-standard");
  // Below the tree cargo finds the tree's own settings, and would add those of the copy to them.
  const foundAnyway = (name) => name.startsWith(".cargo/") && TREE.startsWith(ROOT);
  const tracked = new Set(known.filter((name) => existsSync(join(ROOT, name)) && !foundAnyway(name)));
  const present = existsSync(TREE) ? readdirSync(TREE, { recursive: true, withFileTypes: true }) : [];
  for (const entry of present) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = path.slice(TREE.length + 1);
    if (!entry.isFile() || name.includes("node_modules")) continue;
    if (!tracked.has(name)) rmSync(path);
  }
  for (const name of tracked) {
    const [from, to] = [join(ROOT, name), join(TREE, name)];
    if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) continue;
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
  for (const folder of ["node_modules", "tests/e2e/node_modules"]) {
    if (existsSync(join(ROOT, folder)) && !existsSync(join(TREE, folder))) symlinkSync(join(ROOT, folder), join(TREE, folder));
  }
}

/** Of the crates of this workspace nothing is shared: their files have the same names in both folders. */
const OWN = /^(lib)?(partner[-_]renewal|sandbox|checker|simulation)[-.]/;

/** Links what cargo has built of other crates, so that the first run does not build them again. */
function seedBuild() {
  for (const profile of ["debug", "simulate", join(WASM, "debug")]) {
    if (existsSync(join(BUILD, profile))) continue;
    for (const folder of [".fingerprint", "build", "deps"]) {
      const from = join(TARGET, profile, folder);
      if (!existsSync(from)) continue;
      // Programs in deps are tests, and all of them ours.
      const shared = readdirSync(from).filter((name) => !OWN.test(name) && (folder !== "deps" || name.startsWith("lib") || name.endsWith(".d")));
      for (const name of shared) link(join(from, name), join(BUILD, profile, folder, name));
    }
  }
}

function link(from, to) {
  if (statSync(from).isDirectory()) {
    for (const name of readdirSync(from)) link(join(from, name), join(to, name));
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  linkSync(from, to);
}

/** Runs `body` with the patch applied to the copy. */
function applied(mutant, body) {
  const before = mutant.files.map((name) => [join(TREE, name), readFileSync(join(TREE, name))]);
  // The copy lies inside a repository, which git must not find from here.
  const { ok, output } = run("git", ["apply", "-C1", mutant.path], { GIT_CEILING_DIRECTORIES: HOME });
  if (!ok) return { verdict: "DOES NOT APPLY", output };
  try {
    return body();
  } finally {
    // Written anew, not restored: cargo goes by the time.
    for (const [path, bytes] of before) writeFileSync(path, bytes);
  }
}

function judge({ kind, test, enables }) {
  const compiled = kind.compiles(test);
  if (!compiled.ok) return { verdict: "DOES NOT COMPILE", output: compiled.output };
  if (quick && !kind.onHost) return { verdict: "compiles" };
  const { ok, output } = kind.test(test);
  if (!kind.ran(output)) return { verdict: "DID NOT RUN", output };
  if (enables) return ok ? { verdict: "passes" } : { verdict: "FAILS", output };
  return ok ? { verdict: "NOT FOUND", output } : { verdict: "found" };
}

/** Random histories until one fails. A fault that they miss is no error: its own test finds it. */
function simulate({ found }) {
  const built = run("cargo", ["build", "--locked", "--quiet", "--profile", "simulate", "-p", "simulation"]);
  if (!built.ok) return { verdict: "DOES NOT COMPILE", output: built.output };
  const { ok, output } = run(join(BUILD, "simulate", "simulation"), [], { HISTORIES: String(HISTORIES), UNTIL_FAILURE: "1" });
  const failure = /^seed (\d+): (.+)$/m.exec(output);
  if (failure) return { verdict: "found", detail: `after ${failure[1]} histories: ${failure[2]}` };
  return ok ? { verdict: "not found", detail: `in ${HISTORIES} histories, but by ${found}` } : { verdict: "DID NOT RUN", output };
}

const args = process.argv.slice(2);
const quick = args.includes("--quick");
const simulated = args.includes("--simulate");
const chosen = args.filter((name) => !name.startsWith("--"));
const all = readdirSync(PATCHES).filter((name) => name.endsWith(".patch")).sort().map(read);
for (const name of chosen) if (!all.some((mutant) => mutant.name === name)) fail(`there is no patch ${name}`);
const isSimulated = ({ enables, files }) => !enables && files.some((file) => SIMULATED.test(file));
const mutants = all.filter((mutant) => (chosen.length === 0 || chosen.includes(mutant.name)) && (!simulated || isSimulated(mutant)));
const needsTest = ({ enables, kind }) => !simulated && !enables && !(quick && !kind.onHost);

const started = Date.now();
syncTree();
seedBuild();
let bad = 0;
/** Tests that pass without any patch; a test that fails anyway finds nothing. */
const passing = new Set();
for (const mutant of mutants) {
  const key = JSON.stringify(mutant.test);
  if (!needsTest(mutant) || passing.has(key)) continue;
  const { ok, output } = mutant.kind.test(mutant.test);
  if (ok && mutant.kind.ran(output)) passing.add(key);
  else console.log(`${output}\nmutants: the test of ${mutant.name} does not pass without the fault`);
}
for (const mutant of mutants) {
  const from = Date.now();
  const { verdict, output, detail } =
    needsTest(mutant) && !passing.has(JSON.stringify(mutant.test))
      ? { verdict: "NO GOOD TEST" }
      : applied(mutant, () => (simulated ? simulate(mutant) : judge(mutant)));
  const good = ["found", "passes", "compiles", "not found"].includes(verdict);
  if (!good) {
    bad += 1;
    if (output) console.log(output);
  }
  const seconds = `${((Date.now() - from) / 1000).toFixed(1)} s`;
  console.log(`${verdict.padEnd(16)} ${mutant.row.padEnd(5)} ${mutant.name.padEnd(32)} ${seconds.padStart(8)}  ${detail ?? ""}`.trimEnd());
}
console.log(`\nmutants: ${mutants.length - bad} of ${mutants.length} as they should be, in ${Math.round((Date.now() - started) / 1000)} s`);
process.exit(bad === 0 && mutants.length > 0 ? 0 : 1);
