import type { LogFrameLine } from "@pergola/observability";
import { expect, test } from "vitest";
import { storedRunOf } from "./stored-run-of.ts";

let seq = 0;
const line = (more: Partial<LogFrameLine>): LogFrameLine => ({
  ...{ seq: seq++, at: 0, level: "info", component: "run", message: "Run started" },
  ...more,
});
const outer = line({ runId: "outer", sessionId: "s", agentId: "planner" });
const inner = line({ runId: "inner", parentRunId: "outer", sessionId: "s", agentId: "checker" });
const deepest = line({ runId: "deepest", parentRunId: "inner", sessionId: "s", agentId: "judge" });
const lines = [outer, inner, deepest];

test("a line leads to its run, one of a run inside to the outermost, with the agent that this is kept with", () => {
  for (const each of lines) expect(storedRunOf(each, lines)).toEqual({ runId: "outer", agent: "planner" });
});

test("nothing leads to a run that is not stored, or that no line tells of", () => {
  expect(storedRunOf(line({}), lines)).toBeUndefined();
  expect(storedRunOf(line({ runId: "r" }), lines)).toBeUndefined();
  expect(storedRunOf(deepest, [deepest])).toBeUndefined();
});

test("runs that claim to be inside each other are no trap", () => {
  const a = line({ runId: "a", parentRunId: "b", sessionId: "s" });
  const b = line({ runId: "b", parentRunId: "a", sessionId: "s" });
  expect(storedRunOf(a, [a, b])).toBeUndefined();
});
