import { type Clock, systemClock } from "./clock.ts";
import { errorMessage } from "./error-message.ts";
import { coreErrors } from "./errors.ts";

/** The signal's reason as an error: the reason itself when it is one, else `ABORTED` with the reason as cause. */
export function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  if (reason instanceof Error) return reason;
  return coreErrors.create("ABORTED", {
    message: `The work was aborted: ${errorMessage(reason)}.`,
    hint: "Nothing to mend: whoever holds the AbortController asked for it.",
    cause: reason,
  });
}

/** @throws the signal's reason, if it has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortReason(signal);
}

/** Waits for `work`, or for the signal, whichever is first. The work itself is not stopped: pass it the signal too. */
export function abortable<T>(work: PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return Promise.resolve(work);
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(abortReason(signal));
    const settle = (finish: () => void) => {
      signal.removeEventListener("abort", onAbort);
      finish();
    };
    work.then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    );
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** Waits `delayMs`; rejects with the signal's reason as soon as it fires. No timer is left behind. */
export function sleep(
  delayMs: number,
  options: { readonly signal?: AbortSignal; readonly clock?: Clock } = {},
): Promise<void> {
  const { signal, clock = systemClock } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortReason(signal));
    const cancelTimer = clock.setTimer(delayMs, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    const onAbort = () => {
      cancelTimer();
      if (signal !== undefined) reject(abortReason(signal));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
