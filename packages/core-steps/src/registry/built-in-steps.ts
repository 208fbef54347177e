import type { AnyStepStrategy } from "../step-strategy.ts";
import { agentStep } from "../steps/agent-step.ts";
import { branchStep } from "../steps/branch-step.ts";
import { customStep } from "../steps/custom-step.ts";
import { flowStep } from "../steps/flow-step.ts";
import { llmStep } from "../steps/llm-step.ts";
import { mapStep } from "../steps/map-step.ts";
import { memoryRetrievalStep } from "../steps/memory-retrieval-step.ts";
import { parallelStep } from "../steps/parallel-step.ts";
import { chainOfThoughtStep } from "../steps/reasoning/chain-of-thought-step.ts";
import { planAndExecuteStep } from "../steps/reasoning/plan-and-execute-step.ts";
import { reactStep } from "../steps/reasoning/react-step.ts";
import { toolStep } from "../steps/tool-step.ts";
import { toolsLoopStep } from "../steps/tools-loop-step.ts";
import { createEmptyStepRegistry, type StepRegistry } from "./step-registry.ts";

const BUILT_IN: readonly AnyStepStrategy[] = [
  llmStep,
  customStep,
  toolStep,
  toolsLoopStep,
  reactStep,
  chainOfThoughtStep,
  planAndExecuteStep,
  branchStep,
  parallelStep,
  mapStep,
  agentStep,
  flowStep,
  memoryRetrievalStep,
];

/** A registry with the built-in step types. */
export function createStepRegistry(): StepRegistry {
  const registry = createEmptyStepRegistry();
  for (const strategy of BUILT_IN) registry.register(strategy);
  return registry;
}
