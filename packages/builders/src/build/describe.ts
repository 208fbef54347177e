import type { GraphDescription } from "@pergola/core";
import type { PlannedStep } from "./plan.ts";

/** An agent's chain of steps, for drawing. */
export function describeSteps(name: string, steps: readonly PlannedStep[]): GraphDescription {
  const names = steps.map((step) => step.nodeName);
  return {
    name,
    kind: "agent",
    nodes: [
      { id: "__start__", label: "Start", kind: "start" },
      ...steps.map((step) => ({ id: step.nodeName, label: step.nodeName, kind: step.kind })),
      { id: "__end__", label: "End", kind: "end" },
    ],
    edges: [...names, "__end__"].map((to, index) => ({ from: names[index - 1] ?? "__start__", to })),
  };
}
