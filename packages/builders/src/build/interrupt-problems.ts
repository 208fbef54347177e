import type { AgentConfigProblem, GraphSettings } from "@pergola/config";
import { suggest } from "@pergola/core";
import type { PlannedStep } from "./planned-step.ts";

/** Places to pause that the graph does not have. */
export function interruptProblems(
  { interruptBefore, interruptAfter }: GraphSettings,
  steps: readonly PlannedStep[],
): readonly AgentConfigProblem[] {
  const nodes = steps.map((step) => step.nodeName);
  const check = (option: string, names: GraphSettings["interruptBefore"]) =>
    (Array.isArray(names) ? names : []).flatMap((name: string, index) =>
      nodes.includes(name)
        ? []
        : {
            path: ["graph", option, index],
            message: `${option} names "${name}", which is not a step of the agent.`,
            hint: suggest(name, nodes),
          },
    );
  return [...check("interruptBefore", interruptBefore), ...check("interruptAfter", interruptAfter)];
}
