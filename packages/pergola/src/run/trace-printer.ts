import type { StreamItem, TraceOutcome } from "@pergola/flow-runtime";

/** How a trace ended. */
export interface TraceEnd {
  readonly traceId: string;
  readonly outcome: TraceOutcome;
  /** What ended it, unless it was completed. */
  readonly error?: unknown;
}

/** Prints what a trace gives. */
export interface TracePrinter {
  item(item: StreamItem): Promise<void>;
  /** Called once, whatever happened. */
  end(end: TraceEnd): Promise<void>;
}
