import { z } from "zod";
import { lazySchema } from "../lazy-schema.ts";
import type { ProviderFactory } from "../provider-factory.ts";
import { createHashingEmbedder } from "./hashing-embedder.ts";

const configSchema = lazySchema(() => z.strictObject({}));

/**
 * The provider `embeddings/hashing`: 384 dimensions, deterministic, no model, no download. **It is lexical**: it knows
 * words, not what they mean.
 */
export function hashingEmbeddings(): ProviderFactory<"embeddings"> {
  return {
    category: "embeddings",
    name: "hashing",
    configSchema,
    describe: () => "a lexical hash of words, on this machine",
    create: async () => createHashingEmbedder(),
  };
}
