import { resourceErrors } from "../errors.ts";

/** What a user's vectors are: those of one embedder, of one length. */
export interface VectorKind {
  /** Undefined for vectors of the caller's own. */
  readonly embedder: string | undefined;
  readonly dimensions: number;
}

/** The refusals that every vector store shares, worded once. */
export const vectorErrors = {
  closed: () =>
    resourceErrors.create("STORE_CLOSED", {
      message: "The vector store is closed.",
      hint: "Open a new one, or close it only after the last use.",
    }),
  quotaExceeded: (maxEntriesPerUser: number) =>
    resourceErrors.create("VECTOR_QUOTA_EXCEEDED", {
      message: `A user may have ${maxEntriesPerUser} vectors, and there would be more.`,
      hint: "Delete some, or raise maxEntriesPerUser.",
      details: { maxEntriesPerUser },
    }),
} as const;

/**
 * Compares the kind of new vectors, or of a query, with that of the user's others.
 *
 * @throws VECTOR_EMBEDDER_MISMATCH, VECTOR_DIMENSION_MISMATCH
 */
export function requireSameKind(received: VectorKind, stored: VectorKind): void {
  if (received.embedder !== stored.embedder)
    throw resourceErrors.create("VECTOR_EMBEDDER_MISMATCH", {
      message: `The vector comes from ${named(received.embedder)}; the user's vectors come from ${named(stored.embedder)}.`,
      hint: "Configure the embedder that made them, or clear() them and add their texts again.",
      details: { received: received.embedder, expected: stored.embedder },
    });
  requireDimensions(received.dimensions, stored.dimensions);
}

/** @throws VECTOR_DIMENSION_MISMATCH */
export function requireDimensions(received: number, expected: number): void {
  if (received === expected) return;
  throw resourceErrors.create("VECTOR_DIMENSION_MISMATCH", {
    message: `The vector has ${received} dimensions; expected ${expected}.`,
    hint: "Vectors of one user are of one length: use one model for all, or clear() them first.",
    details: { received, expected },
  });
}

const named = (embedder: string | undefined) =>
  embedder === undefined ? "no embedder" : `the embedder ${JSON.stringify(embedder)}`;
