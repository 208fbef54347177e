import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test("the example runs and finds its own result right", () => {
  const main = join(import.meta.dirname, "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@pergola/source", main], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/ada: The user likes: green tea/);
  expect(stdout).toMatch(/personal-preferences: ok\n$/);
  expect(status).toBe(0);
});
