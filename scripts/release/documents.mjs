// What a release says about itself: its bill of materials (CycloneDX), the licenses of all that is shipped, and its sums.
import { createHash } from "node:crypto";

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

function component(type, { ref, name, version, license, description, repository, checksum }) {
  return {
    type,
    "bom-ref": ref,
    name,
    version,
    ...(description ? { description } : {}),
    ...(checksum ? { hashes: [{ alg: "SHA-256", content: checksum }] } : {}),
    licenses: [{ expression: license }],
    purl: ref,
    ...(repository ? { externalReferences: [{ type: "vcs", url: repository }] } : {}),
  };
}

/** The bill of materials. `commit` is `{ id, time, isModified }` of the tree that it was made in, `built` the version of the build. */
export function billOfMaterials({ application, components }, commit, built) {
  const properties = [
    { name: "partner-renewal:commit", value: commit.id },
    { name: "partner-renewal:modified", value: String(commit.isModified) },
    { name: "partner-renewal:build", value: built },
  ];
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { timestamp: new Date(commit.time * 1000).toISOString(), component: component("application", application), properties },
    components: components.map((one) => component("library", one)),
    dependencies: [application, ...components].map(({ ref, dependsOn }) => ({ ref, dependsOn })),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** The licenses of all that is shipped, each text once, under the names of what comes with it. */
export function licenses({ application, components }) {
  const owners = new Map();
  for (const one of [application, ...components]) {
    for (const text of one.texts) owners.set(text, [...(owners.get(text) ?? []), `${one.name} ${one.version} (${one.license})`]);
  }
  const rule = "=".repeat(80);
  const parts = [...owners].map(([text, names]) => `${rule}\n${names.join("\n")}\n${"-".repeat(80)}\n\n${text}\n`);
  return `What the built site consists of, and the licenses under which each part comes.\n\n${parts.join("\n")}`;
}

/** The sums of files, as `sha256sum --check` reads them. */
export const sums = (files) => [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join("");
