import { backoffMs, errorMessage, isPergolaError, retryVerdict } from "@pergola/core";
import type { FlowErrorCode } from "../errors.ts";
import { FlowError } from "../flow-error.ts";
import type { ResolvedPolicy } from "../node-policy.ts";
import type { Execution } from "./execution.ts";

interface Failure {
  readonly error: unknown;
  readonly random: () => number;
}

/** Errors of where a message goes: another try would do the same once more. */
const OF_ROUTING = new Set<string>(["UNKNOWN_TARGET", "INVALID_ROUTE"]);

/** Milliseconds until the next try, or the error to give up with. */
export function retryDelay(
  policy: ResolvedPolicy,
  { attempt, node }: Execution,
  { error, random }: Failure,
): number | Error {
  const cause = error instanceof Error ? error : new Error(errorMessage(error), { cause: error });
  if (attempt > policy.maxRetries) return cause;
  try {
    return isWorthIt(policy, error, `node "${node.name}"`) ? backoffMs(policy, attempt, random) : cause;
  } catch (thrown) {
    if (isPergolaError(thrown, "INVALID_RETRY_IF")) return thrown;
    return new Error(`retryIf threw: ${errorMessage(thrown)}`, { cause: error });
  }
}

function isWorthIt({ retryIf }: ResolvedPolicy, error: unknown, owner: string): boolean {
  if (isPergolaError(error) && OF_ROUTING.has(error.code)) return false;
  if (retryIf === undefined) return !isPergolaError(error, "VALIDATION_FAILED");
  return retryVerdict(retryIf, error, owner);
}

/** Codes of the runtime that a node's failure keeps; all others are the node's own. */
const KEPT = new Set<string>([
  "NODE_TIMEOUT",
  "VALIDATION_FAILED",
  "UNKNOWN_TARGET",
  "INVALID_ROUTE",
  "NODE_STARVED",
  "JOIN_INCOMPLETE",
  "QUEUE_FULL",
  "STREAM_ORDER",
  "HOP_BUDGET_EXHAUSTED",
  "TOKEN_BUDGET_EXHAUSTED",
] satisfies FlowErrorCode[]);

/** What ends the trace, with every try. */
export function finalError(execution: Execution, error: unknown): FlowError {
  const { node, envelope, attempt, failures, startedAt } = execution;
  const traceId = envelope.trace.id;
  const where = { traceId, nodeName: node.name, attempt, attempts: failures ?? [] };
  const latencyMs = node.engine.clock.monotonic() - startedAt;
  const timed = Number.isNaN(latencyMs) ? where : { ...where, latencyMs };
  if (isPergolaError(error) && KEPT.has(error.code)) {
    const { code, message, hint, details, cause } = error;
    return new FlowError(code as FlowErrorCode, { ...timed, message, hint, details, cause });
  }
  const tries = attempt === 1 ? "" : ` after ${attempt} attempts`;
  return new FlowError("NODE_EXCEPTION", {
    ...timed,
    message: `Node "${node.name}" failed${tries}: ${errorMessage(error)}`,
    hint: "The cause is what the node threw. Give the node a policy with maxRetries if it may work another time.",
    cause: error,
  });
}
