import { throwIfAborted } from "@pergola/core";
import type { RunBinding } from "../run-binding.ts";
import {
  createMemoryVectors,
  type MemoryItems,
  type MemorySearchOptions,
  type MemoryVectors,
  type MemoryVectorsParts,
} from "./memory-vectors.ts";
import { vectorSignal } from "./vector-arguments.ts";
import type { Vector, VectorCallOptions, VectorHit } from "./vector-store.ts";

/** The vectors of a run's user, as a step or a tool sees them: what `MemoryVectors` has, without a scope to choose. */
export interface VectorsHandle {
  /** The ids, in order. @throws EMBEDDINGS_NOT_CONFIGURED for a text without a vector */
  add(items: MemoryItems, options?: VectorCallOptions): Promise<readonly string[]>;
  /** The nearest 3, or `k`. @throws EMBEDDINGS_NOT_CONFIGURED for a text */
  search(textOrVector: string | Vector, options?: MemorySearchOptions): Promise<readonly VectorHit[]>;
  delete(ids: string | readonly string[], options?: VectorCallOptions): Promise<number>;
  clear(options?: VectorCallOptions): Promise<number>;
}

type Run = Pick<RunBinding, "scope" | "signal" | "assertRunning">;

/** Makes a call, and tells of it. */
type Told = <T>(operation: string, call: () => Promise<T>) => Promise<T>;

/**
 * Lends vectors to one run: every call is for the run's own tenant, agent and user, stops with the run, and is refused
 * once the run has settled, also when only its text had been embedded by then.
 *
 * @param told makes every call. Default: nobody is told
 */
export function bindVectors(
  parts: Pick<MemoryVectorsParts, "store" | "embedder">,
  run: Run,
  told: Told = (_, call) => call(),
): VectorsHandle {
  return new BoundVectors(parts, run, told);
}

class BoundVectors implements VectorsHandle {
  readonly #vectors: MemoryVectors;
  readonly #run: Run;
  readonly #told: Told;

  constructor(parts: Pick<MemoryVectorsParts, "store" | "embedder">, run: Run, told: Told) {
    this.#vectors = createMemoryVectors({ ...parts, assertUsable: () => run.assertRunning?.() });
    this.#run = run;
    this.#told = told;
  }

  async add(items: MemoryItems, options?: VectorCallOptions): Promise<readonly string[]> {
    const own = this.#with(options);
    return this.#told("add", () => this.#vectors.add(this.#run.scope, items, own));
  }

  async search(query: string | Vector, options?: MemorySearchOptions): Promise<readonly VectorHit[]> {
    const own = this.#with(options);
    return this.#told("search", () => this.#vectors.search(this.#run.scope, query, own));
  }

  async delete(ids: string | readonly string[], options?: VectorCallOptions): Promise<number> {
    const own = this.#with(options);
    return this.#told("delete", () => this.#vectors.delete(this.#run.scope, ids, own));
  }

  async clear(options?: VectorCallOptions): Promise<number> {
    const own = this.#with(options);
    return this.#told("clear", () => this.#vectors.clear(this.#run.scope, own));
  }

  /** @throws RUN_SETTLED, VECTOR_ARGUMENT_INVALID, the reason of the run's signal */
  #with<Options extends VectorCallOptions>(options: Options | undefined): Options & VectorCallOptions {
    const { signal, assertRunning } = this.#run;
    assertRunning?.();
    throwIfAborted(signal);
    const own = vectorSignal(options);
    return { ...(options as Options), signal: own === undefined ? signal : AbortSignal.any([signal, own]) };
  }
}
