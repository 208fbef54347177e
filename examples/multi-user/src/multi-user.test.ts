import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test("the example runs and finds its own result right", () => {
  const main = join(import.meta.dirname, "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@pergola/source", main], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/24 users in 3 tenants, 72 turns at once/);
  expect(stdout).toMatch(/multi-user: ok\n$/);
  expect(status).toBe(0);
}, 60_000);
