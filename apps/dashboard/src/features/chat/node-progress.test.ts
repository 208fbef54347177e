import type { GraphDescription } from "@pergola/core";
import { expect, test } from "vitest";
import { nodeProgress } from "./node-progress.ts";
import { placed, turnAfter } from "./turn-events.test-helper.ts";

const graph: GraphDescription = {
  name: "g",
  kind: "agent",
  nodes: [
    { id: "w#think", label: "think", kind: "stage" },
    { id: "w.think.plan", label: "plan", kind: "prompt", parentId: "w#think" },
    { id: "w#deliver", label: "deliver", kind: "stage" },
  ],
  edges: [],
};
const EVENTS = placed([
  { type: "run-started", agentId: "a" },
  { type: "step-started", step: "w.think.plan", kind: "prompt" },
  { type: "model-started", callId: "m", step: "w.think.plan", model: "x", request: {} },
  { type: "model-finished", callId: "m", step: "w.think.plan", latencyMs: 5 },
  { type: "step-finished", step: "w.think.plan", kind: "prompt", latencyMs: 7 },
]);
const after = (count: number) => turnAfter(EVENTS.slice(0, count));

test("a stage runs while a step in it does, and tells what this is at", () => {
  expect(nodeProgress(after(1), "w#think", graph)).toBeUndefined();
  expect(nodeProgress(after(2), "w#think", graph)).toMatchObject({ state: "running", activity: undefined });
  expect(nodeProgress(after(3), "w#think", graph)).toMatchObject({ state: "running", activity: "model" });
  expect(nodeProgress(after(5), "w#think", graph)).toEqual({ state: "done" });
  expect(nodeProgress(after(5), "w#deliver", graph)).toBeUndefined();
});

test("a step has its time once it has ended", () => {
  expect(nodeProgress(after(5), "w.think.plan", graph)).toMatchObject({ state: "done", latencyMs: 7 });
});
