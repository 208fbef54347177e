import { storageClosed } from "../storage/storage-closed.ts";

/** Counts what is under way, so that closing can wait for it. */
export class InFlight {
  readonly #works = new Set<Promise<unknown>>();
  #isClosed = false;

  /** @throws STORE_CLOSED */
  assertOpen(): void {
    if (this.#isClosed) throw storageClosed();
  }

  /** @throws STORE_CLOSED */
  async run<T>(start: () => Promise<T>): Promise<T> {
    this.assertOpen();
    const work = start();
    this.#works.add(work);
    try {
      return await work;
    } finally {
      this.#works.delete(work);
    }
  }

  /** Nothing more begins; resolves when nothing is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#works.size > 0) await Promise.allSettled(this.#works);
  }
}
