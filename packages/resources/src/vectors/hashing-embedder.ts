import { throwIfAborted } from "@pergola/core";
import type { Embedder } from "./embedder.ts";
import { invalidVectorArgument, requireBatch, vectorSignal } from "./vector-arguments.ts";

const DIMENSIONS = 384;

/** Characters that are embedded at a stretch; in between others have their turn. */
const TURN_CHARACTERS = 100_000;

/**
 * An embedder without a model, a download or a network: the same text always has the same vector. **It is lexical**: texts
 * are near each other that share words or parts of words, whatever they mean; "car" and "automobile" are strangers.
 * Words, and the groups of three letters in them, are hashed into 384 dimensions (feature hashing with signs, Weinberger
 * et al. 2009); a text without letters and digits is all zeros.
 */
export function createHashingEmbedder(): Embedder {
  return { id: `hashing-v1-${DIMENSIONS}`, dimensions: DIMENSIONS, embed };
}

async function embed(
  texts: readonly string[],
  options?: { readonly signal?: AbortSignal },
): Promise<readonly Float32Array[]> {
  const signal = vectorSignal(options);
  throwIfAborted(signal);
  const vectors: Float32Array[] = [];
  let characters = 0;
  for (const text of requireBatch("texts", texts)) {
    if (typeof text !== "string") throw invalidVectorArgument("text", text, "a text");
    vectors.push(vectorOf(text));
    characters += text.length;
    if (characters < TURN_CHARACTERS) continue;
    characters = 0;
    await new Promise(setImmediate);
    throwIfAborted(signal);
  }
  return vectors;
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const [feature, weight] of featuresOf(text)) {
    const hash = hashOf(feature);
    const index = hash % DIMENSIONS;
    // A bit that the index does not depend on alone: features that meet cancel out as often as they add up.
    vector[index] = (vector[index] as number) + (hash >>> 31 === 0 ? weight : -weight);
  }
  const norm = Math.hypot(...vector);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

/** What a text is made of; what comes often counts more, but less each time. */
function featuresOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  for (const word of words) {
    count(` ${word} `);
    for (const part of threesOf(word)) count(part);
  }
  return new Map([...counts].map(([feature, times]) => [feature, weightOf(feature) * (1 + Math.log(times))]));
}

/** Groups of three characters, the ends of the word included. */
function threesOf(word: string): readonly string[] {
  const characters = [..."^", ...word, ..."$"];
  return characters.slice(2).map((_, index) => characters.slice(index, index + 3).join(""));
}

/** A long word says more than a short one, and a word more than a part. */
function weightOf(feature: string): number {
  if (!feature.startsWith(" ")) return 0.3;
  const length = feature.length - 2;
  return length / (length + 3);
}

/** FNV-1a over UTF-16 code units, 32 bits, and a last stir: the bits of similar texts would be similar. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
