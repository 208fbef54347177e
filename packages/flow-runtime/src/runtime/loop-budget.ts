import type { FlowErrorCode } from "../errors.ts";
import { isWorkingMemory, type WorkingMemory } from "../working-memory.ts";
import { Envelope } from "./envelope.ts";
import type { Trace } from "./trace.ts";

/** What was used up, and how the trace ends. */
export interface Exhausted {
  readonly code: Extract<
    FlowErrorCode,
    "DEADLINE_EXCEEDED" | "TOKEN_BUDGET_EXHAUSTED" | "HOP_BUDGET_EXHAUSTED"
  >;
  readonly isAnswer: boolean;
  readonly limit: number | undefined;
}

/** Counts a round of a loop. @returns the message as it goes on, or what is used up: deadline, then tokens, then hops */
export function countRound(trace: Trace, envelope: Envelope, now: () => number): Envelope | Exhausted {
  trace.hops++;
  const { budget, deadlineAt } = trace;
  const memory = isWorkingMemory(envelope.payload) ? envelope.payload : undefined;
  if (memory !== undefined) trace.hasMemory = true;
  const isAnswer = trace.isAnswered;
  const limits = { tokens: memory?.budgetTokens ?? budget?.tokens, hops: memory?.budgetHops ?? budget?.hops };
  if (deadlineAt !== undefined && now() >= deadlineAt)
    return { code: "DEADLINE_EXCEEDED", isAnswer, limit: deadlineAt };
  const used = {
    tokens: memory === undefined ? trace.tokens : trace.tokensWith(memory),
    hops: memory === undefined ? trace.hops : memory.hops + 1,
  };
  if (limits.tokens !== undefined && used.tokens >= limits.tokens)
    return { code: "TOKEN_BUDGET_EXHAUSTED", isAnswer, limit: limits.tokens };
  if (limits.hops !== undefined && used.hops >= limits.hops)
    return { code: "HOP_BUDGET_EXHAUSTED", isAnswer, limit: limits.hops };
  if (memory === undefined) return envelope;
  const next: WorkingMemory = Object.freeze({ ...memory, hops: used.hops });
  return new Envelope(trace, next, envelope.meta, envelope.edge);
}
