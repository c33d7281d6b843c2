// The pages that a report may name are those of the site.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test("a report names each page of the site, and no other path", () => {
  const source = readFileSync(at("public/reports.js"), "utf8");
  const page = new RegExp(/export const PAGE =\s*\/(.+)\/;/.exec(source)[1]);
  const routes = readFileSync(at("deploy/routes.txt"), "utf8").trim().split("\n").map((route) => route.slice(1));
  for (const route of routes) assert.match(route, page);
  for (const other of ["nadia@cedar.example", "membership/x", "organizations/org-cedar", "verify/3f2a", "renew", "orders2"]) {
    assert.doesNotMatch(other, page);
  }
});
