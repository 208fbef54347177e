import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { words } from "./words.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Runs the program from its sources, at the root of the repository. */
function pergola(...args: readonly string[]) {
  const bin = join(ROOT, "packages/pergola/src/bin.ts");
  const node = ["--conditions=@pergola/source", bin, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, node, { cwd: ROOT, encoding: "utf8" });
  return { status, stdout, stderr };
}

// To draw one again, run `pergola flow visualize` with these arguments at the root.
test.each([
  ["packages/pergola/README.md", "test/cli/words.ts"],
  ["packages/viz/README.md", "test/viz/support-flow.ts"],
  ["packages/viz/docs/support.svg", "test/viz/support-flow.ts", "--direction", "LR", "--policies"],
])("%s shows the flow as it is", (page, file, ...options) => {
  const { status, stdout, stderr } = pergola("flow", "visualize", file, ...options, "--out", page, "--check");
  expect(stderr).toBe("");
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${page} is up to date.\n` });
});

test("the quick start of the command line does what it says", async () => {
  const { status, stdout, stderr } = pergola("flow", "run", "test/cli/words.ts", '"one two three"');
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe(`${await words.call("one two three")}\n`);
});
