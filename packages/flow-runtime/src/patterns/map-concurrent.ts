import { abortReason } from "@pergola/core";
import { flowErrors } from "../errors.ts";

/** How many items at once, and how long for. */
export interface MapConcurrentOptions {
  /** Most items that are worked on at once. Default 8. */
  readonly concurrency?: number;
  /** Ends it before its time. */
  readonly signal?: AbortSignal;
}

/** What a worker is given beside its item. */
export interface MapWork {
  /** From 0. */
  readonly index: number;
  /** Fires when another item has failed, or the whole is ended. */
  readonly signal: AbortSignal;
}

/**
 * Works on many items, some at once, and gives the results in the order of the items. The first failure ends the rest:
 * their signal fires, no other item is begun, and nobody waits for those that go on. Items are taken as there is room
 * for them, never more than are worked on, so that an endless source does not fill the memory.
 *
 * @throws what a worker or the source throws, or the signal's reason; INVALID_OPTIONS
 */
export function mapConcurrent<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  worker: (item: Item, work: MapWork) => Result | PromiseLike<Result>,
  { concurrency = 8, signal }: MapConcurrentOptions = {},
): Promise<Result[]> {
  return new Promise((resolve, reject) => {
    if (!Number.isInteger(concurrency) || concurrency < 1) throw invalidConcurrency(concurrency);
    if (signal?.aborted) throw abortReason(signal);
    const source = new Source(items);
    const results: Result[] = [];
    const controller = new AbortController();
    const end = (finish: () => void) => {
      signal?.removeEventListener("abort", onAbort);
      finish();
    };
    const fail = (error: unknown) => {
      if (controller.signal.aborted) return;
      controller.abort(error);
      source.close();
      end(() => reject(error));
    };
    const onAbort = () => fail(abortReason(signal as AbortSignal));
    signal?.addEventListener("abort", onAbort, { once: true });
    const lane = async () => {
      for (let next = await source.next(); next !== undefined; next = await source.next()) {
        if (controller.signal.aborted) return;
        const { index, item } = next;
        results[index] = await worker(item, { index, signal: controller.signal });
      }
    };
    const lanes = Array.isArray(items) ? Math.min(concurrency, items.length) : concurrency;
    Promise.all(Array.from({ length: lanes }, lane)).then(() => end(() => resolve(results)), fail);
  });
}

interface Numbered<Item> {
  readonly index: number;
  readonly item: Item;
}

/** Gives items to several takers, one at a time. */
class Source<Item> {
  readonly #iterator: Iterator<Item> | AsyncIterator<Item>;
  #taken = 0;
  #isOver = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(items: Iterable<Item> | AsyncIterable<Item>) {
    // A text is iterable, too, and no object.
    this.#iterator =
      typeof items === "object" && Symbol.asyncIterator in items
        ? items[Symbol.asyncIterator]()
        : (items as Iterable<Item>)[Symbol.iterator]();
  }

  next(): Promise<Numbered<Item> | undefined> {
    const taken = this.#last.then(() => this.#take());
    this.#last = taken;
    return taken;
  }

  /** Nobody wants more. A source that fails at its end, or never gets there, is left to itself. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const leave = async () => this.#iterator.return?.();
    leave().catch(() => undefined);
  }

  async #take(): Promise<Numbered<Item> | undefined> {
    if (this.#isOver) return undefined;
    const next = await this.#iterator.next();
    if (this.#isOver) return undefined;
    if (next.done !== true) return { index: this.#taken++, item: next.value };
    this.#isOver = true;
    return undefined;
  }
}

function invalidConcurrency(given: number) {
  return flowErrors.create("INVALID_OPTIONS", {
    message: `mapConcurrent() got concurrency = ${String(given)}; expected a whole number of at least 1.`,
    hint: "Correct it, or leave it out for 8.",
  });
}
