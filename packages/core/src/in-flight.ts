/** Counts work that is under way, so that whoever owns it can wait for it. */
export class InFlight {
  readonly #works = new Set<Promise<unknown>>();

  /** How much is under way. */
  get size(): number {
    return this.#works.size;
  }

  /** Counts work until it has settled, and hands it on. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.#works.add(work);
    try {
      return await work;
    } finally {
      this.#works.delete(work);
    }
  }

  /**
   * Resolves when nothing is under way, also of what begins while it waits. It waits at least for what was let in before
   * and begins in a moment. How the work ends is told to its callers.
   */
  async settled(): Promise<void> {
    do await Promise.allSettled(this.#works);
    while (this.#works.size > 0);
  }
}
