import type { Closable, Scope } from "@pergola/core";

/** Finite numbers, kept with 32 bits each. */
export type Vector = readonly number[] | Float32Array;

/** What is kept beside a vector; anything that JSON can say. */
export type VectorMetadata = Readonly<Record<string, unknown>>;

/** Values that the metadata of a hit must have, each under its key at the top. */
export type VectorFilter = Readonly<Record<string, string | number | boolean | null>>;

export interface VectorEntry {
  /** At most 1024 characters; an entry of the same id is replaced. */
  readonly id: string;
  readonly vector: Vector;
  /** What the vector stands for. */
  readonly text?: string;
  readonly metadata?: VectorMetadata;
}

export interface VectorHit {
  readonly id: string;
  /** Cosine of the angle between the two vectors, from -1 to 1; 0 where one of them is all zeros. */
  readonly score: number;
  readonly text?: string;
  readonly metadata?: VectorMetadata;
}

export interface VectorCallOptions {
  readonly signal?: AbortSignal;
}

export interface VectorAddOptions extends VectorCallOptions {
  /** Id of the embedder that made the vectors, kept with them. Default: none, they are the caller's own. */
  readonly embedder?: string;
}

export interface VectorSearchOptions extends VectorAddOptions {
  /** Most hits, 1–1000. Default 3. */
  readonly k?: number;
  /** Default: all entries. */
  readonly filter?: VectorFilter;
}

/**
 * Vectors of an agent's user, whatever the session. All of one user's come from one embedder and have as many dimensions
 * as each other, until the last one is deleted. Every call throws INVALID_SCOPE, VECTOR_ARGUMENT_INVALID and STORE_CLOSED.
 */
export interface VectorStore extends Closable {
  /**
   * Adds all of the entries (at most 1000) or none.
   *
   * @throws VECTOR_INVALID, VECTOR_DIMENSION_MISMATCH, VECTOR_EMBEDDER_MISMATCH, VECTOR_QUOTA_EXCEEDED, NOT_STORABLE
   */
  add(scope: Scope, entries: readonly VectorEntry[], options?: VectorAddOptions): Promise<void>;
  /**
   * The nearest entries, best first; equal ones in an order that is the same each time.
   *
   * @throws VECTOR_INVALID, VECTOR_DIMENSION_MISMATCH, VECTOR_EMBEDDER_MISMATCH
   */
  search(scope: Scope, vector: Vector, options?: VectorSearchOptions): Promise<readonly VectorHit[]>;
  /** How many of these were there. */
  delete(scope: Scope, ids: readonly string[], options?: VectorCallOptions): Promise<number>;
  /** Deletes all of the user's; how many there were. */
  clear(scope: Scope, options?: VectorCallOptions): Promise<number>;
}
