const NOTHING = Symbol("nothing");

/** What the nodes of a flow keep for a trace, each at a place of its own. */
export class TraceStates {
  readonly #kept: unknown[] = [];

  has(slot: number): boolean {
    return slot < this.#kept.length && this.#kept[slot] !== NOTHING;
  }

  get(slot: number): unknown {
    return this.has(slot) ? this.#kept[slot] : undefined;
  }

  set(slot: number, state: unknown): void {
    while (this.#kept.length < slot) this.#kept.push(NOTHING);
    this.#kept[slot] = state;
  }

  delete(slot: number): void {
    if (this.has(slot)) this.#kept[slot] = NOTHING;
  }
}
