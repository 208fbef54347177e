/** A wait that ends when it is called, also when it was called since the wait was made. */
export class WakeUp {
  #isCalled = false;
  #resolve = () => {};

  readonly call = (): void => {
    this.#isCalled = true;
    this.#resolve();
  };

  /** Forgets earlier calls. @returns what resolves with the next one */
  renew(): Promise<void> {
    this.#isCalled = false;
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get isCalled(): boolean {
    return this.#isCalled;
  }
}
