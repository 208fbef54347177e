import type { RunEvent } from "./run-event.ts";
import type { Scope } from "./scope.ts";

/** Whose run an observed event belongs to. */
export interface ObservedRun {
  /** Of the run that is observed; an event of a run inside it carries its own `runId` and `parentRunId`. */
  readonly id: string;
  readonly scope: Scope;
  /** What its caller follows the request by: a server takes it from `X-Trace-ID`. */
  readonly traceId?: string;
}

/**
 * Reads the events of every run of an agent: logs, metrics, spans. Telemetry: what it throws never reaches the run, and it
 * is never awaited, so it puts what takes time into a bounded buffer of its own.
 */
export interface RunObserver {
  /** Also tell it of `text-delta` and `reasoning-delta`. Default false. */
  readonly deltas?: boolean;
  /** Called once for each event, in the order of the run. The event belongs to everybody: it is frozen; change nothing in it. */
  observe(event: RunEvent, run: ObservedRun): void;
}
