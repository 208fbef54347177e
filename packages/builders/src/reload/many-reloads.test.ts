import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

/** Most bytes that may be left of one reload: an agent's parts are a hundred times as many. */
const LEFT_OF_A_RELOAD = 1_000;

it("a thousand reloads leave nothing behind", { timeout: 120_000 }, () => {
  const worker = join(import.meta.dirname, "many-reloads.main.test-helper.ts");
  const flags = ["--expose-gc", "--conditions=@pergola/source"];
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, worker], { encoding: "utf8" });
  expect(stderr).toBe("");
  const { heaps, isAlive, open } = JSON.parse(stdout) as {
    readonly heaps: readonly [number, number];
    readonly isAlive: number;
    readonly open: number;
  };
  expect((heaps[1] - heaps[0]) / 1_000).toBeLessThan(LEFT_OF_A_RELOAD);
  expect(isAlive).toBe(1);
  expect(open).toBe(0);
});
