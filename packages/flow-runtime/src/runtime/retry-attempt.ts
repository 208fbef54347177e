import { toErrorData } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { ResolvedPolicy } from "../node-policy.ts";
import type { Envelope } from "./envelope.ts";
import type { Execution } from "./execution.ts";
import { finalError, retryDelay } from "./retry.ts";

/** Tries again after a wait, in which its place is with others, or ends the trace. */
export function retryAttempt(execution: Execution, error: unknown, policy: ResolvedPolicy): void {
  const { node } = execution;
  const { engine } = node;
  const { trace } = execution.envelope as Envelope;
  if (engine.events !== undefined) node.reports.errored(execution, error);
  // Whoever was told may have ended the trace.
  if (execution.isAbandoned) return;
  execution.failures ??= [];
  execution.failures.push({ attempt: execution.attempt, error: toErrorData(error) });
  const delayMs = retryDelay(policy, execution, { error, random: engine.random });
  if (delayMs instanceof Error) {
    engine.fail(trace, finalError(execution, delayMs));
    return;
  }
  node.reports.retried(execution, delayMs);
  if (execution.isAbandoned) return;
  execution.park();
  const timers = node.stallOf(trace)?.timers;
  const cancelTimer = engine.clock.setTimer(delayMs, () => {
    timers?.delete(cancelTimer);
    execution.comeBack(() => {
      execution.attempt++;
      execution.run();
    });
  });
  timers?.add(cancelTimer);
}

export function attemptTimedOut({ node, attempt }: Execution, timeoutMs: number) {
  return flowErrors.create("NODE_TIMEOUT", {
    message: `Node "${node.name}" took longer than ${timeoutMs} ms at attempt ${attempt}.`,
    hint: "Raise the timeoutMs of its policy, or let it do less; its signal has fired.",
    details: { node: node.name, timeoutMs },
  });
}
