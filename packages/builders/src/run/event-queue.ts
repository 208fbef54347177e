import type { RunEvent } from "@pergola/core";

/** How many events may wait for a reader before the producer of tokens is asked to wait. */
const HIGH_WATER_MARK = 1_024;

type Next = IteratorResult<RunEvent, undefined>;

const DONE: Next = Object.freeze({ value: undefined, done: true });

/**
 * Events between one run and one reader. Both sides have a synchronous fast path; a full queue answers `push` with a
 * promise that resolves when the reader has caught up.
 */
export class EventQueue {
  #buffer: RunEvent[] = [];
  #head = 0;
  /** Calls of `next` that wait, oldest first. */
  readonly #readers: PromiseWithResolvers<Next>[] = [];
  #room: PromiseWithResolvers<void> | undefined;
  #isEnded = false;
  /** Told to one reader, then forgotten. */
  #failure: { readonly error: unknown } | undefined;

  push(event: RunEvent): void | Promise<void> {
    if (this.#isEnded) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ value: event, done: false });
      return;
    }
    this.#buffer.push(event);
    if (this.#buffer.length - this.#head < HIGH_WATER_MARK) return;
    this.#room ??= Promise.withResolvers<void>();
    return this.#room.promise;
  }

  next(): Promise<Next> {
    const event = this.#buffer[this.#head];
    if (event !== undefined) {
      this.#advance();
      return Promise.resolve({ value: event, done: false });
    }
    if (this.#isEnded) return this.#last();
    const reader = Promise.withResolvers<Next>();
    this.#readers.push(reader);
    return reader.promise;
  }

  /** No more events will come; what waits can still be read, then `failure` is thrown. */
  end(failure?: { readonly error: unknown }): void {
    this.#isEnded = true;
    this.#failure = failure;
    for (const reader of this.#readers.splice(0)) reader.resolve(this.#last());
    this.#freeProducer();
  }

  /** The reader has left: what waits is dropped and nobody waits for it. */
  discard(): void {
    this.#buffer = [];
    this.#head = 0;
    this.end();
  }

  #last(): Promise<Next> {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure === undefined ? Promise.resolve(DONE) : Promise.reject(failure.error);
  }

  #advance(): void {
    this.#head += 1;
    const isEmpty = this.#head === this.#buffer.length;
    if (!isEmpty) return;
    this.#buffer = [];
    this.#head = 0;
    this.#freeProducer();
  }

  #freeProducer(): void {
    this.#room?.resolve();
    this.#room = undefined;
  }
}
