import { expect, test } from "vitest";
import { checkDrawers } from "./drawers.ts";
import { checkEscapes } from "./escapes.ts";
import { checkInternal } from "./internal.ts";
import { checkLockfile } from "./lockfile.ts";
import { tempFolder } from "./temp-workspace.test-helper.ts";
import { readWorkspace } from "./workspace.ts";

const workspace = (files: Record<string, string | object>) =>
  readWorkspace(tempFolder({ "packages/a/package.json": { name: "@x/a" }, ...files }));

test.each(["types.ts", "utils.ts", "util.ts", "helpers.ts", "common.tsx"])("%s is a drawer", (name) => {
  const findings = checkDrawers(workspace({ [`packages/a/src/deep/${name}`]: "" }));
  expect(findings.map(({ at }) => at)).toEqual([`packages/a/src/deep/${name}`]);
});

test("a file named for what it does is no drawer", () => {
  expect(checkDrawers(workspace({ "packages/a/src/state-types.ts": "" }))).toEqual([]);
});

test("a relative import that leaves its package is found", () => {
  const code = 'import { b } from "../../b/src/index.ts";\n';
  expect(checkEscapes(workspace({ "packages/a/src/x.ts": code }))).toMatchObject([
    { rule: "escapes", at: "packages/a/src/x.ts:1" },
  ]);
});

test("a relative import within the package is fine", () => {
  const code = 'import "../y.ts";\nimport manifest from "../../package.json" with { type: "json" };\n';
  expect(checkEscapes(workspace({ "packages/a/src/deep/x.ts": code }))).toEqual([]);
});

test("an export map that opens internal/ is found", () => {
  const findings = checkInternal(
    workspace({
      "packages/a/package.json": { name: "@x/a", exports: { "./x": "./src/internal/x.ts" } },
    }),
  );
  expect(findings).toMatchObject([{ rule: "internal", at: "packages/a/package.json" }]);
});

test("an entry file that re-exports internal/ is found; importing it is fine", () => {
  const files = {
    "packages/a/src/index.ts": 'export {\n  x,\n} from "./internal/x.ts";\n',
    "packages/a/src/testing/index.ts": 'import { y } from "../internal/y.ts";\n',
  };
  expect(checkInternal(workspace(files))).toMatchObject([{ at: "packages/a/src/index.ts" }]);
});

test.each([
  "    resolution: {tarball: https://registry.example/a.tgz}",
  "      a: http://registry.example/a.tgz",
])("a lockfile with the line %s is found", (line) => {
  expect(checkLockfile(workspace({ "pnpm-lock.yaml": `lockfileVersion: '9.0'\n${line}\n` }))).toMatchObject([
    { at: "pnpm-lock.yaml:2" },
  ]);
});
