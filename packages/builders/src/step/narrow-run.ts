import { abortReason } from "@pergola/core";
import type { RunContext } from "../run/run-context.ts";

export interface NarrowRun extends Disposable {
  /** The same run with a signal of its own. */
  readonly run: RunContext;
  abort(reason: unknown): void;
}

/** The run for a part of its work: its signal fires with the run's, and can be fired alone. */
export function narrowRun(outer: RunContext): NarrowRun {
  const controller = new AbortController();
  const onAbort = () => controller.abort(abortReason(outer.signal));
  if (outer.signal.aborted) onAbort();
  else outer.signal.addEventListener("abort", onAbort, { once: true });
  return {
    run: { ...outer, signal: controller.signal },
    abort: (reason) => controller.abort(reason),
    [Symbol.dispose]: () => outer.signal.removeEventListener("abort", onAbort),
  };
}
