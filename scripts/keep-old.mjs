// Before a new build takes the place of the one that is served: takes over the older builds' hashed files, so that tabs
// that are open go on. Those of the last three builds stay.
//
//   node scripts/keep-old.mjs SERVED NEW
//
// SERVED is the folder that is served now, NEW the build to be served. The files of each build are listed in its
// version.json; what was taken over is listed in kept.json.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const KEPT = 3;
const [served, fresh] = process.argv.slice(2);
if (!served || !fresh) {
  console.error("keep-old: node scripts/keep-old.mjs SERVED NEW");
  process.exit(2);
}
const json = (path, otherwise) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : otherwise);

const now = json(join(fresh, "version.json"));
const before = [json(join(served, "version.json"), []), json(join(served, "kept.json"), [])].flat();
const kept = before.filter((build) => build.version !== now.version).slice(0, KEPT);
let copied = 0;
for (const name of new Set(kept.flatMap((build) => build.files))) {
  for (const file of [name, `${name}.br`, `${name}.gz`]) {
    // The same name is the same content.
    if (existsSync(join(fresh, file)) || !existsSync(join(served, file))) continue;
    mkdirSync(dirname(join(fresh, file)), { recursive: true });
    copyFileSync(join(served, file), join(fresh, file));
    copied += 1;
  }
}
writeFileSync(join(fresh, "kept.json"), JSON.stringify(kept));
console.log(`keep-old: ${copied} files of ${kept.length} older builds are kept in ${fresh}`);
