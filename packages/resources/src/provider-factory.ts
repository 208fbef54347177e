import type { Logger } from "@pergola/core";
import type { z } from "zod";
import type { ChatModel } from "./llm/chat-model.ts";
import type { ConversationStore } from "./memory/conversation-store.ts";
import type { Storage } from "./storage/storage.ts";
import type { Embedder } from "./vectors/embedder.ts";
import type { VectorStore } from "./vectors/vector-store.ts";

/** What each category of provider makes. Third parties add categories by declaration merging. */
export interface ProviderProducts {
  llm: ChatModel;
  memory: ConversationStore;
  storage: Storage;
  "vector-store": VectorStore;
  embeddings: Embedder;
}

export type ProviderCategory = keyof ProviderProducts;

/** What a provider of one category makes. */
export type ProviderProduct<Category extends ProviderCategory> = ProviderProducts[Category];

export interface ProviderContext {
  readonly signal?: AbortSignal;
  readonly logger: Logger;
  /** Environment variables; default `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A defect of a provider's config, or of the parameters of a call, found offline. */
export interface ConfigProblem {
  /** Path inside the config or the parameters, for example `["temperature"]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
}

/**
 * Makes one kind of resource from config. Light to import: whatever is heavy is imported inside `create`.
 * The object itself may carry defaults (`openai({ model: "…" })`), which `create` puts under the config it is given.
 */
export interface ProviderFactory<Category extends ProviderCategory = ProviderCategory> {
  readonly category: Category;
  /** For example `openai`; the part before the colon in `openai:gpt-5-mini`. */
  readonly name: string;
  /** Schema of the config that `create` takes; what the object's own defaults may fill in is optional in it. */
  readonly configSchema: z.ZodType;
  /**
   * Schema of the parameters that a call may carry (llm only): `modelParametersSchema` with this vendor's own bounds.
   * Default: `modelParametersSchema`, the bounds that hold for every model.
   */
  readonly parametersSchema?: z.ZodType;
  /** The defaults that the object carries (`openai({ model })` has `{ model }`): the environment sets none of these keys. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /**
   * Everything that can be said about a config without network: missing model, missing key (naming the variable), what
   * the defaults get wrong. Called with any value, also one that `configSchema` refuses.
   */
  validateConfig?(config: unknown, context: Pick<ProviderContext, "env">): readonly ConfigProblem[];
  /** One line for logs and pages: which model, and the host that data goes to. */
  describe?(config: unknown, context: Pick<ProviderContext, "env">): string;
  create(config: unknown, context: ProviderContext): Promise<ProviderProducts[Category]>;
}
