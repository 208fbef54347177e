import { InFlight } from "./in-flight.ts";

/**
 * How long something is open: until `close`, which refuses what begins later and waits for what has begun.
 * Whoever owns things holds one, and gives its own `close` and `[Symbol.asyncDispose]` in terms of it.
 */
export class Lifetime {
  readonly #closedError: () => Error;
  readonly #stop = new AbortController();
  readonly #inFlight = new InFlight();
  #closing: Promise<void> | undefined;

  /** @param closedError what is thrown after `close`, and the reason of {@link signal} */
  constructor(closedError: () => Error) {
    this.#closedError = closedError;
  }

  /** Fires when `close` begins: work that should end then is given it. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** @throws what the constructor was given */
  assertOpen(): void {
    if (this.#stop.signal.aborted) throw this.#closedError();
  }

  /** Work that `close` waits for. @throws what the constructor was given, and then nothing begins */
  async run<T>(begin: () => Promise<T>): Promise<T> {
    this.assertOpen();
    return this.#inFlight.track(begin());
  }

  /** Work that has begun, which `close` waits for also when it is closing already. */
  track<T>(work: Promise<T>): Promise<T> {
    return this.#inFlight.track(work);
  }

  /**
   * Refuses what begins later, waits for what has begun, then finishes. The same promise for all who call it.
   *
   * @param finish closes what is owned; only that of the first call counts
   */
  close(finish: () => Promise<void> | void = () => undefined): Promise<void> {
    if (this.#closing !== undefined) return this.#closing;
    const { promise, resolve } = Promise.withResolvers<void>();
    // Listeners of the signal may ask to close, too.
    this.#closing = promise;
    this.#stop.abort(this.#closedError());
    resolve(this.#inFlight.settled().then(finish));
    return promise;
  }
}
