import type {
  ConversationStore,
  Embedder,
  ProviderFactory,
  ResourceDefinition,
  Storage,
  VectorStore,
} from "@pergola/resources";

/** Picks a provider and gives it its config: the keys besides `provider` and `category` belong to the provider's own schema. */
export interface ResourceSettings {
  /** Its name, its category and name (`"storage/local"`), or the provider itself. */
  readonly provider: string | ProviderFactory;
  /** The provider's. Default: what stands before the slash, else the key of the resource. */
  readonly category?: string;
  readonly [option: string]: unknown;
}

/** Where an agent's files live: a provider's name, a provider with its config, a provider, or a ready storage. */
export type StorageReference = string | ResourceSettings | ProviderFactory<"storage"> | Storage;

/** Where an agent's conversations are, in the same forms. Its provider is one of category `memory`. */
export type DatabaseReference = string | ResourceSettings | ProviderFactory<"memory"> | ConversationStore;

/** Where an agent's vectors are, in the same forms. */
export type VectorStoreReference = string | ResourceSettings | ProviderFactory<"vector-store"> | VectorStore;

/** What makes vectors of an agent's texts, in the same forms. */
export type EmbeddingsReference = string | ResourceSettings | ProviderFactory<"embeddings"> | Embedder;

/**
 * What stands under a further key: a provider's name, a provider with its config, a provider, how to make it and what it
 * needs (`defineResource`), or a ready object, which stays its owner's to close.
 */
export type ResourceReference = string | ResourceSettings | ProviderFactory | ResourceDefinition | object;
