import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../lint/temp-workspace.test-helper.ts";

const main = join(import.meta.dirname, "../check-published.ts");

const target = { types: "./dist/index.d.ts", default: "./dist/index.js" };
const manifest = {
  name: "@x/sound",
  version: "1.0.0",
  license: "MIT",
  type: "module",
  sideEffects: false,
  engines: { node: ">=22.18" },
  exports: { ".": target },
  files: ["dist"],
};
const files = {
  "packages/sound/dist/index.js": 'export { one } from "./one.js";\n',
  "packages/sound/dist/index.d.ts": 'export { one } from "./one.js";\n',
  "packages/sound/dist/one.js": "export const one = 1;\n",
  "packages/sound/dist/one.d.ts": "export declare const one: 1;\n",
};

/** Packs and checks a workspace of one package. */
function check(changes: Readonly<Record<string, string | object>> = {}) {
  const folder = tempFolder({
    "package.json": { name: "temp", private: true },
    "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
    "packages/sound/package.json": manifest,
    ...files,
    ...changes,
  });
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, folder], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("a sound package passes", () => {
  expect(check()).toEqual({ status: 0, stdout: "publint, attw: 1 tarballs, nothing to mend.\n", stderr: "" });
});

test.each<[string, string, object, string]>([
  [
    "an entry without its file",
    "publint FILE_DOES_NOT_EXIST",
    { exports: { ".": target, "./testing": { ...target, default: "./dist/testing.js" } } },
    "Mend exports > ./testing > default",
  ],
  [
    "types that come too late",
    "publint EXPORTS_TYPES_SHOULD_BE_FIRST",
    { exports: { ".": { default: target.default, types: target.types } } },
    "Mend exports > . > types",
  ],
  [
    "an entry whose types are not published",
    "attw UntypedResolution",
    { exports: { ".": target, "./one": { default: "./dist/two.js" } } },
    'Give the entry of "exports" a "types" condition',
  ],
])("%s is found: %s", (_, rule, change, fix) => {
  const { status, stderr } = check({
    "packages/sound/package.json": { ...manifest, ...change },
    "packages/sound/dist/two.js": "export const two = 2;\n",
  });
  expect(stderr).toContain(`packages/sound/package.json\n  ${rule}: @x/sound: `);
  expect(stderr).toContain(`fix: ${fix}`);
  expect(status).toBe(1);
});

test("types that import what is not there are found", () => {
  const { status, stderr } = check({
    "packages/sound/dist/index.d.ts": 'export { two } from "./two.js";\n',
  });
  expect(stderr).toContain("attw InternalResolutionError: @x/sound: ");
  expect(stderr).toContain('("./two.js" in /node_modules/@x/sound/dist/index.d.ts)');
  expect(status).toBe(1);
});

test("a package without any types is found", () => {
  const { status, stderr } = check({
    "packages/sound/package.json": { ...manifest, exports: { ".": "./dist/index.js" }, files: ["dist/*.js"] },
  });
  expect(stderr).toContain("attw: @x/sound has no types at all.");
  expect(status).toBe(1);
});

test("what goes to the registry is checked, not the manifest that the sources are read by", () => {
  const source = { "@pergola/source": "./src/index.ts", ...target };
  const changed = { ...manifest, exports: { ".": source }, publishConfig: { exports: { ".": target } } };
  expect(check({ "packages/sound/package.json": changed })).toMatchObject({ status: 0, stderr: "" });
});

test("a package that is not built says what to do", () => {
  const { status, stderr } = check({
    "packages/raw/package.json": { ...manifest, name: "@x/raw" },
  });
  expect(stderr).toContain("@x/raw is not built: run `pnpm run build` first.");
  expect(status).toBe(1);
});
