export { AgentConfig } from "./agent-config.ts";
export type { AgentConfigData } from "./agent-config-data.ts";
export type { AgentConfigProblem } from "./agent-config-problem.ts";
export { fromZodIssues } from "./agent-config-problems.ts";
export { configErrors } from "./errors.ts";
export { formatPath, invalidAgentConfig } from "./invalid-agent-config.ts";
export { type AgentLimits, DEFAULT_MAX_ITERATIONS } from "./limits.ts";
export { historyLimitsSchema, type MemorySettings } from "./memory-settings.ts";
export { DefaultState } from "./state/default-state.ts";
export { toGraphState } from "./state/graph-state.ts";
export { loadLangGraph } from "./state/messages-channel.ts";
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
export { StateTypeFactory } from "./state/state-type-factory.ts";
export { type MessagesSchema, stateName, type WithMessages, withMessages } from "./state/with-messages.ts";
