export { stepErrors } from "./errors.ts";
export { createStepRegistry } from "./registry/built-in-steps.ts";
export {
  type AnyStepStrategy,
  assertStepStrategy,
  createEmptyStepRegistry,
  type RegisterOptions,
  type StepRegistry,
  unknownStepType,
} from "./registry/step-registry.ts";
export type { Step, StepContext, StepUpdate } from "./step.ts";
export type { KnownStepType, StepConfigMap } from "./step-config-map.ts";
export {
  getRun,
  type ResourceHandles,
  RUN_KEY,
  RUN_PROGRESS,
  type RunLimits,
  reportProgress,
  type StepRun,
} from "./step-run.ts";
export type { CommonStepConfig, StepEnvironment, StepNeeds, StepStrategy } from "./step-strategy.ts";
export { type CustomStepConfig, customStep, type RunnableLike, toStep } from "./steps/custom-step.ts";
export { type LlmStepConfig, llmStep } from "./steps/llm-step.ts";
export { type ToolStepConfig, toolStep } from "./steps/tool-step.ts";
export { type ToolsLoopStepConfig, toolsLoopStep } from "./steps/tools-loop-step.ts";
export { parseTemplate, type Template, type Variables } from "./templates/template.ts";
export { requestedCalls } from "./tools/requested-calls.ts";
export type { ToolCallRequest, ToolsHandle } from "./tools/tools-handle.ts";
