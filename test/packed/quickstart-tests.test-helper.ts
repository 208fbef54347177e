import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  inRepository,
  loadedFiles,
  type PackedProject,
  RECORD_IMPORTS,
} from "./packed-project.test-helper.ts";

const oldestNode = process.env.PERGOLA_OLDEST_NODE;

/** What anybody who installs the packages gets. */
export function quickstartTests({ folder, main }: PackedProject): void {
  const runWith = (node: string, args: readonly string[] = []) =>
    spawnSync(node, [...args, main], { cwd: folder, encoding: "utf8", timeout: 60_000 });

  test("the quickstart runs from packed packages, and nothing it loads lies in this repository", () => {
    const { status, stdout, stderr } = runWith(process.execPath, [RECORD_IMPORTS]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("quickstart: ok");
    const loaded = loadedFiles(stdout);
    expect(loaded.some((path) => path.includes("/@pergola/builders/dist/"))).toBe(true);
    expect(inRepository(loaded)).toEqual([]);
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
}
