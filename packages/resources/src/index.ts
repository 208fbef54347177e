export { resourceErrors } from "./errors.ts";
export {
  type ChatCompletion,
  type ChatDelta,
  type ChatModel,
  type DirectCallOptions,
  type DirectChatModel,
  type FinishReason,
  isDirect,
  type RawToolCall,
  type StreamDirectOptions,
} from "./llm/chat-model.ts";
export type { ChatRequest, ToolDefinition } from "./llm/chat-request.ts";
export type {
  GenerateOptions,
  GenerationResult,
  LlmHandle,
  LlmResource,
  ModelConfig,
  ModelReference,
} from "./llm/llm-resource.ts";
export type { ModelParameters, ResponseFormat, ToolChoice } from "./llm/model-parameters.ts";
export type {
  Admission,
  ConversationStore,
  HistoryLimits,
  Release,
  SessionPage,
  SessionSummary,
  Settlement,
  Transcript,
  Turn,
  TurnStatus,
} from "./memory/conversation-store.ts";
export type { StoredMessage, StoredToolCall } from "./memory/stored-message.ts";
export type {
  ConfigProblem,
  ProviderCategory,
  ProviderContext,
  ProviderFactory,
  ProviderProducts,
} from "./provider-factory.ts";
export type { BindableResource, Resource } from "./resource.ts";
export { createRetryBudget, type RetryBudget } from "./retry-budget.ts";
export type { RunBinding } from "./run-binding.ts";
export type { Storage, StoredFile } from "./storage/storage.ts";
