import type { Reporter, TestCase, TestModule } from "vitest/node";

/**
 * Ends a test run with one plain line, `N passed, N failed, N skipped`. With `PERGOLA_NO_SKIPS=1` a skipped test
 * fails the run and is named.
 */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = inState("skipped");
    if (process.env.PERGOLA_NO_SKIPS === "1" && skipped.length > 0) refuse(skipped);
    const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const failed = inState("failed").length + groups.filter((group) => group.errors().length > 0).length;
    console.log(`${inState("passed").length} passed, ${failed} failed, ${skipped.length} skipped`);
  }
}

function refuse(skipped: readonly TestCase[]): void {
  const names = skipped.map((test) => `  ${test.module.relativeModuleId} > ${test.fullName}`);
  console.error(`Nothing may be skipped here (PERGOLA_NO_SKIPS=1), but these were:\n${names.join("\n")}`);
  process.exitCode = 1;
}
