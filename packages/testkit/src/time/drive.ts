import { abortReason, systemClock } from "@pergola/core";
import { testkitErrors } from "../errors.ts";
import type { TimeInUse } from "./time-in-use.ts";
import { WakeUp } from "./wake-up.ts";

export interface DriveOptions {
  /** Longest wait in real time, in milliseconds. */
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What the error says of work that is not over. */
  readonly describe?: () => string;
}

interface Progress {
  state: "running" | "over" | "late";
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
  const wakeUp = new WakeUp();
  const progress: Progress = { state: "running" };
  const become = (state: Progress["state"]) => () => {
    progress.state = state;
    wakeUp.call();
  };
  work.then(become("over"), become("over"));
  const cancelTimer = systemClock.setTimer(patienceMs, become("late"));
  signal?.addEventListener("abort", wakeUp.call, { once: true });
  time.onTimer = wakeUp.call;
  try {
    while (progress.state !== "over") {
      if (signal?.aborted) throw abortReason(signal);
      if (progress.state === "late") throw neverSettled(patienceMs, describe());
      await moveOn(time, wakeUp);
    }
    return await work;
  } finally {
    cancelTimer();
    signal?.removeEventListener("abort", wakeUp.call);
    time.onTimer = undefined;
  }
}

/** Lets run what is ready; when that changes nothing, moves time; when that cannot be, waits. */
async function moveOn(time: TimeInUse, wakeUp: WakeUp): Promise<void> {
  const woken = wakeUp.renew();
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (wakeUp.isCalled || (await time.moveOn())) return;
  await woken;
}

function neverSettled(patienceMs: number, found: string) {
  return testkitErrors.create("NEVER_SETTLED", {
    message: `It was not over after ${patienceMs} ms of real time.${found}`,
    hint: "Something waits for what never comes. If it waits for a socket or a file, raise patienceMs.",
    details: { patienceMs },
  });
}
