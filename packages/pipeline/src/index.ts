export type {
  AdvancedContext,
  CallLlmOptions,
  ConversationEntry,
  QueueToolOptions,
  StagedContext,
} from "./context/staged-context.ts";
export { pipelineErrors } from "./errors.ts";
export { DEFAULT_FAILURE_ANSWER } from "./run/default-answer.ts";
export type { FailureInfo } from "./run/failure-info.ts";
export type { StageFinished, StageStarted } from "./run/stage-events.ts";
export { STAGES, type Stage, WORK_STAGES } from "./stage.ts";
export {
  defineAdapter,
  defineFailureStep,
  defineInputAdapter,
  defineOutputAdapter,
  definePromptStep,
  defineToolStep,
  type PromptStep,
  type StepOfKind,
} from "./steps/define-steps.ts";
export { fallbackAnswer, formatFailure, logFailure } from "./steps/failure-steps.ts";
export type { Condition, StagedFunction, StagedStep } from "./steps/staged-step.ts";
export type { StepKind } from "./steps/step-kind.ts";
export { type StagedStepConfig, stagedStep } from "./strategy/staged-step.ts";
export type { StepPlace } from "./workflow/place-step.ts";
export { branch, type RegisteredStep, type StageEntry, type WorkflowBranch } from "./workflow/stage-entry.ts";
export {
  defineWorkflow,
  isWorkflow,
  type PlacedEntry,
  Workflow,
  type WorkflowDefinition,
} from "./workflow/workflow.ts";
