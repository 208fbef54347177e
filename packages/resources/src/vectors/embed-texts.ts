import { abortable } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import type { Embedder } from "./embedder.ts";
import { requireVector } from "./require-vector.ts";

/**
 * What an embedder makes of texts, checked: a vector of its length for each.
 *
 * @throws EMBEDDING_INVALID; what the embedder throws; the signal's reason
 */
export async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly Float32Array[]> {
  if (texts.length === 0) return [];
  const vectors: unknown = await abortable(
    Promise.resolve(embedder.embed(texts, { ...(signal !== undefined && { signal }) })),
    signal,
  );
  if (!Array.isArray(vectors) || vectors.length !== texts.length)
    throw invalidEmbedding(
      embedder,
      `${Array.isArray(vectors) ? vectors.length : "no list of"} vectors for ${texts.length} texts`,
    );
  return vectors.map((vector) => checkedVector(embedder, vector));
}

function checkedVector(embedder: Embedder, vector: unknown): Float32Array {
  const checked = vectorOr(embedder, vector);
  if (checked.length === embedder.dimensions) return checked;
  throw invalidEmbedding(
    embedder,
    `a vector of ${checked.length} dimensions; it says that it has ${embedder.dimensions}`,
  );
}

function vectorOr(embedder: Embedder, vector: unknown): Float32Array {
  try {
    return requireVector(vector as Float32Array, { maxDimensions: Number.POSITIVE_INFINITY });
  } catch (cause) {
    throw invalidEmbedding(embedder, "something that is no vector", cause);
  }
}

const invalidEmbedding = ({ id }: Embedder, what: string, cause?: unknown) =>
  resourceErrors.create("EMBEDDING_INVALID", {
    message: `The embedder ${JSON.stringify(id)} gave ${what}.`,
    hint: "Use another model, or mend the embedder; embedderContract of @pergola/resources/testing shows what is expected.",
    details: { embedder: id },
    ...(cause !== undefined && { cause }),
  });
