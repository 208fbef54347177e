import { z } from "zod";
import { lazySchema } from "../lazy-schema.ts";
import type { ProviderFactory } from "../provider-factory.ts";
import { createInMemoryVectorStore, type InMemoryVectorStoreOptions } from "./in-memory-vector-store.ts";

const count = () => z.int().min(1);

const configSchema = lazySchema(() =>
  z.strictObject({
    maxEntriesPerUser: count().optional().describe("Most vectors of one user. Default 10 000."),
    maxDimensions: count().optional().describe("Most numbers of one vector. Default 4096."),
    maxBytes: count().optional().describe("Most bytes of all users together, about. Default 256 MiB."),
  } satisfies Record<keyof InMemoryVectorStoreOptions, z.ZodType>),
);

/**
 * The provider `vector-store/in-memory`: vectors for tests and small agents. **Not durable.**
 *
 * @param defaults lie under the config that the agent gives
 */
export function inMemoryVectors(defaults: InMemoryVectorStoreOptions = {}): ProviderFactory<"vector-store"> {
  return {
    category: "vector-store",
    name: "in-memory",
    configSchema,
    defaults: { ...defaults },
    describe: () => "vectors in memory, gone when the process ends",
    create: async (config) =>
      createInMemoryVectorStore({ ...defaults, ...(config as InMemoryVectorStoreOptions | undefined) }),
  };
}
