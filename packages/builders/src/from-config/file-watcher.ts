import { type Clock, type Closable, sleep } from "@pergola/core";
import { type FileSignatures, isSame, signaturesOf } from "./file-signatures.ts";
import { watchPlaces } from "./watch-places.ts";

/** How long files must stay as they are before they count: a save is often several writes. */
const SETTLE_MS = 50;

/** Waits for quiet at most. */
const MAX_SETTLES = 40;

/** How long a file that was there may be away before that counts: editors and deployments take it away for a moment. */
const GONE_MS = 1_000;

export interface FileWatcherOptions {
  /** What the files were when they were read first. */
  readonly seen: FileSignatures;
  /** Reads them again. @returns what they were then: all that are to be watched from now on. Throws nothing */
  readonly onChange: (signal: AbortSignal) => Promise<FileSignatures>;
  readonly clock: Clock;
}

/** Calls `onChange` when the content of files may have changed and they have come to rest; never twice at once. */
export class FileWatcher implements Closable {
  readonly #options: FileWatcherOptions;
  readonly #closing = new AbortController();
  readonly #ended: Promise<void>;
  #seen: FileSignatures;
  #hint = Promise.withResolvers<void>();

  constructor(options: FileWatcherOptions) {
    this.#options = options;
    this.#seen = options.seen;
    this.#ended = this.#watch();
  }

  /** Resolves when nothing is under way any more. */
  close(): Promise<void> {
    this.#closing.abort();
    this.#hint.resolve();
    return this.#ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const end = watchPlaces([...this.#seen.keys()], () => this.#hint.resolve());
      try {
        await this.#change(signal);
      } finally {
        end();
      }
      if (!signal.aborted) this.#seen = await this.#options.onChange(signal);
    }
  }

  /** Waits until the files are other than they were, and at rest. */
  async #change(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Before the look, so that nothing after it is missed.
      this.#hint = Promise.withResolvers();
      if (!isSame(this.#now(), this.#seen) && (await this.#isSettled(signal))) return;
      if (!signal.aborted) await this.#hint.promise;
    }
  }

  /** Whether they are still other ones when they have come to rest. */
  async #isSettled(signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#options;
    const since = clock.monotonic();
    let before = this.#now();
    for (let settles = 0; ; settles++) {
      await sleep(SETTLE_MS, { clock, signal }).catch(() => undefined);
      if (signal.aborted) return false;
      const now = this.#now();
      const isQuiet = isSame(now, before) || settles >= MAX_SETTLES;
      const isGone = [...now].some(
        ([path, found]) => found === undefined && this.#seen.get(path) !== undefined,
      );
      if (isQuiet && (!isGone || clock.monotonic() - since >= GONE_MS)) return !isSame(now, this.#seen);
      before = now;
    }
  }

  #now(): FileSignatures {
    return signaturesOf(this.#seen.keys());
  }
}
