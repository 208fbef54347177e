/** Who is told of the end of an attempt before its time, or waits for the end at all. Most attempts have nobody. */
export class AttemptEnding {
  /** Why it has ended before its time; undefined while it has not. */
  #reason: Error | undefined;
  #controller: AbortController | undefined;
  readonly #listeners = new Set<(reason: Error | undefined) => void>();

  get reason(): Error | undefined {
    return this.#reason;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  tell(reason: Error | undefined): void {
    this.#reason = reason;
    if (reason !== undefined) this.#controller?.abort(reason);
    for (const listener of [...this.#listeners]) listener(reason);
  }

  /** @returns what takes that back */
  listen(listener: (reason: Error | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
