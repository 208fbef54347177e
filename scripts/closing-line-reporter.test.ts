import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { tempFolder } from "./lint/temp-workspace.test-helper.ts";

const root = `${import.meta.dirname}/..`;

/** Runs vitest with the reporter on one file of tests. */
function runTests(code: string, environment: Readonly<Record<string, string>> = {}) {
  const folder = tempFolder({
    "some.test.js": code,
    "vitest.config.js": `import { ClosingLineReporter } from ${JSON.stringify(`${root}/scripts/closing-line-reporter.ts`)};
export default { test: { globals: true, reporters: [new ClosingLineReporter()] } };`,
  });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}/node_modules/vitest/vitest.mjs`, "run", "--root", folder],
    { encoding: "utf8", env: { PATH: process.env.PATH, ...environment } },
  );
  return { status, lastLine: stdout.trim().split("\n").at(-1), stderr };
}

test("the last line counts what passed, failed and was skipped", () => {
  const code = 'test("a", () => {}); test("b", () => { throw new Error("b"); }); test.skip("c", () => {});';
  expect(runTests(code)).toMatchObject({ status: 1, lastLine: "1 passed, 1 failed, 1 skipped" });
});

test("a file that does not load counts as failed", () => {
  expect(runTests('throw new Error("no");')).toMatchObject({
    status: 1,
    lastLine: "0 passed, 1 failed, 0 skipped",
  });
});

test("a group of tests that cannot be set up counts as failed", () => {
  const code = 'describe("a", () => { beforeAll(() => { throw new Error("no"); }); test("b", () => {}); });';
  expect(runTests(code)).toMatchObject({ status: 1, lastLine: "0 passed, 1 failed, 1 skipped" });
});

test("a skipped test is fine, unless nothing may be skipped", () => {
  const code = 'test("a", () => {}); describe("browser", () => { test.skip("page", () => {}); });';
  expect(runTests(code)).toMatchObject({ status: 0, lastLine: "1 passed, 0 failed, 1 skipped" });
  const refused = runTests(code, { PERGOLA_NO_SKIPS: "1" });
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("some.test.js > browser > page");
});
