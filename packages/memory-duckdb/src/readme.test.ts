import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";

it("has a quick start in its README that runs as it is", async () => {
  await using folder = await temporaryFolder();
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const code = /## Quick start\n\n```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...["--conditions=@pergola/source", "--input-type=module-typescript", "--eval"],
      code.replace('".pergola/memory.duckdb"', JSON.stringify(folder.file("memory.duckdb"))),
    ],
    { cwd: import.meta.dirname },
  );
  expect(stdout).toContain("42");
});
