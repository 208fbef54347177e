/** A map whose entries are in the order of their last use, the longest unused first. */
export class RecentMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();

  /** The value, which counts as used now. */
  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
  }

  /** Takes out the value, if it is still what the key stands for. */
  delete(key: Key, value: Value): void {
    if (this.#entries.get(key) === value) this.#entries.delete(key);
  }

  values(): readonly Value[] {
    return [...this.#entries.values()];
  }

  /** Takes out those that were unused for longest and may go, until no more than `most` are left or none may. */
  trim(most: number, mayGo: (value: Value) => boolean = () => true): readonly Value[] {
    const gone: Value[] = [];
    if (this.#entries.size <= most) return gone;
    for (const [key, value] of this.#entries) {
      if (this.#entries.size <= most) break;
      if (!mayGo(value)) continue;
      this.#entries.delete(key);
      gone.push(value);
    }
    return gone;
  }
}
