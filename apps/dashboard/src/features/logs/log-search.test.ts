import type { LogFrameLine } from "@pergola/observability";
import { expect, it } from "vitest";
import { filterOf, linesWith } from "./log-search.ts";

const line = (seq: number, given: Partial<LogFrameLine>): LogFrameLine => ({
  seq,
  at: 0,
  level: "info",
  component: "run",
  message: "Run started",
  ...given,
});
const LINES = [
  line(1, { runId: "abc" }),
  line(2, { message: "Tool failed", tool: "clock", errorType: "TOOL_FAILED" }),
];
const seqs = (text: string) => linesWith(text, LINES).map(({ seq }) => seq);

it("finds lines by words anywhere in them, in any order and case", () => {
  expect([seqs(""), seqs("started"), seqs("CLOCK failed"), seqs("abc"), seqs("abc clock")]).toEqual([
    [1, 2],
    [1],
    [2],
    [1],
    [],
  ]);
});

it("asks the server for what the URL says, from info on unless it says otherwise", () => {
  const none = { level: undefined, component: undefined, resource: undefined, runId: undefined, text: "x" };
  expect(filterOf(none)).toEqual({ level: "info" });
  expect(filterOf({ ...none, level: "debug", component: "tool", resource: "llm", runId: "r" })).toEqual({
    level: "debug",
    components: ["tool"],
    resources: ["llm"],
    runId: "r",
  });
});
