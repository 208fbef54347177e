import type { AnyStepStrategy } from "./step-strategy.ts";
import type { AgentStepConfig } from "./steps/agent-step.ts";
import type { BranchStepConfig } from "./steps/branch-config.ts";
import type { CustomStepConfig } from "./steps/custom-step.ts";
import type { FlowStepConfig } from "./steps/flow-step-config.ts";
import type { LlmStepConfig } from "./steps/llm-step.ts";
import type { MapStepConfig } from "./steps/map-config.ts";
import type { MemoryRetrievalStepConfig } from "./steps/memory-retrieval-step.ts";
import type { ParallelStepConfig } from "./steps/parallel-config.ts";
import type { ChainOfThoughtStepConfig } from "./steps/reasoning/chain-of-thought-config.ts";
import type { PlanAndExecuteStepConfig } from "./steps/reasoning/plan-and-execute-config.ts";
import type { ReactStepConfig } from "./steps/reasoning/react-config.ts";
import type { ToolStepConfig } from "./steps/tool-step.ts";
import type { ToolsLoopStepConfig } from "./steps/tools-loop-config.ts";

/** Config of each step type that is known by name. Third parties add theirs by declaration merging. */
export interface StepConfigMap<State> {
  llm: LlmStepConfig<State>;
  custom: CustomStepConfig<State>;
  tool: ToolStepConfig<State>;
  "tools-loop": ToolsLoopStepConfig<State>;
  react: ReactStepConfig<State>;
  "chain-of-thought": ChainOfThoughtStepConfig<State>;
  "plan-and-execute": PlanAndExecuteStepConfig<State>;
  branch: BranchStepConfig<State, NestedStep<State>>;
  parallel: ParallelStepConfig<NestedStep<State>>;
  map: MapStepConfig<State, NestedStep<State>>;
  agent: AgentStepConfig<State>;
  flow: FlowStepConfig<State>;
  "memory-retrieval": MemoryRetrievalStepConfig<State>;
}

export type KnownStepType = keyof StepConfigMap<unknown>;

/** A step inside another one: a type known by name with its config, or a strategy of your own. */
export type NestedStep<State> =
  | {
      [Type in keyof StepConfigMap<State>]: {
        readonly step: Type;
        readonly config: StepConfigMap<State>[Type];
      };
    }[keyof StepConfigMap<State>]
  | { readonly step: AnyStepStrategy; readonly config: Readonly<Record<string, unknown>> };
