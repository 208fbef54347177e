import { type Clock, type Closable, sleep } from "@pergola/core";
import { type FileSignatures, isSame, signaturesOf } from "./file-signatures.ts";
import { watchPlaces } from "./watch-places.ts";

/** How long files must stay as they are before they count: a save is often several writes. */
const SETTLE_MS = 50;

/** Waits for quiet at most. */
const MAX_SETTLES = 40;

/** How long a file that was there may be away before that counts: editors and deployments take it away for a moment. */
const GONE_MS = 1_000;

/** How long files must stay as they are before what is wrong with them counts: a slow writer is not done yet. */
const QUIET_MS = 500;

export interface FileWatcherOptions {
  /** What the files were when they were read first. */
  readonly seen: FileSignatures;
  /**
   * Reads them again. Throws nothing.
   *
   * @param stayAs waits, and says whether files are left alone for 500 ms: what was read may be half of a slow write
   * @returns what they were then: all that are to be watched from now on
   */
  readonly onChange: (
    signal: AbortSignal,
    stayAs: (seen: FileSignatures) => Promise<boolean>,
  ) => Promise<FileSignatures>;
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
      const stayAs = (seen: FileSignatures) => this.#stayAs(seen, signal);
      if (!signal.aborted) this.#seen = await this.#options.onChange(signal, stayAs);
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

  /** False as soon as one of them changes, and when the watcher is closed. */
  async #stayAs(seen: FileSignatures, closing: AbortSignal): Promise<boolean> {
    const done = new AbortController();
    const signal = AbortSignal.any([closing, done.signal]);
    const quiet = sleep(QUIET_MS, { clock: this.#options.clock, signal }).then(
      () => true,
      () => false,
    );
    const end = watchPlaces([...seen.keys()], () => this.#hint.resolve());
    try {
      for (let isOver = false; ; ) {
        this.#hint = Promise.withResolvers();
        if (closing.aborted || !isSame(signaturesOf(seen.keys()), seen)) return false;
        if (isOver) return true;
        isOver = await Promise.race([quiet, this.#hint.promise.then(() => false)]);
      }
    } finally {
      end();
      done.abort();
    }
  }

  #now(): FileSignatures {
    return signaturesOf(this.#seen.keys());
  }
}
