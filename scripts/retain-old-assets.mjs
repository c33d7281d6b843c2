// Prepares a new build to take the place of the one that is served: takes over the hashed files of the last three
// builds, so that open tabs go on, and the operator's config.json.
//
//   node scripts/retain-old-assets.mjs SERVED NEW
//
// SERVED is the folder that is served now, NEW the build to be served. The files of each build are listed in its
// version.json; what was taken over is listed in kept.json. A config.json that stands in NEW already stays, unless it
// is the sandbox's. A build for another path is refused.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const RETAINED = 3;
const fail = (message, code = 1) => {
  console.error(`retain-old-assets: ${message}`);
  process.exit(code);
};
const [served, fresh] = process.argv.slice(2);
if (!served || !fresh) fail("node scripts/retain-old-assets.mjs SERVED NEW", 2);

function json(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return fail(`${path}: ${error.message}`);
  }
}

const isBuild = (build) =>
  typeof build?.version === "string" &&
  Array.isArray(build.files) &&
  build.files.every((name) => /^([\w-][\w.-]*\/)*[\w-][\w.-]*$/.test(name));

/** The builds that a file lists: version.json one, kept.json several. */
function builds(path) {
  const list = [json(path)].flat();
  return list.every(isBuild) ? list : fail(`${path} is not a list of builds and their files`);
}
const optional = (path) => (existsSync(path) ? builds(path) : []);

if (!existsSync(join(served, "version.json"))) fail(`${served} holds no build of this site: give the folder that is served now`);
const [now] = builds(join(fresh, "version.json"));
const [servedBase, freshBase] = [served, fresh].map((folder) => /<base href="([^"]*)"/.exec(readFileSync(join(folder, "index.html"), "utf8"))?.[1]);
if (servedBase !== freshBase) fail(`${fresh} is built for ${freshBase}, and ${served} for ${servedBase}: run make build BASE=${servedBase}`);
const before = [...optional(join(served, "version.json")), ...optional(join(served, "kept.json"))];
const retained = before.filter((build) => build.version !== now.version).slice(0, RETAINED);
let copied = 0;
for (const name of new Set(retained.flatMap((build) => build.files))) {
  for (const file of [name, `${name}.br`, `${name}.gz`]) {
    // The same name is the same content.
    if (existsSync(join(fresh, file)) || !existsSync(join(served, file))) continue;
    mkdirSync(dirname(join(fresh, file)), { recursive: true });
    copyFileSync(join(served, file), join(fresh, file));
    copied += 1;
  }
}
writeFileSync(join(fresh, "kept.json"), JSON.stringify(retained));

const policyOf = (folder) => JSON.stringify(json(join(folder, "version.json")).policy);
if (policyOf(served) !== policyOf(fresh)) {
  console.warn("retain-old-assets: what stands in the page itself has changed: run deploy-files.mjs again at once, so that the policy names it");
}

const [servedConfig, newConfig] = [served, fresh].map((folder) => join(folder, "config.json"));
const replaceable = !existsSync(newConfig) || json(newConfig)?.sandbox === true;
if (existsSync(servedConfig) && replaceable) copyFileSync(servedConfig, newConfig);
// A packed form of another build's would be sent in its place.
for (const ending of [".br", ".gz"]) rmSync(newConfig + ending, { force: true });
if (existsSync(servedConfig) && !replaceable && readFileSync(servedConfig, "utf8") !== readFileSync(newConfig, "utf8")) {
  console.warn(`retain-old-assets: ${newConfig} stays, and differs from the one that is served: run deploy-files.mjs again with it`);
}
if (!existsSync(newConfig)) fail(`${newConfig} is missing, the site does not start without it: do not serve ${fresh}`);
console.log(`retain-old-assets: ${fresh} keeps what open tabs may ask for of ${retained.length === 1 ? "one older build" : `${retained.length} older builds`}: ${copied} files copied`);
