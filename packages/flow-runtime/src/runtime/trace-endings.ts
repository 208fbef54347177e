import { FlowError } from "../flow-error.ts";
import type { Exhausted } from "./loop-budget.ts";

/** What the final answer says when something is used up. */
export const ANSWERS = {
  DEADLINE_EXCEEDED: "Deadline exceeded",
  TOKEN_BUDGET_EXHAUSTED: "Token budget exhausted",
  HOP_BUDGET_EXHAUSTED: "Hop budget exhausted",
} as const satisfies Record<Exhausted["code"], string>;

const HINTS = {
  DEADLINE_EXCEEDED: "Raise timeoutMs or deadlineAt of the call, or ask for less.",
  TOKEN_BUDGET_EXHAUSTED: "Raise the token budget, or let the loop end earlier.",
  HOP_BUDGET_EXHAUSTED: "Raise the hop budget, or let the loop end earlier.",
} as const satisfies Record<Exhausted["code"], string>;

export function exhausted(traceId: string, code: Exhausted["code"], limit: number | undefined): FlowError {
  return new FlowError(code, {
    traceId,
    message: `Trace ${traceId} has ended: ${ANSWERS[code].toLowerCase()} (${limitText(code, limit)}).`,
    hint: HINTS[code],
    details: { limit },
  });
}

/** A deadline is a moment; the others are counts. */
function limitText(code: Exhausted["code"], limit: number | undefined): string {
  const isMoment = code === "DEADLINE_EXCEEDED" && limit !== undefined && Math.abs(limit) <= 8.64e15;
  return isMoment ? `at ${new Date(limit).toISOString()}` : `limit ${limit}`;
}

export function cancelled(traceId: string, cause: unknown): FlowError {
  return new FlowError("TRACE_CANCELLED", {
    traceId,
    message: `Trace ${traceId} was cancelled.`,
    hint: "Nothing to mend: its caller asked for it.",
    cause,
  });
}

export function stopped(traceId: string, flow: string): FlowError {
  return new FlowError("STOPPED", {
    traceId,
    message: `The flow "${flow}" was stopped before trace ${traceId} had ended.`,
    hint: 'Call run() and send it again; stop({ mode: "drain" }) waits for what runs.',
  });
}

export function multipleResults(traceId: string): FlowError {
  return new FlowError("MULTIPLE_RESULTS", {
    traceId,
    message: `Trace ${traceId} has a second result; call() gives one.`,
    hint: "Read it with stream(), or join the branches before the egress.",
  });
}

export function promiseAsResult(traceId: string): FlowError {
  return new FlowError("RESULT_IS_PROMISE", {
    traceId,
    message: `Trace ${traceId} has a promise, or an object with a then, as its result; call() cannot give that.`,
    hint: "Await it in the node, or wrap it: { query }. stream() and fetch() give it as it is.",
  });
}

export function unfetched(traceId: string, most: number): FlowError {
  return new FlowError("QUEUE_FULL", {
    traceId,
    message: `Trace ${traceId} has more than ${most} results that nobody has fetched.`,
    hint: "Fetch them as they come, or read the trace with stream().",
    details: { most },
  });
}

export function overgrown(traceId: string, most: number): FlowError {
  return new FlowError("QUEUE_FULL", {
    traceId,
    message: `Trace ${traceId} has ${most} messages under way, and a loop makes more.`,
    hint: "Let the loop send back no more than it takes, or give it a hop budget.",
    details: { most },
  });
}
