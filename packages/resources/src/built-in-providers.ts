import type { ProviderCategory, ProviderFactory } from "./provider-factory.ts";
import type { ProviderSource } from "./provider-source.ts";

type Load = () => Promise<ProviderFactory>;

const BUILT_IN: Readonly<Record<string, Readonly<Record<string, Load>>>> = {
  storage: { local: async () => (await import("./fs/local-files.ts")).localFiles() },
  "vector-store": {
    "in-memory": async () => (await import("./vectors/in-memory-vectors.ts")).inMemoryVectors(),
  },
  embeddings: {
    hashing: async () => (await import("./vectors/hashing-embeddings.ts")).hashingEmbeddings(),
  },
} satisfies Partial<Record<ProviderCategory, object>>;

/** Providers that come with this package and need no other one. They are loaded when somebody names one. */
export const builtInProviders: ProviderSource = {
  names: async (category) => Object.keys(ofCategory(category)),
  load: async (category, name) => {
    const providers = ofCategory(category);
    return Object.hasOwn(providers, name) ? providers[name]?.() : undefined;
  },
};

const ofCategory = (category: string): Readonly<Record<string, Load>> =>
  Object.hasOwn(BUILT_IN, category) ? (BUILT_IN[category] ?? {}) : {};
