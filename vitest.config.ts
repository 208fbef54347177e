import { existsSync, statfsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { ClosingLineReporter } from "./scripts/closing-line-reporter.ts";

const conditions = ["@pergola/source", "node", "import", "module", "default"];

const FILES = [
  "packages/*/src/**/*.test.ts",
  "apps/*/src/**/*.test.{ts,tsx}",
  "examples/{*,plugins/*}/src/**/*.test.ts",
  "test/**/*.test.ts",
  "scripts/**/*.test.ts",
  "bench/lib/**/*.test.ts",
];

/** What `pnpm run coverage` runs. Each holds the bar for itself: none hides behind the others. */
const COVERED = [
  "packages/{core-steps,config,builders}/src",
  "packages/flow-runtime/src",
  "packages/testkit/src",
];
/** In percent. */
const BAR = { lines: 95, branches: 95, functions: 95, statements: 95 };

/**
 * Files that have a process each, and come first. All others share one for each core: most of them take less time than
 * LangChain takes to load.
 */
const ALONE = [
  // They weigh the heap, or time the process.
  "packages/config/src/state/state-leak.test.ts",
  "packages/flow-runtime/src/model/heap-slope.test.ts",
  "bench/lib/{heap,cpu-time}.test.ts",
  "bench/lib/flow/{held-heap,held-runs}.test.ts",
  // They need a process that has not yet loaded, or said, something.
  "packages/builders/src/agent-factory.test.ts",
  "packages/config/src/state/messages-channel.test.ts",
  "packages/core/src/error.test.ts",
  // They change something that a process has once: its DOM, its listeners, the classes of the runtime.
  "packages/viz/src/{drawing,same-topology}.test.ts",
  "packages/flow-runtime/src/runtime/returns.test.ts",
  "packages/flow-runtime/src/model/{mutants,flow-model}.test.ts",
  // They prove which files a process holds open.
  "packages/memory-duckdb/src/**/*.test.ts",
  "test/isolation/**/*.test.ts",
  // They start servers, browsers and compilers: nothing is gained by sharing, and whoever takes longest begins first.
  "apps/server/src/main.test.ts",
  "test/{browser,demo,packed,plugin-create,resume,types}/**/*.test.ts",
  "scripts/{new-package,published,unused}/**/*.test.ts",
];

// Processes that tests start load the same modules again and again.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "node_modules/.cache/node");

/** Where the tests of stores have their files: what they prove holds on any disk, and on a real one they wait for it. */
const memoryDisk = "/dev/shm";
const { bavail, bsize } = existsSync(memoryDisk) ? statfsSync(memoryDisk) : { bavail: 0, bsize: 0 };
if (bavail * bsize > 1024 ** 3) process.env.PERGOLA_TEST_FOLDER ??= memoryDisk;

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // Not one less, as is Vitest's way: what tests wait for is mostly a process of their own.
    maxWorkers: availableParallelism(),
    projects: [
      { extends: true, test: { name: "alone", include: ALONE } },
      {
        extends: true,
        test: { name: "sharing", include: FILES, exclude: ["**/node_modules/**", ...ALONE], isolate: false },
      },
    ],
    reporters: ["default", new ClosingLineReporter()],
    coverage: {
      include: COVERED.map((folder) => `${folder}/**/*.ts`),
      // The contract suite is tests; what of it does not run here runs for those who break the contract.
      exclude: ["**/*.test.ts", "**/*.test-d.ts", "**/*.test-helper.ts", "**/testing/step-strategy/**"],
      reporter: ["text-summary", "text"],
      thresholds: Object.fromEntries(COVERED.map((folder) => [`${folder}/**`, BAR])),
    },
    testTimeout: 20_000,
    // A page on a busy machine shows late what it shows.
    expect: { poll: { timeout: 15_000 } },
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
