import { abortable, type Clock, throwIfAborted } from "@pergola/core";
import { linkSignals } from "./linked-signal.ts";

export interface Limit {
  readonly limitMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** What the work is ended with when the time is over. */
  onLimit(): Error;
}

/**
 * Waits for work, but no longer than the limit and the signal say: then the work's own signal fires, and nobody waits
 * for it any more. No timer and no listener stays behind.
 */
export async function withinLimit<T>(
  { limitMs, clock, signal, onLimit }: Limit,
  work: (signal: AbortSignal) => T | PromiseLike<T>,
): Promise<T> {
  throwIfAborted(signal);
  const own = linkSignals(signal);
  const cancelTimer = clock.setTimer(limitMs, () => own.abort(onLimit()));
  try {
    return await abortable(begin(work, own.signal), own.signal);
  } finally {
    cancelTimer();
    own.letGo();
  }
}

/** What work throws at once is a rejection too. */
async function begin<T>(work: (signal: AbortSignal) => T | PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return work(signal);
}
