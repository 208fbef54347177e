import { isPergolaError, toErrorData } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { ResolvedPolicy } from "../node-policy.ts";
import type { Execution } from "./execution.ts";
import { finalError, retryDelay } from "./retry.ts";
import type { Stall } from "./stall.ts";
import type { Trace } from "./trace.ts";

/** Tries again after a wait, in which its place is with others, or ends the trace. */
export function retryAttempt(execution: Execution, error: unknown, policy: ResolvedPolicy): void {
  const { node } = execution;
  const { engine } = node;
  const { trace } = execution.envelope;
  if (engine.events !== undefined) node.reports.errored(execution, error);
  // Whoever was told may have ended the trace.
  if (execution.isAbandoned) return;
  if (isOfDeadline(error) && isOver(trace, engine.clock.now())) {
    engine.exhaust(trace, { code: "DEADLINE_EXCEEDED", isAnswer: trace.isAnswered, limit: trace.deadlineAt });
    return;
  }
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
  const { timers } = standStill(execution, trace);
  const cancelTimer = engine.clock.setTimer(delayMs, () => {
    timers.delete(cancelTimer);
    execution.comeBack(() => {
      execution.attempt++;
      execution.run();
    });
  });
  timers.add(cancelTimer);
}

/** What an attempt had fetched is there for the next one, before what came later. */
function standStill(execution: Execution, trace: Trace): Stall {
  // It has just been parked.
  const stall = execution.node.stallOf(trace) as Stall;
  const { fetched = [] } = execution;
  execution.fetched = undefined;
  trace.pending += fetched.length;
  stall.giveBack(fetched);
  return stall;
}

export function attemptTimedOut({ node, attempt }: Execution, timeoutMs: number) {
  return flowErrors.create("NODE_TIMEOUT", {
    message: `Node "${node.name}" took longer than ${timeoutMs} ms at attempt ${attempt}.`,
    hint: "Raise the timeoutMs of its policy, or let it do less; its signal has fired.",
    details: { node: node.name, timeoutMs },
  });
}

/** Whether a flow that the node called has come to its deadline; of a race it is one of several. */
function isOfDeadline(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isOfDeadline);
  return isPergolaError(error, "DEADLINE_EXCEEDED");
}

/** Whether the trace is at its deadline, too, and its timer has not had its turn. */
const isOver = ({ deadlineAt }: Trace, now: number) => deadlineAt !== undefined && now >= deadlineAt;
