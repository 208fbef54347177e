import type { ProviderFactory, ResourceDefinition, Storage } from "@pergola/resources";

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

/**
 * What stands under a further key: a provider's name, a provider with its config, a provider, how to make it and what it
 * needs (`defineResource`), or a ready object, which stays its owner's to close.
 */
export type ResourceReference = string | ResourceSettings | ProviderFactory | ResourceDefinition | object;
