import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../lint/temp-workspace.test-helper.ts";

const main = join(import.meta.dirname, "../check-unused.ts");

const entry = { "@pergola/source": "./src/index.ts", default: "./dist/index.js" };
const manifest = { name: "@x/a", type: "module", exports: { ".": entry } };
const tidy = {
  "package.json": { name: "temp", private: true },
  "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
  "packages/a/package.json": manifest,
  "packages/a/src/index.ts": 'export { one } from "./one.ts";\n',
  "packages/a/src/one.ts": "export const one = 1;\n",
};

function check(changes: Readonly<Record<string, string | object>> = {}) {
  const folder = tempFolder({ ...tidy, ...changes });
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, folder], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("a tidy workspace passes", () => {
  expect(check()).toEqual({ status: 0, stdout: "knip: nothing is unused.\n", stderr: "" });
});

test.each<[string, Readonly<Record<string, string | object>>, string]>([
  [
    "a file that nothing imports",
    { "packages/a/src/two.ts": "export const two = 2;\n" },
    "packages/a/src/two.ts\n  knip files: nothing imports this file.\n  fix: Delete it",
  ],
  [
    "an export that nothing imports",
    { "packages/a/src/one.ts": "export const one = 1;\nexport const two = one + 1;\n" },
    "packages/a/src/one.ts:2\n  knip exports: no other file imports two.\n  fix: Drop the word `export`",
  ],
  [
    "a dependency that nothing imports",
    { "packages/a/package.json": { ...manifest, dependencies: { "left-pad": "1.0.0" } } },
    "knip dependencies: nothing imports the dependency left-pad.\n  fix: Take it out of this package.json",
  ],
  [
    "an import that package.json does not list",
    { "packages/a/src/one.ts": 'import pad from "left-pad";\nexport const one = pad(1);\n' },
    "knip unlisted: left-pad is imported, but not in package.json.\n  fix: Add it",
  ],
])("%s is found", (_, changes, expected) => {
  const { status, stderr } = check(changes);
  expect(stderr).toContain(expected);
  expect(status).toBe(1);
});

test("a folder that is no workspace is an error, not a pass", () => {
  const { status, stderr } = check({ "package.json": "no JSON" });
  expect(stderr).toContain("knip did not run");
  expect(status).toBe(1);
});
