export type {
  BreakerCallOptions,
  BreakerSnapshot,
  BreakerState,
  BreakerVerdict,
  CircuitBreaker,
} from "./breaker/breaker.ts";
export type { BreakerChangedEvent } from "./breaker/breaker-changed-event.ts";
export type { BreakerOptions } from "./breaker/breaker-options.ts";
export { type BreakerSettings, breakerSettingsSchema } from "./breaker/breaker-settings.ts";
export { createBreaker } from "./breaker/create-breaker.ts";
export type { BudgetAmount, BudgetUnit } from "./budget/budget-amount.ts";
export type {
  BudgetAccount,
  BudgetBalance,
  BudgetLedger,
  BudgetShortfall,
  CappedAccount,
  ReservationAnswer,
  WantedReservation,
} from "./budget/budget-ledger.ts";
export {
  type BudgetCap,
  type BudgetLimit,
  type BudgetLimits,
  budgetLimitsSchema,
  type WindowedBudgetLimit,
} from "./budget/budget-limits.ts";
export { createRunBudget, type RunBudgetOptions } from "./budget/create-run-budget.ts";
export { grantUnits } from "./budget/grant-units.ts";
export {
  createInMemoryBudgetLedger,
  type InMemoryBudgetLedgerOptions,
} from "./budget/in-memory-budget-ledger.ts";
export { type RunCap, type RunCapsOptions, runCaps } from "./budget/run-caps.ts";
export { builtInProviders } from "./built-in-providers.ts";
export type { AgentHealth, AgentResource } from "./container/agent-health.ts";
export type { ConnectionPool, ConnectionPoolOptions } from "./container/connection-pool.ts";
export { createConnectionPool } from "./container/create-connection-pool.ts";
export { createResourceContainer } from "./container/create-resource-container.ts";
export type { ManagedResource } from "./container/managed-resource.ts";
export type {
  ContainerValidation,
  ResourceContainer,
  ResourceContainerOptions,
  SuccessorOptions,
  WaitOptions,
} from "./container/resource-container.ts";
export {
  CANONICAL_RESOURCES,
  type DependenciesOf,
  defineResource,
  type KnownResources,
  type ResourceAt,
  type ResourceContext,
  type ResourceDefinition,
  type ResourceDependencies,
  type ResourceDependency,
  type ResourceLookup,
} from "./container/resource-definition.ts";
export type { ContainerHealth, ResourceHealth } from "./container/resource-health.ts";
export { isResourceKey, RESOURCE_KEY_WORDS } from "./container/resource-key.ts";
export type { ResourceLimits } from "./container/resource-limits.ts";
export type {
  ResourceChanged,
  ResourceListener,
  ResourceState,
  ResourceStatus,
} from "./container/resource-state.ts";
export type { ResourceProblem, ValidationResult } from "./container/validation-result.ts";
export { createFromProvider, providerConfigProblems } from "./create-from-provider.ts";
export { type ProviderName, providerVariable } from "./environment/provider-variable.ts";
export { warnOfUnknownVariables } from "./environment/unknown-variables.ts";
export { resourceErrors } from "./errors.ts";
export { invalidProviderConfig } from "./invalid-provider-config.ts";
export { isProviderFactory, lackingOfProvider } from "./is-provider-factory.ts";
export { lazySchema } from "./lazy-schema.ts";
export {
  type ChatCompletion,
  type ChatDelta,
  type ChatModel,
  type DirectCallOptions,
  type DirectChatModel,
  type FinishReason,
  isDirect,
  type PayableChatModel,
  type RawToolCall,
  type StreamDirectOptions,
} from "./llm/chat-model.ts";
export type { ChatRequest, ToolDefinition } from "./llm/chat-request.ts";
export { createLlmResource, type LlmResourceOptions } from "./llm/create-llm-resource.ts";
export { type FallbackSettings, fallbackSettingsSchema } from "./llm/fallback-settings.ts";
export { type LangChainMessages, loadLangChain, loadMessages } from "./llm/langchain.ts";
export { fromLangChainToolChoice } from "./llm/langchain-tool-choice.ts";
export type {
  GenerateOptions,
  GenerationResult,
  LlmHandle,
  LlmResource,
  ModelConfig,
  ModelReference,
  SingleModelReference,
} from "./llm/llm-resource.ts";
export { mergeParameters } from "./llm/merge-parameters.ts";
export type { ModelFellBackEvent } from "./llm/model-fell-back-event.ts";
export { DEFAULT_LLM_PROVIDER, type ModelId, parseModelId } from "./llm/model-id.ts";
export type { ModelParameters, ResponseFormat, ToolChoice } from "./llm/model-parameters.ts";
export { modelParametersSchema } from "./llm/model-parameters-schema.ts";
export type { ModelRetriedEvent } from "./llm/model-retried-event.ts";
export { isObserved, isTracingOn } from "./llm/observers.ts";
export { ownCallIds } from "./llm/own-call-ids.ts";
export { retryAfterMs } from "./llm/retry-after.ts";
export { toModelError } from "./llm/to-model-error.ts";
export { toldUsage } from "./llm/told-usage.ts";
export { type ParsedToolCalls, parseToolCalls } from "./llm/tool-call-arguments.ts";
export { fromUsageMetadata, toUsageMetadata } from "./llm/usage-metadata.ts";
export { closeToolCalls } from "./memory/close-tool-calls.ts";
export { asMemory, composeMemory, type MemoryParts } from "./memory/compose-memory.ts";
export { conversationErrors } from "./memory/conversation-errors.ts";
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
} from "./memory/conversation-store.ts";
export { DEFAULT_WINDOW_MESSAGES, estimateTokens, selectWindow } from "./memory/history-window.ts";
export {
  createInMemoryConversationStore,
  type InMemoryConversationStoreOptions,
} from "./memory/in-memory-conversation-store.ts";
export type { Memory, MemoryHandle } from "./memory/memory.ts";
export { type PageCursor, runCursor, sessionCursor } from "./memory/page-cursor.ts";
export { pageSize } from "./memory/page-size.ts";
export { mergeRunLog } from "./memory/run-log.ts";
export type { RunPage, RunPageOptions, StoredRun } from "./memory/run-page.ts";
export { createSessionLock, type SessionLock, type SessionLockOptions } from "./memory/session-lock.ts";
export { requireSession } from "./memory/session-scope.ts";
export { sessionTitle } from "./memory/session-title.ts";
export { toStorable } from "./memory/storable.ts";
export type { StoredMessage, StoredToolCall } from "./memory/stored-message.ts";
export { TURN_STATUSES, type TurnStatus } from "./memory/turn-status.ts";
export type { InMemoryUserMemoryOptions } from "./memory/user/in-memory-user-memory.ts";
export type {
  UserMemory,
  UserMemoryCallOptions,
  UserMemoryEntries,
  UserMemoryEntry,
  UserMemoryKeys,
  UserMemoryPageOptions,
} from "./memory/user/user-memory.ts";
export {
  requireUserMemoryKey,
  type UserMemoryPage,
  userMemoryPage,
  userMemorySignal,
} from "./memory/user/user-memory-arguments.ts";
export { userMemoryCursor } from "./memory/user/user-memory-cursor.ts";
export { userMemoryErrors } from "./memory/user/user-memory-errors.ts";
export type { UserMemoryHandle } from "./memory/user/user-memory-handle.ts";
export { type UserMemoryLimits, userMemoryLimits } from "./memory/user/user-memory-limits.ts";
export { userMemoryValue } from "./memory/user/user-memory-value.ts";
export { findPrice, type PricedModel } from "./prices/find-price.ts";
export { modelPricesSchema } from "./prices/model-prices-schema.ts";
export type { ModelPrices } from "./prices/price-patterns.ts";
export {
  type ListedPrice,
  PRICE_TABLE,
  PRICE_TABLE_VERSION,
  type PriceSource,
} from "./prices/price-table.ts";
export type {
  ConfigProblem,
  ProviderCategory,
  ProviderContext,
  ProviderFactory,
  ProviderProduct,
  ProviderProducts,
} from "./provider-factory.ts";
export {
  createProviderRegistry,
  type ProviderRegistry,
  type ProviderRegistryOptions,
} from "./provider-registry.ts";
export type { ProviderSource } from "./provider-source.ts";
export { millisecondsRule, type NumberRule } from "./require-numbers.ts";
export type { BindableResource, Resource } from "./resource.ts";
export { resourceShape } from "./resource-shape.ts";
export type { ResourceUsedEvent } from "./resource-used-event.ts";
export { createRetryBudget } from "./retry-budget.ts";
export { retryPolicySchema } from "./retry-policy-schema.ts";
export type { RunBinding } from "./run-binding.ts";
export { schemaProblems } from "./schema-problems.ts";
export { bindStorage, type StorageHandle } from "./storage/bind-storage.ts";
export { storagePageOptions, storagePrefix, storageSignal } from "./storage/call-options.ts";
export { fileNotFound } from "./storage/file-not-found.ts";
export { byCodeUnits, pathsOfPage } from "./storage/file-page.ts";
export {
  guardStorage,
  judgeGuardedStorage,
  type StorageCall,
  type StorageGuardOptions,
} from "./storage/guard-storage.ts";
export { createInMemoryStorage, type InMemoryStorageOptions } from "./storage/in-memory-storage.ts";
export { sourcePieces } from "./storage/source-pieces.ts";
export type { FilePage, FilePageOptions, FileSource, Storage, StoredFile } from "./storage/storage.ts";
export { storageClosed } from "./storage/storage-closed.ts";
export { requireStoragePath } from "./storage/storage-path.ts";
export { type ResourceCall, tellResourceUsed, toldCall } from "./tell-resource-used.ts";
export { bindVectors, type VectorsHandle } from "./vectors/bind-vectors.ts";
export { type CheckedEntry, checkedEntries } from "./vectors/checked-entries.ts";
export type { Embedder } from "./vectors/embedder.ts";
export { createHashingEmbedder } from "./vectors/hashing-embedder.ts";
export { hashingEmbeddings } from "./vectors/hashing-embeddings.ts";
export {
  createInMemoryVectorStore,
  type InMemoryVectorStoreOptions,
} from "./vectors/in-memory-vector-store.ts";
export { inMemoryVectors } from "./vectors/in-memory-vectors.ts";
export {
  createMemoryVectors,
  type MemoryItem,
  type MemoryItems,
  type MemorySearchOptions,
  type MemoryVectors,
  type MemoryVectorsParts,
} from "./vectors/memory-vectors.ts";
export { requireVector } from "./vectors/require-vector.ts";
export {
  requireVectorIds,
  vectorAddOptions,
  vectorSearchOptions,
  vectorSignal,
} from "./vectors/vector-arguments.ts";
export { requireSameKind, type VectorKind, vectorErrors } from "./vectors/vector-errors.ts";
export type {
  Vector,
  VectorAddOptions,
  VectorCallOptions,
  VectorEntry,
  VectorFilter,
  VectorHit,
  VectorMetadata,
  VectorSearchOptions,
  VectorStore,
} from "./vectors/vector-store.ts";
