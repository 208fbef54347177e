import { RingQueue } from "./ring-queue.ts";

/** A line as short as this is looked through at once. */
const SHORT = 1_024;
/** In a longer one so many wait for each that may have ended, before it is looked through: the end of a trace costs the same whatever waits. */
const SHARE = 32;

/** As much of a trace as a line looks at. */
export interface Waiting {
  /** How many messages of it wait in lines. */
  queued: number;
  readonly isOpen: boolean;
}

/**
 * First in, first out. What belongs to a trace that has ended is never given; it is taken out at once where the line is
 * short, and when there is enough of it where the line is long.
 */
export class WaitingLine<Item extends { readonly trace: Waiting }> {
  readonly #items = new RingQueue<Item>();
  /** How many may belong to traces that have ended. */
  #ended = 0;

  /** With those of ended traces that are still in it. */
  get length(): number {
    return this.#items.length;
  }

  /** How many at least belong to traces that have not ended. */
  get least(): number {
    return this.#items.length - this.#ended;
  }

  push(item: Item): void {
    item.trace.queued++;
    this.#items.push(item);
  }

  shift(): Item | undefined {
    for (;;) {
      const item = this.#items.shift();
      if (item === undefined) return undefined;
      item.trace.queued--;
      if (item.trace.isOpen) return item;
    }
  }

  /** The place of the first one whose trace need not wait; -1 when there is none. */
  find(mustWait: (trace: Item["trace"]) => boolean): number {
    // Or each search would begin with them.
    while (this.at(0)?.trace.isOpen === false) this.removeAt(0);
    for (let index = 0; index < this.#items.length; index++) {
      const trace = this.at(index)?.trace;
      if (trace?.isOpen && !mustWait(trace)) return index;
    }
    return -1;
  }

  at(index: number): Item | undefined {
    return this.#items.at(index);
  }

  removeAt(index: number): Item | undefined {
    const item = this.#items.removeAt(index);
    if (item !== undefined) item.trace.queued--;
    return item;
  }

  /** Takes out all of a trace, in order. */
  extract(trace: Item["trace"]): Item[] {
    if (trace.queued === 0) return [];
    const taken = this.#items.removeWhere((item) => item.trace === trace);
    trace.queued -= taken.length;
    return taken;
  }

  /** Traces have ended that had so many at most. */
  sweep(most: number): void {
    this.#ended += most;
    const { length } = this.#items;
    if (length <= SHORT || this.#ended * SHARE >= length) this.purge();
  }

  /** Takes out all that belongs to ended traces. */
  purge(): void {
    if (this.#ended === 0) return;
    this.#ended = 0;
    for (const { trace } of this.#items.removeWhere((item) => !item.trace.isOpen)) trace.queued--;
  }
}
