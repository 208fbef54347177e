import type { CircuitBreaker } from "../breaker/breaker.ts";

export interface StreamGuard {
  readonly breaker: CircuitBreaker;
  /** Makes a call behind the breaker. */
  readonly guarded: <T>(call: () => Promise<T>) => Promise<T>;
  /** The stream begins. @returns what is told once, when the reader is done with it */
  readonly begin: () => (error?: unknown) => void;
}

/**
 * The pieces of a stream behind a breaker. A stream is one call: it counts when it has failed, and when it has ended or its
 * reader wants no more. One that has begun goes on while the breaker is open, and tries for all when its time is over.
 */
export async function* guardStream<T>(
  open: () => AsyncIterable<T>,
  { breaker, guarded, begin }: StreamGuard,
): AsyncGenerator<T, void, undefined> {
  const onEnd = begin();
  let pieces: AsyncIterator<T> | undefined;
  const next = async () => {
    pieces ??= open()[Symbol.asyncIterator]();
    return pieces.next();
  };
  let hasFailed = false;
  try {
    breaker.assertUsable();
    for (;;) {
      const piece = await nextPiece(next, { breaker, guarded });
      if (piece.done === true) return;
      yield piece.value;
    }
  } catch (error) {
    hasFailed = true;
    onEnd(error);
    throw error;
  } finally {
    // One that was stopped may never come to its end: it is told, and not waited for.
    const closing = (async () => pieces?.return?.())();
    closing.catch(() => undefined);
    if (!hasFailed) {
      onEnd();
      if (isClosed(breaker)) await guarded(async () => undefined);
      await closing;
    }
  }
}

const isClosed = (breaker: CircuitBreaker) => breaker.snapshot().state === "closed";

async function nextPiece<T>(
  next: () => Promise<T>,
  { breaker, guarded }: Pick<StreamGuard, "breaker" | "guarded">,
): Promise<T> {
  if (!breaker.isOpen && !isClosed(breaker)) return guarded(next);
  try {
    return await next();
  } catch (error) {
    if (breaker.isOpen) throw error;
    return guarded(() => Promise.reject(error));
  }
}
