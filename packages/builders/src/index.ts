export { agentActivity } from "./activity/agent-activity.ts";
export { Agent } from "./agent/agent.ts";
export { AgentBuilder, type StepConfigOf } from "./agent-builder.ts";
export { AgentFactory, type ChatStepOptions, type FactoryStep } from "./agent-factory.ts";
export type { AgentGraph } from "./build/compile-graph.ts";
export { AgentBuilderDirector } from "./build/director.ts";
export type { DirectorOptions } from "./build/director-options.ts";
export { CustomConfigHandler } from "./build/handlers/custom-config-handler.ts";
export { LlmConfigHandler } from "./build/handlers/llm-config-handler.ts";
export { RegistryConfigHandler } from "./build/handlers/registry-config-handler.ts";
export {
  type HandledStep,
  parseStepConfig,
  StepConfigHandler,
  type StepType,
} from "./build/handlers/step-config-handler.ts";
export { createStepHandlerChain, type StepHandlerFactory } from "./build/handlers/step-handler-chain.ts";
export { fromStored, toStored } from "./conversation/stored-messages.ts";
export type { ChatMessage } from "./conversation/user-message.ts";
export { createAgent } from "./create-agent.ts";
export { builderErrors } from "./errors.ts";
export type { ConfigReload } from "./from-config/config-reload.ts";
export type { FromConfigOptions } from "./from-config/from-config-options.ts";
export type { AgentLog } from "./logging/agent-log.ts";
export { Prompt } from "./prompt/prompt.ts";
export type { PromptMessage } from "./prompt/prompt-draft.ts";
export type { GenerationChunk, PromptMetadata, PromptResult } from "./prompt/prompt-result.ts";
export type { PromptOptions } from "./prompt/prompt-runner.ts";
export type { PromptStream } from "./prompt/prompt-stream.ts";
export type { AgentReload, ReloadOptions } from "./reload/agent-reload.ts";
export type { LoadedDefinition, ReloadSource } from "./reload/reload-source.ts";
export type { CallOptions } from "./run/call-options.ts";
export type { RunInterrupt } from "./run/run-interrupt.ts";
export type { RunMetrics, RunResult } from "./run/run-result.ts";
export type { RunStream } from "./run/run-stream.ts";
export type { ToolRecord } from "./run/tool-record.ts";
export type { LoggedRun, RunLog, RunLogQuery } from "./run-log/run-log-query.ts";
export type { AgentSummary, SummaryQuery } from "./run-log/summary-query.ts";
