// Do the documents match the tree? Every id that code or tests name is explained in docs/PROMISES.md, every row there is
// named by code, a test or a place, and every path that a document names exists.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url));
const problems = [];

const tracked = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
  .split("\0")
  .filter((name) => name && existsSync(join(ROOT, name)));
const sources = tracked.filter((name) => /^(src|tests|scripts|public|style)\/.*\.(rs|mjs|js|sh|css|patch)$/.test(name) && !name.startsWith("scripts/check-docs"));

/** `promise_02`, `promise-2` and `promise 2` are the same id, written for a function, a title and a sentence. */
const PATTERNS = [
  [/\bpromise[_ -]0*(\d+)/g, (n) => `promise-${n}`],
  [/\bux[_-]0*(\d+)/g, (n) => `ux-${n}`],
];
/** Short ids would match anything: they count where tests and code explain themselves with them. */
const SHORT = /(?<![\w$"'#&/.-])([CIK](?:[0-9]|1[0-2])|CU)(?![\w"'%.-])/g;
/** Ids of faults that were met: they count on lines that say so, in a comment, a title or the head of a patch. */
const FAULT = /\b(R\d{1,2}|3a\.\d)\b/g;
const namesFault = (line) => /\bRows? (?:R\d|3a\.)|^Row: /.test(line);
const namesShort = (line) => /^\s*(\/\/|#|\*|K\d)|^\s*\("I\d"/.test(line);

const used = new Map();
const note = (id, where) => used.set(id, used.get(id) ?? where);
for (const name of sources) {
  const text = readFileSync(join(ROOT, name), "utf8");
  for (const [pattern, idOf] of PATTERNS) {
    for (const match of text.matchAll(pattern)) note(idOf(match[1]), name);
  }
  for (const line of text.split("\n").filter(namesFault)) {
    for (const [id] of line.matchAll(FAULT)) note(id, name);
  }
  for (const line of text.split("\n").filter(namesShort)) {
    for (const match of line.replace('("', "( ").replace('",', " ,").matchAll(SHORT)) note(match[1], name);
  }
}

const page = readFileSync(join(ROOT, "docs/PROMISES.md"), "utf8");
const rows = new Map();
for (const line of page.split("\n")) {
  const cells = line.split("|").map((cell) => cell.trim());
  const id = /^(promise-\d+|ux-\d+|[CIK]\d+|CU|R\d+|3a\.\d)$/.exec(cells[1] ?? "")?.[1];
  if (!id) continue;
  if (rows.has(id)) problems.push(`docs/PROMISES.md explains ${id} twice`);
  rows.set(id, cells.slice(2).filter(Boolean));
}
for (const [id, where] of used) if (!rows.has(id)) problems.push(`${where} names ${id}, which docs/PROMISES.md does not explain`);
for (const [id, cells] of rows) {
  if (cells.length === 0) problems.push(`docs/PROMISES.md has no words for ${id}`);
  if (used.has(id) || /^([CIK]\d|CU)/.test(id)) continue;
  if (cells.length < 2) problems.push(`docs/PROMISES.md: no test names ${id}, and no place stands beside it`);
}

// Paths in backticks or links. Names with a placeholder or of what is built are no paths of the tree.
// The changelog names what is gone, too.
const documents = tracked.filter((name) => name.endsWith(".md") && name !== "CHANGELOG.md");
const folders = new Set(tracked.flatMap((name) => name.split("/").slice(0, -1).map((_, i, all) => all.slice(0, i + 1).join("/"))));
for (const document of documents) {
  const text = readFileSync(join(ROOT, document), "utf8").replace(/^( {4}|\t).*$/gm, "");
  for (const [, path] of text.matchAll(/`((?:src|tests|scripts|public|style|docs|deploy)\/[\w./-]+?)\/?`/g)) {
    const expanded = [path, `${path}.rs`];
    if (!expanded.some((one) => tracked.includes(one) || folders.has(one))) problems.push(`${document} names ${path}, which is not there`);
  }
}

for (const problem of problems) console.error(`check-docs: ${problem}`);
if (problems.length === 0) console.log(`check-docs: ${rows.size} ids explained, ${used.size} of them named in ${sources.length} files`);
process.exit(problems.length === 0 ? 0 : 1);
