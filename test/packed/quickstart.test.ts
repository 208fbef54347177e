import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packQuickstart } from "../../scripts/pack-quickstart.ts";

const root = realpathSync(join(import.meta.dirname, "../.."));
const recordImports = pathToFileURL(join(root, "test/repo/record-imports.ts")).href;
const oldestNode = process.env.PERGOLA_OLDEST_NODE;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "pergola-packed-")));
let main = "";
beforeAll(() => {
  main = packQuickstart(folder);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runWith = (node: string, args: readonly string[] = []) =>
  spawnSync(node, [...args, main], { cwd: folder, encoding: "utf8", timeout: 60_000 });

test("the quickstart runs from packed packages, and nothing it loads lies in this repository", () => {
  const { status, stdout, stderr } = runWith(process.execPath, [`--import=${recordImports}`]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toContain("quickstart: ok");
  const loaded = (JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as string[])
    .filter((url) => url.startsWith("file:"))
    .map((url) => fileURLToPath(url));
  expect(loaded.some((path) => path.includes("/@pergola/builders/dist/"))).toBe(true);
  expect(loaded.filter((path) => path.startsWith(`${root}/`))).toEqual([]);
});

test.each(["@langchain/core", "@langchain/langgraph", "zod", "@pergola/core"])(
  "there is one copy of %s",
  (name) => {
    expect(globSync(`**/node_modules/${name}/package.json`, { cwd: folder })).toEqual([
      `node_modules/${name}/package.json`,
    ]);
  },
);

test("every packed package carries its licence, README and types, and no sources", () => {
  const installed = globSync("node_modules/@pergola/*", { cwd: folder });
  expect(installed.length).toBeGreaterThan(4);
  for (const each of installed) {
    const files = globSync("**/*", { cwd: join(folder, each) });
    expect(files, each).toEqual(
      expect.arrayContaining(["LICENSE", "README.md", "dist/index.js", "dist/index.d.ts"]),
    );
    expect(
      files.filter((file) => /\.test\.|^src\b|(?<!\.d)\.tsx?$/.test(file)),
      each,
    ).toEqual([]);
  }
});

test.skipIf(oldestNode === undefined)("the quickstart runs on the oldest supported Node", () => {
  const { status, stdout, stderr } = runWith(oldestNode ?? "");
  expect(stderr.replace(/^.*ExperimentalWarning: Type Stripping.*\n.*\n/m, "")).toBe("");
  expect(stdout).toContain("quickstart: ok");
  expect(status).toBe(0);
});
