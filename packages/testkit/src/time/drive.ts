import { abortReason, systemClock } from "@pergola/core";
import { testkitErrors } from "../errors.ts";
import type { TimeInUse } from "./time-in-use.ts";

export interface DriveOptions {
  /** Longest wait in real time, in milliseconds. */
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What the error says of work that is not over. */
  readonly describe?: () => string;
}

/**
 * Lets work come to its end: whenever nothing of it is ready, time moves to the next timer. Without a timer it waits for
 * what is real, without polling.
 *
 * @throws NEVER_SETTLED, and the signal's reason
 */
export async function drive<Result>(
  work: Promise<Result>,
  time: TimeInUse,
  { patienceMs, signal, describe = () => "" }: DriveOptions,
): Promise<Result> {
  let isOver = false;
  let wake = () => {};
  const end = () => {
    isOver = true;
    wake();
  };
  work.then(end, end);
  let isLate = false;
  const cancelTimer = systemClock.setTimer(patienceMs, () => {
    isLate = true;
    wake();
  });
  const onAbort = () => wake();
  signal?.addEventListener("abort", onAbort, { once: true });
  time.onTimer = () => wake();
  try {
    while (!isOver) {
      if (signal?.aborted) throw abortReason(signal);
      if (isLate) throw neverSettled(patienceMs, describe());
      let isWoken = false;
      const woken = new Promise<void>((resolve) => {
        wake = () => {
          isWoken = true;
          resolve();
        };
      });
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (isWoken || (await time.moveOn())) continue;
      await woken;
    }
    return await work;
  } finally {
    cancelTimer();
    signal?.removeEventListener("abort", onAbort);
    time.onTimer = undefined;
  }
}

function neverSettled(patienceMs: number, found: string) {
  return testkitErrors.create("NEVER_SETTLED", {
    message: `It was not over after ${patienceMs} ms of real time.${found}`,
    hint: "Something waits for what never comes. If it waits for a socket or a file, raise patienceMs.",
    details: { patienceMs },
  });
}
