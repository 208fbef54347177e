/** Who waits for a result. */
export interface Fetcher<Result> {
  /** Whose; undefined: of any trace. */
  readonly traceId: string | undefined;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

interface Waiting<Result> {
  readonly fetcher: Fetcher<Result>;
  /** Rises from call to call. */
  readonly turn: number;
}

/** Who waits for results, in order of their calls. Those of a trace are found without a look at all the others. */
export class Fetchers<Result> {
  /** By the trace that they wait for. */
  readonly #lines = new Map<string | undefined, Set<Waiting<Result>>>();
  #turns = 0;

  /** @returns what takes it out */
  add(fetcher: Fetcher<Result>): () => void {
    const { traceId } = fetcher;
    const waiting = { fetcher, turn: this.#turns++ };
    const line = this.#lines.get(traceId) ?? new Set();
    this.#lines.set(traceId, line.add(waiting));
    return () => this.#remove(waiting);
  }

  /** The first one who takes a result of that trace. */
  take(traceId: string): Fetcher<Result> | undefined {
    const own = this.#first(traceId);
    const any = this.#first(undefined);
    const isOwn = own !== undefined && (any === undefined || own.turn < any.turn);
    return this.#remove(isOwn ? own : any);
  }

  /** The first one who waits for that trace and for no other. */
  takeOwn(traceId: string): Fetcher<Result> | undefined {
    return this.#remove(this.#first(traceId));
  }

  takeAll(): readonly Fetcher<Result>[] {
    const all = [...this.#lines.values()].flatMap((line) => [...line]);
    this.#lines.clear();
    return all.sort((one, other) => one.turn - other.turn).map(({ fetcher }) => fetcher);
  }

  #first(traceId: string | undefined): Waiting<Result> | undefined {
    const [first] = this.#lines.get(traceId) ?? [];
    return first;
  }

  #remove(waiting: Waiting<Result> | undefined): Fetcher<Result> | undefined {
    if (waiting === undefined) return undefined;
    const { traceId } = waiting.fetcher;
    const line = this.#lines.get(traceId);
    line?.delete(waiting);
    if (line?.size === 0) this.#lines.delete(traceId);
    return waiting.fetcher;
  }
}
