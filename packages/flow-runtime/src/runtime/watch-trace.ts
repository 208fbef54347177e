import type { Clock } from "@pergola/core";
import type { Exhausted } from "./loop-budget.ts";
import type { Trace } from "./trace.ts";

/** Who ends traces. */
interface Ender {
  readonly clock: Clock;
  cancel(traceId: string, cause: unknown): boolean;
  exhaust(trace: Trace, exhausted: Exhausted): void;
}

/** Ends the trace at its deadline and when its caller's signal fires: one timer and one listener, let go at its end. */
export function watchTrace(engine: Ender, trace: Trace, signal: AbortSignal | undefined): void {
  const { deadlineAt } = trace;
  if (deadlineAt === undefined && signal === undefined) return;
  if (signal?.aborted) {
    engine.cancel(trace.id, signal.reason);
    return;
  }
  const leftMs = deadlineAt === undefined ? undefined : deadlineAt - engine.clock.now();
  const onTime = () => endAtDeadline(engine, trace);
  if (leftMs !== undefined && leftMs <= 0) {
    onTime();
    return;
  }
  const cancelTimer = leftMs === undefined ? undefined : engine.clock.setTimer(leftMs, onTime);
  const onAbort = () => engine.cancel(trace.id, signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  trace.release = () => {
    cancelTimer?.();
    signal?.removeEventListener("abort", onAbort);
  };
}

function endAtDeadline(engine: Ender, trace: Trace): void {
  if (!trace.isOpen) return;
  engine.exhaust(trace, { code: "DEADLINE_EXCEEDED", isAnswer: trace.isAnswered, limit: trace.deadlineAt });
}
