import { abortReason, type Clock } from "@pergola/core";

/** Ends a call when its caller says so, or when the vendor is silent for too long. */
export interface CallGuard {
  /** Fires in both cases; for `fetch`. */
  readonly signal: AbortSignal;
  /** Why the call must end, once it must. */
  readonly failure: Error | undefined;
  /** The vendor is being waited for: its silence counts from now. */
  startWaiting(): void;
  stopWaiting(): void;
  /** Called once when the call must end. */
  onStop(listener: () => void): void;
  /** Removes timer and listener. */
  close(): void;
}

export interface CallGuardOptions {
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  /** Longest silence. */
  readonly timeoutMs: number;
  readonly timeoutError: () => Error;
}

/** One timer for a whole call, set again only when it fires: hearing a byte costs a subtraction. */
export function createCallGuard(options: CallGuardOptions): CallGuard {
  const { signal, clock, timeoutMs, timeoutError } = options;
  const controller = new AbortController();
  let failure: Error | undefined;
  let listener: (() => void) | undefined;
  let waitingSince: number | undefined;
  let cancelTimer: (() => void) | undefined;

  const stop = (error: Error): void => {
    if (failure !== undefined) return;
    failure = error;
    close();
    controller.abort(error);
    listener?.();
  };
  const onAbort = (): void => {
    if (signal !== undefined) stop(abortReason(signal));
  };
  const onTimer = (): void => {
    cancelTimer = undefined;
    if (waitingSince === undefined) return;
    const remaining = waitingSince + timeoutMs - clock.monotonic();
    if (remaining <= 0) stop(timeoutError());
    else cancelTimer = clock.setTimer(remaining, onTimer);
  };
  const close = (): void => {
    signal?.removeEventListener("abort", onAbort);
    cancelTimer?.();
    cancelTimer = undefined;
    waitingSince = undefined;
  };

  if (signal?.aborted) onAbort();
  else signal?.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    get failure() {
      return failure;
    },
    startWaiting() {
      waitingSince = clock.monotonic();
      cancelTimer ??= clock.setTimer(timeoutMs, onTimer);
    },
    stopWaiting() {
      waitingSince = undefined;
    },
    onStop(added) {
      listener = added;
    },
    close,
  };
}
