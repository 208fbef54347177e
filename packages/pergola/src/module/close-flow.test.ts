import { expect, test } from "vitest";
import { tempProject } from "../bin.test-helper.ts";
import { closeFlow } from "./close-flow.ts";
import { DESCRIBABLE } from "./expected-export.ts";
import { withFlow } from "./with-flow.ts";

test("what has no close() is closed", async () => {
  await closeFlow({ describe() {} });
});

test("a close() that fails or does not end is told", async () => {
  await expect(closeFlow({ close: () => Promise.reject(new Error("stuck")) })).rejects.toMatchObject({
    code: "CLOSE_FAILED",
    message: "The flow could not be closed: stuck",
  });
  await expect(closeFlow({ close: () => new Promise(() => {}) }, 10)).rejects.toMatchObject({
    code: "CLOSE_FAILED",
    message: "The flow was not closed after 10 ms.",
  });
});

test("a flow is closed whatever the work does, and the first failure is the one that is thrown", async () => {
  const cwd = tempProject({
    "flow.js": `export const closed = [];
      export default { describe() {}, async close() { closed.push(1); throw new Error("stuck"); } };`,
  });
  const { closed } = (await import(`${cwd}/flow.js`)) as { closed: number[] };
  const source = { file: "flow.js", exportName: undefined, importTimeoutMs: 10_000 };
  const context = { cwd, signal: new AbortController().signal };
  const use = (work: () => Promise<void>) => withFlow({ source, expected: DESCRIBABLE }, context, work);
  await expect(use(() => Promise.reject(new Error("first")))).rejects.toThrow("first");
  await expect(use(async () => {})).rejects.toMatchObject({ code: "CLOSE_FAILED" });
  expect(closed).toEqual([1, 1]);
});
