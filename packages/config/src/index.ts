export type { AgentBreaker } from "./agent-breaker.ts";
export { type AgentBudget, agentBudgetSchema } from "./agent-budget.ts";
export { AgentConfig } from "./agent-config.ts";
export type { AgentConfigData } from "./agent-config-data.ts";
export type { AgentConfigProblem } from "./agent-config-problem.ts";
export { agentConfigSchema, fromZodIssues } from "./agent-config-problems.ts";
export { type AgentLogging, agentLoggingSchema } from "./agent-logging.ts";
export { COMMON_STEP_KEYS, commonStepSchema } from "./common-step-schema.ts";
export { configErrors } from "./errors.ts";
export type { GraphSettings } from "./graph-settings.ts";
export { formatPath, invalidAgentConfig } from "./invalid-agent-config.ts";
export { type AgentLimits, DEFAULT_MAX_ITERATIONS } from "./limits.ts";
export { hasMemory, historyLimitsSchema, type MemorySettings } from "./memory-settings.ts";
export { type ReadReference, readResourceReference } from "./read-resource-reference.ts";
export type {
  DatabaseReference,
  EmbeddingsReference,
  ResourceReference,
  ResourceSettings,
  StorageReference,
  VectorStoreReference,
} from "./resource-reference.ts";
export { DefaultState } from "./state/default-state.ts";
export { toGraphState } from "./state/graph-state.ts";
export { type InitialValues, initialValues } from "./state/initial-values.ts";
export { loadLangGraph } from "./state/load-langgraph.ts";
export { type Mergeable, mergeable, type StateReducer, type StateReducers } from "./state/mergeable.ts";
export { fieldOf, fromGraphValues, isOpenState, OPEN_KEY, toGraphValues } from "./state/open-state.ts";
export {
  type AnnotationLike,
  assertStateDefinition,
  isAnnotationState,
  isZodState,
  type StateDefinition,
  type StateInputOf,
  type StateOf,
  stateKeys,
} from "./state/state-definition.ts";
export { stateName } from "./state/state-name.ts";
export { reducedKeys, stateReducers } from "./state/state-reducers.ts";
export { StateTypeFactory } from "./state/state-type-factory.ts";
export { type MessagesSchema, type WithMessages, withMessages } from "./state/with-messages.ts";
