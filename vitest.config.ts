import { defineConfig } from "vitest/config";
import { ClosingLineReporter } from "./scripts/closing-line-reporter.ts";

const conditions = ["@pergola/source", "node", "import", "module", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "apps/*/src/**/*.test.{ts,tsx}",
      "examples/*/src/**/*.test.ts",
      "test/**/*.test.ts",
      "scripts/**/*.test.ts",
      "bench/lib/**/*.test.ts",
    ],
    reporters: ["default", new ClosingLineReporter()],
    coverage: {
      include: ["packages/{core-steps,config,builders}/src/**/*.ts"],
      // The contract suite is tests; what of it does not run here runs for those who break the contract.
      exclude: ["**/*.test.ts", "**/*.test-d.ts", "**/*.test-helper.ts", "**/testing/step-strategy/**"],
      reporter: ["text-summary", "text"],
      thresholds: { lines: 95, branches: 95, functions: 95, statements: 95 },
    },
    testTimeout: 20_000,
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
