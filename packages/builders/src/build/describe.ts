import type { GraphDescription } from "@pergola/core";
import type { PlannedStep } from "./plan.ts";

/** An agent's chain of steps, for drawing. */
export function describeSteps(name: string, steps: readonly PlannedStep[]): GraphDescription {
  const ids = ["__start__", ...steps.map((step) => step.nodeName), "__end__"];
  return {
    name,
    kind: "agent",
    nodes: [
      { id: "__start__", label: "Start", kind: "start" },
      ...steps.map((step) => ({ id: step.nodeName, label: step.nodeName, kind: step.kind })),
      { id: "__end__", label: "End", kind: "end" },
    ],
    edges: ids.slice(1).map((to, index) => ({ from: ids[index] ?? "", to })),
  };
}
