export { abortable, abortReason, sleep, throwIfAborted } from "./abort.ts";
export { type Clock, systemClock } from "./clock.ts";
export { isPergolaError, PergolaError, type PergolaErrorInit } from "./error.ts";
export { defineErrorCodes, type ErrorCodes } from "./error-codes.ts";
export { type ErrorData, toErrorData } from "./error-data.ts";
export { errorMessage } from "./error-message.ts";
export { coreErrors } from "./errors.ts";
export type { GraphActivity, GraphDescription, GraphEdge, GraphNode } from "./graph.ts";
export { isGraphSignal, isMissingCheckpointer } from "./graph-signal.ts";
export { InFlight } from "./in-flight.ts";
export type { Invocable, InvokeOptions } from "./invocable.ts";
export type { Closable, HealthReport, Lifecycle } from "./lifecycle.ts";
export { Lifetime } from "./lifetime.ts";
export { type LogFields, type Logger, type LogSink, silentLogger } from "./logger.ts";
export type { RetryBudget } from "./retry-budget.ts";
export { backoffMs, type RetryPolicy } from "./retry-policy.ts";
export { retryVerdict } from "./retry-verdict.ts";
export type { BudgetRequest, BudgetReservation, ModelPrice, RunBudget } from "./run-budget.ts";
export {
  type EmitRunEvent,
  RUN_OUTCOMES,
  type RunCaller,
  type RunEvent,
  type RunEventInput,
  type RunEventMap,
  type RunEventPosition,
  type RunEventType,
  type RunOutcome,
} from "./run-event.ts";
export type { ObservedRun, RunObserver } from "./run-observer.ts";
export {
  createScope,
  DEFAULT_USER,
  hasSession,
  LOCAL_TENANT,
  MAX_ID_LENGTH,
  type Scope,
  type SessionScope,
  scopeKey,
} from "./scope.ts";
export { holdSecrets } from "./secrets/known-secrets.ts";
export { redact } from "./secrets/redact.ts";
export { redactLogger } from "./secrets/redact-logger.ts";
export { redactText } from "./secrets/redact-text.ts";
export { REDACTED } from "./secrets/redacted.ts";
export { isSecretKey } from "./secrets/secret-key.ts";
export { nearestName, suggest } from "./suggest.ts";
export { addUsage, NO_USAGE, type Usage } from "./usage.ts";
