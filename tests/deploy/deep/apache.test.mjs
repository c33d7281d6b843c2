// The files of deploy/ for Apache, in the Apache that is installed.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answersAsTheSandbox, followsTheReadme, leavesTheRestAlone } from "../cases.mjs";

answersAsTheSandbox("apache");
followsTheReadme("apache");
leavesTheRestAlone("apache", (root) => {
  const folder = join(root, "rest");
  mkdirSync(folder);
  writeFileSync(join(folder, "rest.txt"), "rest");
  return `  DocumentRoot ${folder}\n  <Directory ${folder}>\n    Require all granted\n    DirectoryIndex rest.txt\n` +
    "    FallbackResource /rest.txt\n    Header set X-Of The-Rest\n  </Directory>";
});
