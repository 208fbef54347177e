import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test("the example runs and finds its own result right", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@pergola/source", join(import.meta.dirname, "main.ts")],
    { encoding: "utf8" },
  );
  expect([stderr, status]).toEqual(["", 0]);
  expect(stdout).toMatch(/morse: ok\n$/);
});
