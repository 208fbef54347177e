/** What waits for room in a queue. */
interface Putter<Item> {
  readonly item: Item;
  readonly resolve: () => void;
}

/** A queue by hand, for the baselines: one consumer, first in first out, `put` waits for room. */
export class BoundedQueue<Item> {
  readonly #ring: (Item | undefined)[];
  readonly #capacity: number;
  readonly #putters: Putter<Item>[] = [];
  #head = 0;
  #length = 0;
  #getter: ((item: Item) => void) | undefined;

  constructor(capacity = 64) {
    this.#capacity = capacity;
    this.#ring = new Array<Item | undefined>(capacity).fill(undefined);
  }

  /** @returns undefined when there was room, else a promise of it */
  put(item: Item): Promise<void> | undefined {
    const getter = this.#getter;
    if (getter !== undefined) {
      this.#getter = undefined;
      getter(item);
      return undefined;
    }
    if (this.#length === this.#capacity)
      return new Promise((resolve) => this.#putters.push({ item, resolve }));
    this.#ring[(this.#head + this.#length++) % this.#capacity] = item;
    return undefined;
  }

  /** @returns the first item, or a promise of the next one */
  get(): Item | Promise<Item> {
    if (this.#length === 0)
      return new Promise((resolve) => {
        this.#getter = resolve;
      });
    const item = this.#ring[this.#head] as Item;
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) % this.#capacity;
    this.#length--;
    const putter = this.#putters.shift();
    if (putter !== undefined) {
      this.#ring[(this.#head + this.#length++) % this.#capacity] = putter.item;
      putter.resolve();
    }
    return item;
  }
}
