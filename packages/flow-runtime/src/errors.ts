import { defineErrorCodes } from "@pergola/core";

/** Every code that a flow throws, and when. */
export const flowErrors = defineErrorCodes("@pergola/flow-runtime", {
  NODE_EXCEPTION: "A node threw, after all its retries; `cause` is what it threw.",
  NODE_TIMEOUT: "An attempt of a node took longer than its `timeoutMs`, after all retries.",
  VALIDATION_FAILED: "A payload does not fit the schema of its node.",
  TRACE_CANCELLED: "The trace was cancelled: by `cancel()`, its signal, or a reader that left.",
  DEADLINE_EXCEEDED: "The trace did not end before its deadline.",
  HOP_BUDGET_EXHAUSTED: "A message went round a loop more often than the hop budget allows.",
  TOKEN_BUDGET_EXHAUSTED: "A message came back in a loop after the token budget was used up.",
  QUEUE_FULL: "There is no room and the caller would not wait, or a trace holds more than its bound.",
  MULTIPLE_RESULTS: "A trace of `call()` had a second result.",
  RESULT_IS_PROMISE: "A trace of `call()` has a promise, or an object with a `then`, as its result.",
  NODE_STARVED: "A node waits in `ctx.fetch()` and nothing of its trace can reach it any more.",
  JOIN_INCOMPLETE: "A join did not get all its messages in time, or nothing more can come.",
  UNKNOWN_TARGET: "A message was sent to something that is no successor of the node.",
  CONTEXT_OVER: "A node's context was used after the node had ended.",
  STREAM_ORDER: "An explicit `seq` of a chunk goes back.",
  UNKNOWN_TRACE: "There is no such trace, or all its results were fetched.",
  DUPLICATE_TRACE: "A trace with that id is running.",
  STOPPED: "The flow was stopped.",
  CYCLE: "The graph has a cycle that nobody has allowed.",
  INVALID_FLOW: "The definition of a flow cannot work; the message says what is wrong.",
  INVALID_NODE: "The definition of a node cannot work; the message says what is wrong.",
  INVALID_OPTIONS: "An option of a call has a value that it cannot have.",
  UNKNOWN_MODEL: "The registry has no schemas for a node that relies on it.",
  DUPLICATE_MODEL: "The registry has schemas for that node already.",
  INVALID_ROUTE: "A policy returned something that names no successor.",
});

/** One of the codes of {@link flowErrors}. */
export type FlowErrorCode = keyof typeof flowErrors.meanings;
