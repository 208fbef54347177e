import type { ConversationStore, HistoryLimits, ProviderFactory } from "@pergola/resources";
import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { DatabaseReference, EmbeddingsReference, VectorStoreReference } from "./resource-reference.ts";

/** How an agent remembers. */
export interface MemorySettings {
  /** `conversation`: turns are stored and the newest go to the model; `none`: nothing is stored. Default `conversation`. */
  readonly type?: "conversation" | "none";
  /** Where: a provider, the name of one given with `withProvider`, or a ready store. Default: in memory. */
  readonly provider?: string | ProviderFactory<"memory"> | ConversationStore;
  /** How much of the conversation goes to the model. Default: the newest 50 messages. */
  readonly window?: HistoryLimits;
  /** Config of the provider, when it is named. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** `provider` and `config` in one: `{ provider: "duckdb", path: "./memory.duckdb" }`. */
  readonly database?: DatabaseReference;
  /** Where vectors are. Default: the memory has none. */
  readonly vectorStore?: VectorStoreReference;
  /** What makes vectors of texts. Default: only vectors are taken. */
  readonly embeddings?: EmbeddingsReference;
}

/** Whether an agent of these settings remembers anything. */
export const hasMemory = ({ type }: MemorySettings): boolean => type !== "none";

export const historyLimitsSchema = lazySchema(() =>
  z.strictObject({
    maxMessages: z.number().int().min(1).optional(),
    maxTokens: z.number().int().min(1).optional(),
  }),
);

function isProviderOrStore(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "admit" in value || ("create" in value && "category" in value && value.category === "memory");
}

export const memorySchema = lazySchema(() =>
  z.strictObject({
    type: z.enum(["conversation", "none"]).optional(),
    provider: z
      .union([
        z.string().min(1),
        z.custom<ProviderFactory<"memory">>(
          isProviderOrStore,
          "Expected a provider's name, a memory provider or a ConversationStore",
        ),
      ])
      .optional(),
    window: historyLimitsSchema.optional(),
    config: z.record(z.string(), z.unknown()).optional(),
    // References are read, and told of, where all others are.
    database: z.unknown().optional(),
    vectorStore: z.unknown().optional(),
    embeddings: z.unknown().optional(),
  }),
);
