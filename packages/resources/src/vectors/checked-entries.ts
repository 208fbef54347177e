import { toStorable } from "../memory/storable.ts";
import { requireVector } from "./require-vector.ts";
import { invalidVectorArgument, isRecord, requireBatch, requireVectorId } from "./vector-arguments.ts";
import { requireDimensions } from "./vector-errors.ts";
import type { VectorEntry } from "./vector-store.ts";

/** An entry in the form that every store keeps. */
export interface CheckedEntry {
  readonly id: string;
  readonly vector: Float32Array;
  readonly text?: string;
  /** Its JSON text. */
  readonly metadata?: string;
}

/**
 * Copies of the entries of one `add`, all of one length.
 *
 * @throws VECTOR_ARGUMENT_INVALID, VECTOR_INVALID, VECTOR_DIMENSION_MISMATCH, NOT_STORABLE
 */
export function checkedEntries(
  entries: readonly VectorEntry[],
  limits: { readonly maxDimensions?: number } = {},
): readonly CheckedEntry[] {
  const checked = requireBatch("entries", entries).map((entry) => checkedEntry(entry, limits));
  for (const { vector } of checked) requireDimensions(vector.length, checked[0]?.vector.length ?? 0);
  const ids = new Set(checked.map(({ id }) => id));
  if (ids.size < checked.length)
    throw invalidVectorArgument("entries", entries, "entries that differ in their ids");
  return checked;
}

function checkedEntry(entry: VectorEntry, limits: { readonly maxDimensions?: number }): CheckedEntry {
  if (!isRecord(entry)) throw invalidVectorArgument("entry", entry, "{ id, vector, text?, metadata? }");
  const { id, vector, text, metadata } = entry;
  if (text !== undefined && typeof text !== "string") throw invalidVectorArgument("text", text, "a text");
  return {
    id: requireVectorId(id),
    vector: requireVector(vector, limits),
    // Half a surrogate pair has no form in UTF-8.
    ...(text !== undefined && { text: text.toWellFormed() }),
    ...(metadata !== undefined && { metadata: storableMetadata(metadata) }),
  };
}

/** @throws VECTOR_ARGUMENT_INVALID when its JSON form is no object; NOT_STORABLE */
function storableMetadata(metadata: unknown): string {
  const json = isRecord(metadata) ? toStorable(metadata) : "";
  if (json.startsWith("{")) return json;
  throw invalidVectorArgument("metadata", metadata, "an object");
}
