import { randomUUID } from "node:crypto";
import { isPergolaError, throwIfAborted } from "@pergola/core";
import type { Flow, FlowEvent, TraceOutcome } from "@pergola/flow-runtime";
import type { TracePrinter } from "./trace-printer.ts";

/** One message, and who is told what becomes of it. */
export interface TraceToRun {
  readonly input: unknown;
  readonly printer: TracePrinter;
  readonly signal: AbortSignal;
  /** Milliseconds. Default: none. */
  readonly timeoutMs: number | undefined;
  /** Is told what happens in the trace. */
  readonly onEvent?: (event: FlowEvent) => void;
}

/** Runs one trace to its end. @throws what ended it; the signal's reason when that was the signal */
export async function runTrace(flow: Flow, trace: TraceToRun): Promise<void> {
  const traceId = randomUUID();
  let outcome: TraceOutcome | undefined;
  const unsubscribe = flow.on((event) => {
    if (event.traceId !== traceId) return;
    if (event.type === "trace-settled") outcome = event.outcome;
    trace.onEvent?.(event);
  });
  try {
    await printAll(flow, traceId, trace);
  } catch (error) {
    const { aborted, reason } = trace.signal;
    const failure: unknown = aborted ? reason : error;
    // A trace may have completed, and what it gave is not printed for all that.
    if (outcome === undefined || outcome === "completed") outcome = aborted ? "cancelled" : "failed";
    await trace.printer.end({ traceId, outcome, error: failure }).catch(() => undefined);
    throw failure;
  } finally {
    unsubscribe();
  }
  await trace.printer.end({ traceId, outcome: outcome ?? "completed" });
}

async function printAll(
  flow: Flow,
  traceId: string,
  { input, printer, signal, timeoutMs }: TraceToRun,
): Promise<void> {
  for await (const item of flow.stream(input, { traceId, signal, timeoutMs })) {
    throwIfAborted(signal); // What was already on its way is not wanted any more.
    // A flow with errorsAsResults tells so what ended the trace.
    if (item.type === "result" && isPergolaError(item.value)) throw item.value;
    await printer.item(item);
  }
}
