import type { Clock } from "@pergola/core";
import type { CountingReceiver } from "./receiver.ts";

/** Bounds of what waits for a slow receiver. */
export interface DeliveryOptions {
  /** Most items that wait; the oldest are dropped for newer ones. Default 1 000. */
  readonly bufferSize?: number;
  /** Most items that are written at once. Default 100. */
  readonly batchSize?: number;
  /** Longest time that an item waits for others, in milliseconds. Default 1 000. */
  readonly flushMs?: number;
  /** How long a write may take before its signal fires, in milliseconds. Default 5 000. */
  readonly writeTimeoutMs?: number;
}

/** How a receiver is doing. */
export interface DeliveryStats {
  readonly written: number;
  readonly waiting: number;
  /** Items that never arrived: there was no room, the write failed or took too long, or the time to close was up. */
  readonly dropped: number;
  readonly failedWrites: number;
}

const DEFAULTS = { bufferSize: 1_000, batchSize: 100, flushMs: 1_000, writeTimeoutMs: 5_000 };

/** Those of them that were given, of options that have more than these. */
export function deliveryOptions(given: DeliveryOptions): DeliveryOptions {
  const names = ["bufferSize", "batchSize", "flushMs", "writeTimeoutMs"] as const;
  return Object.fromEntries(
    names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
}

/**
 * Hands items to a receiver in batches, one write at a time, never in the caller's turn. A receiver that fails loses its
 * batch, one that hangs loses what does not fit the buffer: whoever pushes is never told and never waits.
 */
export class Delivery<T> {
  readonly #receiver: CountingReceiver<T>;
  readonly #options: Required<DeliveryOptions>;
  readonly #clock: Clock;
  readonly #waiting: T[] = [];
  #stopTimer: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  /** Gives up the write that is under way. */
  #loseWrite: ((reason: string) => void) | undefined;
  #isClosed = false;
  #written = 0;
  #dropped = 0;
  #failedWrites = 0;

  constructor(receiver: CountingReceiver<T>, options: DeliveryOptions, clock: Clock) {
    this.#receiver = receiver;
    this.#options = { ...DEFAULTS, ...options };
    this.#clock = clock;
  }

  get stats(): DeliveryStats {
    return {
      written: this.#written,
      waiting: this.#waiting.length,
      dropped: this.#dropped,
      failedWrites: this.#failedWrites,
    };
  }

  push(item: T): void {
    if (this.#isClosed) return void this.#dropped++;
    const { bufferSize, batchSize, flushMs } = this.#options;
    if (this.#waiting.length >= bufferSize) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
    this.#waiting.push(item);
    if (this.#writing !== undefined) return;
    if (this.#waiting.length === Math.min(batchSize, bufferSize)) this.#schedule(0);
    else if (this.#waiting.length === 1) this.#schedule(flushMs);
  }

  /** Writes what waits; resolves when it is written or lost, after `timeoutMs` at the latest: the rest is dropped then. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer?.();
    let stopTimer: () => void = () => {};
    const timeIsUp = new Promise<void>((resolve) => {
      stopTimer = this.#clock.setTimer(timeoutMs, resolve);
    });
    await Promise.race([this.#drain(), timeIsUp]);
    stopTimer();
    this.#loseWrite?.("The time to close was up.");
    this.#dropped += this.#waiting.splice(0).length;
  }

  async #drain(): Promise<void> {
    await this.#writing;
    while (this.#waiting.length > 0) await this.#writeBatch();
  }

  #schedule(delayMs: number): void {
    this.#stopTimer?.();
    this.#stopTimer = this.#clock.setTimer(delayMs, () => {
      this.#stopTimer = undefined;
      void this.#writeBatch();
    });
  }

  /** The next batch, and after it those that are full by then. */
  #writeBatch(): Promise<void> {
    this.#writing ??= this.#write(this.#waiting.splice(0, this.#options.batchSize)).finally(() => {
      this.#writing = undefined;
      if (this.#waiting.length > 0 && !this.#isClosed)
        this.#schedule(this.#waiting.length >= this.#options.batchSize ? 0 : this.#options.flushMs);
    });
    return this.#writing;
  }

  /** Never rejects. A late write counts as lost, but the next one waits for it: a receiver has one write at a time. */
  async #write(batch: readonly T[]): Promise<void> {
    if (batch.length === 0) return;
    const controller = new AbortController();
    const { writeTimeoutMs } = this.#options;
    this.#loseWrite = (reason) => {
      if (controller.signal.aborted) return;
      this.#dropped += batch.length;
      controller.abort(new Error(reason));
    };
    const stopTimer = this.#clock.setTimer(writeTimeoutMs, () =>
      this.#loseWrite?.(`The write took longer than ${writeTimeoutMs} ms.`),
    );
    try {
      const lost = await this.#receiver.write(batch, { signal: controller.signal });
      if (controller.signal.aborted) return;
      this.#written += batch.length - lost;
      this.#dropped += lost;
    } catch {
      this.#failedWrites += 1;
      if (!controller.signal.aborted) this.#dropped += batch.length;
    } finally {
      stopTimer();
      this.#loseWrite = undefined;
    }
  }
}
