export type { CommonStepConfig, StepCacheConfig } from "./common-step-config.ts";
export { stepErrors } from "./errors.ts";
export { createStepRegistry } from "./registry/built-in-steps.ts";
export {
  assertStepStrategy,
  createEmptyStepRegistry,
  type RegisterOptions,
  type StepRegistry,
  unknownStepType,
} from "./registry/step-registry.ts";
export { metricsOf, type RunMetrics } from "./run-metrics.ts";
export type { Step, StepContext, StepResult, StepUpdate } from "./step.ts";
export { bookmarkOf, STEP_BOOKMARK, type StepBookmark } from "./step-bookmark.ts";
export type { StepChain, StepChainOptions } from "./step-chain.ts";
export type { KnownStepType, NestedStep, StepConfigMap } from "./step-config-map.ts";
export type { StepGraph, StepGraphNode, StepMove, StepTarget, StepTask } from "./step-graph.ts";
export {
  getRun,
  type ResourceHandles,
  RUN_KEY,
  RUN_PROGRESS,
  type RunLimits,
  reportProgress,
  type StepRun,
} from "./step-run.ts";
export {
  type AnyStepStrategy,
  type OwnedPart,
  type StepDrawing,
  type StepEntry,
  type StepEnvironment,
  type StepGroup,
  type StepNeeds,
  type StepParts,
  type StepPlaces,
  type StepStrategy,
  stepTypeName,
} from "./step-strategy.ts";
export { createStepWrites, isStepWrites, type StepWrite, type StepWrites } from "./step-writes.ts";
export { type AgentStepConfig, agentStep } from "./steps/agent-step.ts";
export type { BranchStepConfig, BranchValue } from "./steps/branch-config.ts";
export { branchStep } from "./steps/branch-step.ts";
export { type CustomStepConfig, customStep, type RunnableLike, toStep } from "./steps/custom-step.ts";
export { flowStep } from "./steps/flow-step.ts";
export type { AnyFlow, FlowStepConfig } from "./steps/flow-step-config.ts";
export { type LlmStepConfig, llmStep } from "./steps/llm-step.ts";
export type { ListKey, MapStepConfig } from "./steps/map-config.ts";
export { mapStep } from "./steps/map-step.ts";
export { type MemoryRetrievalStepConfig, memoryRetrievalStep } from "./steps/memory-retrieval-step.ts";
export type { ParallelStepConfig } from "./steps/parallel-config.ts";
export { parallelStep } from "./steps/parallel-step.ts";
export { type AskValueOptions, askValue } from "./steps/reasoning/ask-value.ts";
export {
  CHAIN_OF_THOUGHT_PROMPTS,
  type ChainOfThoughtPrompts,
  type ChainOfThoughtStepConfig,
} from "./steps/reasoning/chain-of-thought-config.ts";
export {
  type ChainOfThoughtAnswerTurn,
  ChainOfThoughtPattern,
  type ChainOfThoughtTurn,
} from "./steps/reasoning/chain-of-thought-pattern.ts";
export {
  type ChainOfThoughtStepOptions,
  chainOfThoughtStep,
  defineChainOfThoughtStep,
} from "./steps/reasoning/chain-of-thought-step.ts";
export { numberedSteps, toNumbered } from "./steps/reasoning/numbered-steps.ts";
export {
  PLAN_AND_EXECUTE_PROMPTS,
  type PlanAndExecutePrompts,
  type PlanAndExecuteStepConfig,
  type PlanStepResult,
} from "./steps/reasoning/plan-and-execute-config.ts";
export {
  PlanAndExecutePattern,
  type PlanStepAnswer,
  type PlanStepTurn,
  type PlanTurn,
} from "./steps/reasoning/plan-and-execute-pattern.ts";
export {
  definePlanAndExecuteStep,
  type PlanAndExecuteStepOptions,
  planAndExecuteStep,
} from "./steps/reasoning/plan-and-execute-step.ts";
export { REACT_PROMPTS, type ReactPrompts, type ReactStepConfig } from "./steps/reasoning/react-config.ts";
export { ReactPattern, type ReactTurn } from "./steps/reasoning/react-pattern.ts";
export { defineReactStep, type ReactStepOptions, reactStep } from "./steps/reasoning/react-step.ts";
export { stepOfGraph } from "./steps/reasoning/step-of-graph.ts";
export { type ThinkAloudOptions, thinkAloud } from "./steps/reasoning/think-aloud.ts";
export { withInstructions } from "./steps/reasoning/with-instructions.ts";
export { workNotes } from "./steps/reasoning/work-notes.ts";
export { outputReader, outputSchema } from "./steps/structured-output.ts";
export { type ToolStepConfig, toolStep } from "./steps/tool-step.ts";
export { askModel, type ModelTurn, openToolsLoop, type ToolsLoop } from "./steps/tools-loop.ts";
export type { ToolsLoopStepConfig } from "./steps/tools-loop-config.ts";
export { toolsLoopStep } from "./steps/tools-loop-step.ts";
export { messagesOf } from "./templates/state-variables.ts";
export { parseTemplate, type Template, type Variables } from "./templates/template.ts";
export type {
  CheckedConfig,
  CheckedSteps,
  NestedStepOptions,
  TemplateOptions,
} from "./templates/template-checks.ts";
export type { TemplateDefect } from "./templates/template-defect.ts";
export { requestedCalls } from "./tools/requested-calls.ts";
export type { ToolCallRequest, ToolsHandle } from "./tools/tools-handle.ts";
