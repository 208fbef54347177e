import { abortReason } from "@pergola/core";
import type { LogEntry } from "./log-entry.ts";
import { type LogSelection, wants } from "./log-output.ts";

/** The lines of a live log, for one reader. Leaving the loop ends it. */
export interface LiveLogClient extends AsyncIterableIterator<LogEntry, undefined, void>, AsyncDisposable {
  /** Lines that it never got because it was too slow: the oldest go first. */
  readonly dropped: number;
}

export interface LiveClientOptions {
  readonly selection: LogSelection;
  readonly bufferSize: number;
  readonly signal?: AbortSignal;
  readonly onEnd: () => void;
}

interface Waiting {
  readonly resolve: (result: IteratorResult<LogEntry, undefined>) => void;
  readonly reject: (reason: unknown) => void;
}

const OVER = { done: true, value: undefined } as const;

/** Keeps what a reader has not read yet. */
export class LiveClient implements LiveLogClient {
  readonly #options: LiveClientOptions;
  readonly #lines: LogEntry[] = [];
  readonly #readers: Waiting[] = [];
  #dropped = 0;
  #isOver = false;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    if (options.signal?.aborted) this.#isOver = true;
    else options.signal?.addEventListener("abort", this.#onAbort);
  }

  get dropped(): number {
    return this.#dropped;
  }

  push(entry: LogEntry): void {
    const { selection, bufferSize } = this.#options;
    if (this.#isOver || !wants(selection, entry)) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: entry });
      return;
    }
    if (this.#lines.length >= bufferSize) {
      this.#lines.shift();
      this.#dropped += 1;
    }
    this.#lines.push(entry);
  }

  /** What is there can still be read. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    for (const reader of this.#readers.splice(0)) reader.resolve(OVER);
    this.#options.onEnd();
  }

  next(): Promise<IteratorResult<LogEntry, undefined>> {
    const { signal } = this.#options;
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const value = this.#lines.shift();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#isOver) return Promise.resolve(OVER);
    return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<LogEntry, undefined>> {
    this.#lines.length = 0;
    this.end();
    return Promise.resolve(OVER);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  readonly #onAbort = (): void => {
    const { signal } = this.#options;
    if (signal !== undefined)
      for (const reader of this.#readers.splice(0)) reader.reject(abortReason(signal));
    this.end();
  };
}
