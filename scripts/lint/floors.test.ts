import { expect, test } from "vitest";
import { parseFloorTable } from "./floor-table.ts";
import { checkFloors } from "./floors.ts";
import { tempFolder } from "./temp-workspace.test-helper.ts";
import { readWorkspace } from "./workspace.ts";

const TABLE = parseFloorTable(
  [
    "| floor | package | holds |",
    "| --- | --- | --- |",
    "| 0 | `@x/low` | a |",
    "| 1 | `@x/high` | b |",
    "| 1 | `@x/peer` | c |",
  ].join("\n"),
);

const low = { "packages/low/package.json": { name: "@x/low" } };
const high = { "packages/high/package.json": { name: "@x/high" } };
const peer = { "packages/peer/package.json": { name: "@x/peer" } };

const check = (files: Record<string, string | object>) =>
  checkFloors(readWorkspace(tempFolder({ ...low, ...high, ...peer, ...files })), TABLE);

test("an import of a lower floor is fine, in code and in tests", () => {
  expect(
    check({
      "packages/high/src/index.ts": 'export { a } from "@x/low";\n',
      "packages/high/src/a.test.ts": 'import { a } from "@x/low/testing";\n',
    }),
  ).toEqual([]);
});

test.each([
  ["a statement", 'import { b } from "@x/high";\n'],
  ["a statement over several lines", 'import {\n  a,\n  b,\n} from "@x/high";\n'],
  ["a type import", 'import type { B } from "@x/high";\n'],
  ["a bare import", 'import "@x/high";\n'],
  ["a re-export", 'export { b } from "@x/high";\n'],
  ["a subpath", 'import { b } from "@x/high/testing";\n'],
  ["a dynamic import", 'const load = () => import("@x/high");\n'],
  ["a type query", 'type B = import("@x/high").B;\n'],
])("an import of a higher floor is found as %s", (_, code) => {
  const [finding] = check({ "packages/low/src/deep/a.ts": `// first line\n${code}` });
  expect(finding).toMatchObject({
    rule: "floors",
    at: "packages/low/src/deep/a.ts:2",
    message: "@x/low (floor 0) imports @x/high (floor 1); only lower floors may be used.",
    fix: expect.stringContaining("argument typed by a lower floor"),
  });
});

test.each(["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"])(
  "a higher floor in %s is found",
  (field) => {
    const findings = check({
      "packages/low/package.json": { name: "@x/low", [field]: { "@x/high": "workspace:^" } },
    });
    expect(findings.map(({ message }) => message)).toEqual([
      `@x/low (floor 0) has in ${field} @x/high (floor 1); only lower floors may be used.`,
    ]);
  },
);

test("neighbours on one floor may not import each other, nor a package itself by name", () => {
  const findings = check({
    "packages/high/src/a.ts": 'import { c } from "@x/peer";\nimport { b } from "@x/high";\n',
  });
  expect(findings.map(({ at }) => at)).toEqual(["packages/high/src/a.ts:1", "packages/high/src/a.ts:2"]);
  expect(findings[1]?.fix).toBe("Within a package, import by a relative path.");
});

test("a test may import its own package by name, as users do", () => {
  const code = 'import { b } from "@x/high";\n';
  expect(check({ "packages/high/src/a.test.ts": code, "packages/high/src/b.test-helper.ts": code })).toEqual(
    [],
  );
});

test("examples in comments are no imports", () => {
  expect(
    check({ "packages/low/src/a.ts": '/**\nimport { b } from "@x/high";\n*/\n// import("@x/high")\n' }),
  ).toEqual([]);
});

test("a package without a floor and a floor without a package are found", () => {
  const findings = checkFloors(
    readWorkspace(tempFolder({ ...low, ...high, "apps/new/package.json": { name: "@x/new" } })),
    TABLE,
  );
  expect(findings.map(({ at, message }) => [at, message])).toEqual([
    ["apps/new/package.json", "@x/new has no floor."],
    ["ARCHITECTURE.md", "the floor table names @x/peer, which is no package of this workspace."],
  ]);
  expect(findings[0]?.fix).toContain("ARCHITECTURE.md");
});

test("a row may be of all packages of a scope, but for those with a row of their own", () => {
  const table = parseFloorTable("| 11 | `@x-examples/*` | … |\n| 12 | `@x-examples/late` | … |");
  expect(table.get("@x-examples/quickstart")).toBe(11);
  expect(table.get("@x-examples/late")).toBe(12);
  expect(table.get("@x-other/quickstart")).toBeUndefined();
  const findings = (files: object) =>
    checkFloors(readWorkspace(tempFolder(files as never)), parseFloorTable("| 11 | `@x-examples/*` | … |"));
  expect(findings({ "examples/one/package.json": { name: "@x-examples/one" } })).toEqual([]);
  expect(findings({ "apps/one/package.json": { name: "@x/one" } }).map(({ message }) => message)).toEqual([
    "@x/one has no floor.",
    "the floor table names @x-examples/*, which is no package of this workspace.",
  ]);
});
