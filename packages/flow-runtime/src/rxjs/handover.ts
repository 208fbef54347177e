/** What subscribers make of an event, told back to the flow although rxjs passes on no answer. */
export class Handover {
  #waits: PromiseLike<unknown>[] = [];
  #errors: unknown[] = [];

  /** Calls a subscriber. Nothing that it throws gets out; what it waits for is noted. */
  readonly watch = (call: () => unknown): void => {
    try {
      const answer = call();
      if (answer instanceof Promise) this.#waits.push(answer);
    } catch (error) {
      this.#errors.push(error);
    }
  };

  /** @returns a promise when a subscriber needs time @throws what a subscriber has thrown */
  during(handOver: () => void): Promise<unknown> | undefined {
    handOver();
    const waits = this.#waits;
    const [error] = this.#errors;
    const hasFailed = this.#errors.length > 0;
    this.#waits = [];
    this.#errors = [];
    if (waits.length > 0) return Promise.all(hasFailed ? [...waits, Promise.reject(error)] : waits);
    if (hasFailed) throw error;
    return undefined;
  }
}
