/** A first-in-first-out queue over a ring that grows; constant time at both ends. Bounds are its owner's. */
export class RingQueue<Item> {
  #ring: (Item | undefined)[] = [undefined, undefined, undefined, undefined];
  #head = 0;
  length = 0;

  push(item: Item): void {
    if (this.length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.length) & (this.#ring.length - 1)] = item;
    this.length++;
  }

  shift(): Item | undefined {
    if (this.length === 0) return undefined;
    const item = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.length--;
    return item;
  }

  at(index: number): Item | undefined {
    return index < this.length ? this.#ring[(this.#head + index) & (this.#ring.length - 1)] : undefined;
  }

  removeAt(index: number): Item | undefined {
    const item = this.at(index);
    if (item === undefined) return undefined;
    const ring = this.#ring;
    // What is before it moves: whoever takes one from the middle takes it near the head.
    for (let place = this.#head + index; place > this.#head; place--)
      ring[place & (ring.length - 1)] = ring[(place - 1) & (ring.length - 1)];
    this.shift();
    return item;
  }

  /** Takes out all that fit, in order; the others keep theirs. */
  removeWhere(fits: (item: Item) => boolean): Item[] {
    const removed: Item[] = [];
    const kept: Item[] = [];
    for (let item = this.shift(); item !== undefined; item = this.shift()) {
      (fits(item) ? removed : kept).push(item);
    }
    for (const item of kept) this.push(item);
    return removed;
  }

  #grow(): void {
    const { length } = this;
    const larger: (Item | undefined)[] = [];
    for (let index = 0; index < length; index++) larger.push(this.at(index));
    for (let index = 0; index < length; index++) larger.push(undefined);
    this.#ring = larger;
    this.#head = 0;
  }
}
