import { abortReason, type EmitRunEvent } from "@pergola/core";
import { isFinish } from "../run/open-items.ts";
import type { RunContext } from "../run/run-context.ts";

export interface NarrowRun extends Disposable {
  /** The same run with a signal of its own. */
  readonly run: RunContext;
  abort(reason: unknown): void;
}

/**
 * The run for a part of its work: its signal fires with the run's, and can be fired alone. Once it has fired, only what
 * is open may finish: the run may go on, and nobody waits for this part any more.
 */
export function narrowRun(outer: RunContext): NarrowRun {
  const controller = new AbortController();
  const onAbort = () => controller.abort(abortReason(outer.signal));
  if (outer.signal.aborted) onAbort();
  else outer.signal.addEventListener("abort", onAbort, { once: true });
  return {
    run: { ...outer, signal: controller.signal, emit: emitUntil(controller.signal, outer) },
    abort: (reason) => controller.abort(reason),
    [Symbol.dispose]: () => outer.signal.removeEventListener("abort", onAbort),
  };
}

function emitUntil(signal: AbortSignal, { emit, journal }: RunContext): EmitRunEvent {
  const pass = emit ?? journal.emit;
  const isLate = () => signal.aborted && !journal.isSealed;
  return (event) => (isLate() && !isFinish(event.type) ? undefined : pass(event));
}
