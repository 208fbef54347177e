import { abortReason, errorMessage, throwIfAborted } from "@pergola/core";
import { stepErrors } from "../errors.ts";

export interface RunBoundedOptions {
  /** Most that run at the same time; at least 1. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/**
 * Runs `work` once for each item, begun in order, some at a time. When one fails no other begins and the signal of
 * those that run fires. All that began have ended when this returns.
 *
 * @returns what came of each, in the order of the items
 * @throws what failed first; the signal's reason when that fired before
 */
export async function runBounded<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number, signal: AbortSignal) => Promise<Result>,
  { concurrency, signal }: RunBoundedOptions,
): Promise<Result[]> {
  throwIfAborted(signal);
  const results = new Array<Result>(items.length);
  const stop = new FirstFailure();
  const waiting = items.entries();
  const runInTurn = async () => {
    for (const [index, item] of waiting) {
      if (stop.signal.aborted) return;
      try {
        results[index] = await work(item, index, stop.signal);
      } catch (thrown) {
        stop.fail(thrown, stoppedBySibling(thrown));
      }
    }
  };
  const onAbort = () => stop.fail(abortReason(signal), abortReason(signal));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, runInTurn));
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
  stop.throwIfFailed();
  return results;
}

/** Keeps what failed first, and stops the others. */
class FirstFailure {
  readonly #controller = new AbortController();
  #failure: { readonly thrown: unknown } | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  fail(thrown: unknown, reason: Error): void {
    this.#failure ??= { thrown };
    this.#controller.abort(reason);
  }

  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.thrown;
  }
}

/** What the others are told, so that their events do not look as if they had failed themselves. */
function stoppedBySibling(cause: unknown) {
  return stepErrors.create("SIBLING_FAILED", {
    message: `This was stopped because another part of the same step failed first: ${errorMessage(cause)}`,
    hint: "Mend what failed first; the step throws it.",
    cause,
  });
}
