import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tempFolder } from "./temp-workspace.test-helper.ts";

const root = `${import.meta.dirname}/../..`;
const { $schema: _, vcs: __, ...config } = JSON.parse(readFileSync(`${root}/biome.json`, "utf8"));

/** The rules that this repository's Biome settings report for the files, as `file rule`. */
function report(files: Record<string, string>): string[] {
  const folder = tempFolder({ "biome.json": config, "package.json": { name: "x" }, ...files });
  const args = ["lint", "--reporter=json", "--max-diagnostics=50", "."];
  const { stdout } = spawnSync(`${root}/node_modules/.bin/biome`, args, { cwd: folder, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; severity: string; location: { path: string | { file: string } } }[];
  };
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ category, location: { path } }) => {
      const file = typeof path === "string" ? path : path.file;
      return `${file.replace("./", "")} ${category.split("/").at(-1)}`;
    });
}

test("clean code passes", () => {
  expect(report({ "src/a.ts": "export const a = 1;\n" })).toEqual([]);
});

test.each([
  ["a default export", "export default 1;\n", "noDefaultExport"],
  ["export *", 'export * from "./b.ts";\n', "noReExportAll"],
  ["any", "export const a: any = 1;\n", "noExplicitAny"],
  ["a non-null assertion", "export const a = (b?: { c: number }) => b!.c;\n", "noNonNullAssertion"],
  [
    "more than 500 lines",
    'export const a = [\n  "b",\n];\n'.replace('  "b",\n', '  "b",\n'.repeat(500)),
    "noExcessiveLinesPerFile",
  ],
  [
    "a function of more than 100 lines",
    `export function a() {\n${"  a();\n".repeat(101)}}\n`,
    "noExcessiveLinesPerFunction",
  ],
  ["a package that is not declared", 'import "left-pad";\n', "noUndeclaredDependencies"],
])("%s is found", (_, code, rule) => {
  expect(report({ "src/a.ts": code })).toContain(`src/a.ts ${rule}`);
});

test("an import cycle is found, also one of types and over several files", () => {
  const found = report({
    "src/a.ts": 'import type { B } from "./b.ts";\nexport type A = B[];\n',
    "src/b.ts": 'import type { C } from "./c.ts";\nexport type B = C[];\n',
    "src/c.ts": 'import type { A } from "./a.ts";\nexport type C = A[];\n',
    "src/d.ts": 'import type { A } from "./a.ts";\nexport type D = A;\n',
  });
  expect(found).toEqual(["src/a.ts noImportCycles", "src/b.ts noImportCycles", "src/c.ts noImportCycles"]);
});

test("a file name that is not kebab-case is found", () => {
  expect(report({ "src/someThing.ts": "export const a = 1;\n" })).toEqual([
    "src/someThing.ts useFilenamingConvention",
  ]);
});

test("a development dependency in product code is found, in a test it is fine", () => {
  const code = 'import { expect } from "vitest";\nexport const a = expect;\n';
  const manifest = JSON.stringify({ name: "x", devDependencies: { vitest: "1" } });
  expect(report({ "package.json": manifest, "src/a.ts": code, "src/a.test.ts": code })).toEqual([
    "src/a.ts noUndeclaredDependencies",
  ]);
});
