import { abortable, type Clock } from "@pergola/core";

export interface TimeLimitOptions {
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What is thrown when the time is over. */
  onTimeout(): Error;
}

/**
 * Waits for work no longer than the time limit and the signal. The work gets a signal of both; what it does not stop is
 * left behind. No timer is.
 */
export async function timeLimit<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, clock, signal, onTimeout }: TimeLimitOptions,
): Promise<T> {
  const limit = new AbortController();
  const cancel = clock.setTimer(timeoutMs, () => limit.abort(onTimeout()));
  const both = AbortSignal.any([signal, limit.signal]);
  try {
    return await abortable(work(both), both);
  } finally {
    cancel();
  }
}
