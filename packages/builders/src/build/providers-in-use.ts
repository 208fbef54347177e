import { type AgentConfig, readResourceReference } from "@pergola/config";
import type { ProviderFactory, ProviderRegistry } from "@pergola/resources";

/** The providers of an agent: those that were given or found by name, and those that stand where a resource is named. */
export function providersInUse(
  { memory, storage, resources }: AgentConfig,
  registry: ProviderRegistry,
): readonly ProviderFactory[] {
  const { provider, database, vectorStore, embeddings } = memory;
  const references = [provider, database, vectorStore, embeddings, storage, ...Object.values(resources)];
  const inPlace = references.flatMap((reference) => {
    const read = readResourceReference("", reference);
    return read.kind === "provider" ? [read.provider] : [];
  });
  return [...new Set([...registry.list(), ...inPlace])];
}
