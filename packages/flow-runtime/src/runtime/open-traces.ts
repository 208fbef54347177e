/** As much of a trace as the list of open ones looks at. */
export interface Listed<Item> {
  /** Undefined while nobody has asked for it. */
  readonly givenId: string | undefined;
  /** The others of the list. */
  next: Item | undefined;
  previous: Item | undefined;
}

/**
 * The traces that run, in order of their beginning. Who they are is known by what links them; in the map are only those
 * whose id somebody has asked for, since nobody can name another.
 */
export class OpenTraces<Item extends Listed<Item>> {
  size = 0;
  readonly #byId = new Map<string, Item>();
  #first: Item | undefined;
  #last: Item | undefined;

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  get(id: string): Item | undefined {
    return this.#byId.get(id);
  }

  add(trace: Item): void {
    this.size++;
    if (trace.givenId !== undefined) this.#byId.set(trace.givenId, trace);
    if (this.#last === undefined) this.#first = trace;
    else this.#last.next = trace;
    trace.previous = this.#last;
    this.#last = trace;
  }

  /** An open one has got its id. */
  name(id: string, trace: Item): void {
    this.#byId.set(id, trace);
  }

  delete(trace: Item): void {
    this.size--;
    if (trace.givenId !== undefined) this.#byId.delete(trace.givenId);
    const { next, previous } = trace;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    trace.next = undefined;
    trace.previous = undefined;
  }

  /** As they are now. */
  all(): Item[] {
    const traces: Item[] = [];
    for (let each = this.#first; each !== undefined; each = each.next) traces.push(each);
    return traces;
  }
}
