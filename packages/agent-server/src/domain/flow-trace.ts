import type { ErrorData } from "@pergola/core";
import type { TraceOutcome } from "@pergola/flow-runtime";
import type { Caller } from "./caller.ts";
import type { KeptValue } from "./kept-value.ts";

/** A trace that a user started, while it runs and for a while after. */
export interface FlowTrace {
  readonly id: string;
  readonly flow: string;
  readonly caller: Caller;
  readonly input: KeptValue;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** There once it has ended. */
  readonly end?: TraceEnd;
}

/** How a trace ended. */
export interface TraceEnd {
  readonly outcome: TraceOutcome;
  /** Epoch milliseconds. */
  readonly finishedAt: number;
  /** The first results; `resultCount` says how many there were. */
  readonly results: readonly KeptValue[];
  readonly resultCount: number;
  readonly error?: ErrorData;
}

const OUTCOMES: Readonly<Record<string, TraceOutcome>> = {
  TRACE_CANCELLED: "cancelled",
  DEADLINE_EXCEEDED: "deadline",
  HOP_BUDGET_EXHAUSTED: "budget",
  TOKEN_BUDGET_EXHAUSTED: "budget",
  STOPPED: "stopped",
};

/** The outcome that an error of a trace stands for. */
export function outcomeOf(code: string): TraceOutcome {
  return OUTCOMES[code] ?? "failed";
}
