import type { CheckedEntry } from "./checked-entries.ts";
import { requireSameKind, type VectorKind } from "./vector-errors.ts";
import type { VectorFilter, VectorHit, VectorMetadata } from "./vector-store.ts";

interface HeldEntry extends CheckedEntry {
  /** Its length, in the sense of geometry. */
  readonly norm: number;
  /** Its metadata, for filters. */
  readonly fields: VectorMetadata;
}

interface Scored {
  readonly entry: HeldEntry;
  readonly score: number;
}

/** What an entry takes, roughly: its numbers, its texts, and what holds them together. */
const bytesOf = ({ id, vector, text = "", metadata = "" }: CheckedEntry): number =>
  vector.byteLength + 2 * (id.length + text.length + metadata.length) + 200;

/** The vectors of one user, in memory. */
export class VectorsOfUser {
  readonly #kind: VectorKind;
  readonly #entries = new Map<string, HeldEntry>();

  constructor(kind: VectorKind) {
    this.#kind = kind;
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return [...this.#entries.values()].reduce((sum, entry) => sum + bytesOf(entry), 0);
  }

  /** @throws VECTOR_EMBEDDER_MISMATCH, VECTOR_DIMENSION_MISMATCH */
  require(kind: VectorKind): void {
    requireSameKind(kind, this.#kind);
  }

  /** By how many entries and bytes these would make it grow. */
  growth(entries: readonly CheckedEntry[]): { readonly count: number; readonly bytes: number } {
    const replaced = entries.flatMap(({ id }) => this.#entries.get(id) ?? []);
    const sum = (list: readonly CheckedEntry[]) => list.reduce((bytes, each) => bytes + bytesOf(each), 0);
    return { count: entries.length - replaced.length, bytes: sum(entries) - sum(replaced) };
  }

  set(entries: readonly CheckedEntry[]): void {
    for (const entry of entries) {
      const norm = Math.sqrt(dot(entry.vector, entry.vector));
      this.#entries.set(entry.id, { ...entry, norm, fields: parsed(entry.metadata) ?? {} });
    }
  }

  /** The bytes that were freed; undefined when there is no such entry. */
  delete(id: string): number | undefined {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    return entry && bytesOf(entry);
  }

  /** An exact scan. */
  search(
    query: Float32Array,
    { k, filter }: { readonly k: number; readonly filter: VectorFilter },
  ): VectorHit[] {
    const norm = Math.sqrt(dot(query, query));
    const fitting = [...this.#entries.values()].filter(({ fields }) => fits(fields, filter));
    return fitting
      .map((entry): Scored => ({ entry, score: cosine(dot(query, entry.vector), norm * entry.norm) }))
      .sort((one, other) => other.score - one.score || (one.entry.id < other.entry.id ? -1 : 1))
      .slice(0, k)
      .map(toHit);
  }
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] as number) * (other[index] as number);
  return sum;
}

/** Of what rounding leaves beyond the ends, the end. */
const cosine = (product: number, norms: number): number =>
  norms === 0 ? 0 : Math.max(-1, Math.min(1, product / norms));

/** A key that the metadata inherits is none of its own. */
const fits = (fields: VectorMetadata, filter: VectorFilter): boolean =>
  Object.entries(filter).every(([key, value]) => Object.hasOwn(fields, key) && fields[key] === value);

const parsed = (metadata: string | undefined): VectorMetadata | undefined =>
  metadata === undefined ? undefined : (JSON.parse(metadata) as VectorMetadata);

function toHit({ entry: { id, text, metadata }, score }: Scored): VectorHit {
  // A copy: the caller may do with it what it likes.
  const fields = parsed(metadata);
  return { id, score, ...(text !== undefined && { text }), ...(fields && { metadata: fields }) };
}
