import type { RunEvent } from "@pergola/core";

/** How many events may wait for a reader before the producer of tokens is asked to wait. */
export const HIGH_WATER_MARK = 1_024;

type Waiter = (result: IteratorResult<RunEvent, undefined>) => void;

/**
 * Events between one run and one reader. Both sides have a synchronous fast path; a full queue answers `push` with a
 * promise that resolves when the reader has caught up.
 */
export class EventQueue {
  #buffer: RunEvent[] = [];
  #head = 0;
  #reader: Waiter | undefined;
  #room: PromiseWithResolvers<void> | undefined;
  #isEnded = false;

  push(event: RunEvent): void | Promise<void> {
    if (this.#isEnded) return;
    if (this.#reader !== undefined) {
      const reader = this.#reader;
      this.#reader = undefined;
      reader({ value: event, done: false });
      return;
    }
    this.#buffer.push(event);
    if (this.#buffer.length - this.#head < HIGH_WATER_MARK) return;
    this.#room ??= Promise.withResolvers<void>();
    return this.#room.promise;
  }

  next(): Promise<IteratorResult<RunEvent, undefined>> {
    const event = this.#buffer[this.#head];
    if (event !== undefined) {
      this.#advance();
      return Promise.resolve({ value: event, done: false });
    }
    if (this.#isEnded) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => {
      this.#reader = resolve;
    });
  }

  /** No more events will come; what waits can still be read. */
  end(): void {
    this.#isEnded = true;
    this.#reader?.({ value: undefined, done: true });
    this.#reader = undefined;
    this.#freeProducer();
  }

  /** The reader has left: what waits is dropped and nobody waits for it. */
  discard(): void {
    this.#buffer = [];
    this.#head = 0;
    this.end();
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
