import type { RunContext } from "./run-context.ts";
import type { Worked } from "./run-graph.ts";
import { answerText, pendingCalls, type RunMetrics, type RunResult } from "./run-result.ts";
import type { UsageCounter } from "./usage-counter.ts";

export interface RanContext {
  readonly run: RunContext;
  readonly usage: UsageCounter;
  readonly isTurn: boolean;
  /** Absent when nobody asked for metrics. */
  readonly latencyMs?: number;
}

/** Collects what came of a run. */
export function collectResult({ state, interrupts }: Worked, ran: RanContext): RunResult {
  const { run, usage, isTurn, latencyMs } = ran;
  const { messages } = run.transcript;
  return {
    text: answerText(messages),
    messages,
    state,
    runId: run.id,
    ...(isTurn && { sessionId: run.scope.sessionId }),
    toolCalls: [...run.toolRecords, ...pendingCalls(messages)],
    usage: usage.total,
    finishReason: usage.finishReason ?? "stop",
    iterations: usage.modelCalls,
    ...(interrupts !== undefined && { interrupts }),
    ...(latencyMs !== undefined && { metrics: metricsOf(ran, latencyMs) }),
  };
}

function metricsOf({ run, usage }: RanContext, latencyMs: number): RunMetrics {
  const { modelCalls, stepLatencyMs } = usage;
  return { latencyMs, modelCalls, toolCalls: run.counters.toolCalls, stepLatencyMs };
}
