import type { Clock } from "@pergola/core";
import type { Exhausted } from "./loop-budget.ts";
import type { Trace } from "./trace.ts";

/** What can end a trace from outside. */
interface Ending {
  readonly clock: Clock;
  cancel(traceId: string, cause?: unknown): boolean;
  exhaust(trace: Trace, exhausted: Exhausted): void;
}

/** Ends the trace at its deadline and when its caller's signal fires: one timer and one listener, let go at its end. */
export function watchTrace(engine: Ending, trace: Trace, signal: AbortSignal | undefined): void {
  const { deadlineAt } = trace;
  if (deadlineAt === undefined && signal === undefined) return;
  const cancelTimer = deadlineAt === undefined ? undefined : startTimer(engine, trace, deadlineAt);
  const onAbort = () => engine.cancel(trace.id, signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  trace.release = () => {
    cancelTimer?.();
    signal?.removeEventListener("abort", onAbort);
  };
  if (signal?.aborted) onAbort();
}

function startTimer(engine: Ending, trace: Trace, deadlineAt: number): () => void {
  const onTime = () => {
    if (!trace.isOpen) return;
    const isAnswer = trace.budget?.onExhausted === "answer";
    engine.exhaust(trace, { code: "DEADLINE_EXCEEDED", isAnswer, limit: deadlineAt });
  };
  return engine.clock.setTimer(Math.max(0, deadlineAt - engine.clock.now()), onTime);
}
