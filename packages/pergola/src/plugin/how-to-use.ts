import type { PluginInfo } from "@pergola/plugins";

type Contributions = Pick<PluginInfo, "name" | "providers" | "contributes">;

/** What a plugin contributes, for example `llm acme; tools weather`. */
export function contributionsText({ providers, contributes }: Contributions): string {
  const categories = [...new Set(providers.map(({ category }) => category))];
  const lists = [
    ...categories.map((category) => [
      category,
      providers.filter((each) => each.category === category).map(({ name }) => name),
    ]),
    ...Object.entries(contributes),
  ] as readonly (readonly [string, readonly string[]])[];
  return lists
    .map(([kind, names]) => [kind, names.join(", ")].filter((part) => part !== "").join(" "))
    .join("; ");
}

/** One line that shows how a program uses the first thing that a plugin contributes. */
export function howToUse({ name, providers, contributes }: Contributions): string {
  const [provider] = providers;
  if (provider !== undefined) return `createAgent()${providerCall(provider.category, provider.name)}`;
  const [step] = contributes.steps ?? [];
  if (step !== undefined) return `createAgent().withStep(${JSON.stringify(step)}, { … })`;
  return `createAgent().withPlugin(plugin), with the plugin that ${JSON.stringify(name)} exports`;
}

/** How the model of a name is asked for. */
export const llmCall = (name: string) => `createAgent()${providerCall("llm", name)}`;

function providerCall(category: string, name: string): string {
  const quoted = JSON.stringify(name);
  if (category === "llm") return `.withLlm(${quoted})`;
  if (category === "memory") return `.withMemory({ type: "conversation", provider: ${quoted} })`;
  if (category === "vector-store") return `.withMemory({ vectorStore: ${quoted}, embeddings: "hashing" })`;
  if (category === "embeddings") return `.withMemory({ vectorStore: "in-memory", embeddings: ${quoted} })`;
  if (category === "storage") return `.withStorage(${quoted})`;
  return `.withResource(${JSON.stringify(category)}, ${JSON.stringify(`${category}/${name}`)})`;
}
