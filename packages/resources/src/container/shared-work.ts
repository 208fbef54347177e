import { abortable, abortReason } from "@pergola/core";

/** Work that several wait for. It is stopped when the last of them has gone. */
export class SharedWork {
  /** When the work has ended, however it did. */
  readonly settled: Promise<void>;
  readonly #work: Promise<void>;
  readonly #controller = new AbortController();
  #waiting = 0;

  constructor(run: (signal: AbortSignal) => Promise<void>) {
    this.#work = Promise.resolve().then(() => run(this.#controller.signal));
    this.settled = this.#work.catch(() => undefined);
  }

  get isStopping(): boolean {
    return this.#controller.signal.aborted;
  }

  stop(reason: Error): void {
    this.#controller.abort(reason);
  }

  /**
   * Waits for it. Whoever's signal fires is let go at once while others wait, else when the work has ended.
   *
   * @throws what the work throws; the signal's reason
   */
  async join(signal: AbortSignal | undefined): Promise<void> {
    this.#waiting += 1;
    try {
      await abortable(this.#work, signal);
    } catch (thrown) {
      this.#waiting -= 1;
      if (signal?.aborted && this.#waiting === 0) {
        this.stop(abortReason(signal));
        await this.settled;
      }
      throw thrown;
    }
  }
}
