// The tests whose cases chance chooses, with many times more of them than in CI, and with every mutant. Works on every system.
import { spawnSync } from "node:child_process";

const TESTS = [
  "packages/builders/src/engine-forms.test.ts",
  "packages/builders/src/suspension/same-as-asked-nobody.test.ts",
  "packages/flow-runtime/src/model",
  "packages/flow-runtime/src/patterns",
  "packages/pipeline/src/model",
  "packages/resources/src/fs/failures.test.ts",
  "packages/viz/src",
  "test/workflow",
];

const { PERGOLA_SOAK = "10" } = process.env;
const { status, error } = spawnSync(
  "vitest",
  ["run", "--testTimeout=3600000", ...TESTS, ...process.argv.slice(2)],
  {
    stdio: "inherit",
    env: { ...process.env, PERGOLA_SOAK },
    shell: process.platform === "win32",
  },
);
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
