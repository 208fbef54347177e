import {
  type AgentConfig,
  type AgentConfigProblem,
  type MemorySettings,
  type ResourceReference,
  readResourceReference,
} from "@pergola/config";
import { createInMemoryConversationStore, createResourceContainer } from "@pergola/resources";
import {
  type DefinedResource,
  type DefineOptions,
  isAt,
  made,
  type Path,
  refused,
  snapshot,
} from "./defined-resource.ts";
import { furtherLlm } from "./further-llm.ts";
import type { MadeResource } from "./made-resource.ts";
import { providedResource } from "./provided-resource.ts";

/** How an agent's resources are made, and what is wrong with them. */
export interface DefinedResources {
  readonly resources: readonly MadeResource[];
  readonly problems: readonly AgentConfigProblem[];
}

/** Looks for the providers of an agent's resources, and checks everything that shows without opening one. */
export async function defineResources(
  { llm: model, memory, storage, resources }: AgentConfig,
  options: DefineOptions,
): Promise<DefinedResources> {
  const { llm, providers, problems } = options;
  const hasModel = model !== undefined || providers.list("llm").length > 0;
  const isSound = (path: Path) => !problems.some((problem) => isAt(problem.path, path));
  const references = [
    ...(storage === undefined ? [] : [{ key: "storage", reference: storage, path: ["storage"] }]),
    ...Object.entries(resources).map(([key, reference]) => ({ key, reference, path: ["resources", key] })),
  ];
  const found = await Promise.all([
    // It was there before the others, for the steps to be checked against, and the agent closes it.
    ...(hasModel ? [made({ key: "llm", isOwned: false, isReady: true, create: () => llm }, llm)] : []),
    ...(memory.type === "conversation" && isSound(["memory"]) ? [memoryResource(memory, options)] : []),
    ...references
      .filter(({ path }) => isSound(path))
      .map(({ key, reference, path }) => oneResource(key, reference, path, options)),
  ]);
  const all = found.flatMap(({ resource }) => resource ?? []);
  const wrong = found.flatMap((each) => each.problems);
  // What is missing because of another defect would be told as missing too.
  const isWhole = wrong.length === 0 && references.every(({ path }) => isSound(path));
  return { resources: all, problems: isWhole ? problemsBetween(all, options) : wrong };
}

function memoryResource(
  { provider, config = {} }: MemorySettings,
  options: DefineOptions,
): DefinedResource | Promise<DefinedResource> {
  if (provider === undefined)
    return made({ key: "memory", create: () => createInMemoryConversationStore() }, "in memory");
  if (typeof provider === "object" && "admit" in provider)
    return made({ key: "memory", isOwned: false, isReady: true, create: () => provider }, provider);
  const wanted = { key: "memory", category: "memory", provider, config };
  return providedResource(wanted, { name: ["memory", "provider"], config: ["memory", "config"] }, options);
}

/** What the definition's own checks have let through. */
function oneResource(
  key: string,
  reference: ResourceReference,
  path: Path,
  options: DefineOptions,
): DefinedResource | Promise<DefinedResource> {
  const found = readResourceReference(key, reference);
  const { kind } = found;
  if (kind === "wrong") return refused([]);
  if (kind === "definition")
    return made({ ...found.definition, key }, found.definition, snapshot(options.env));
  const { category } = found;
  if (category === "llm") return furtherLlm(key, found, path, options);
  if (kind === "ready") {
    const { resource } = found;
    return made({ key, category, isOwned: false, isReady: true, create: () => resource }, resource);
  }
  const provider = kind === "provider" ? found.provider : found.name;
  const wanted = { key, category, provider, config: found.options };
  return providedResource(wanted, { name: [...path, "provider"], config: path }, options);
}

/** What they need of each other. */
function problemsBetween(
  resources: readonly MadeResource[],
  { env }: DefineOptions,
): readonly AgentConfigProblem[] {
  const container = createResourceContainer(
    resources.map(({ definition }) => definition),
    { env },
  );
  const { structure, dependencies } = container.validate();
  return [...structure.errors, ...dependencies.errors].map(({ path, message, hint }) => ({
    path: ["resources", ...path],
    message,
    ...(hint !== undefined && { hint }),
  }));
}
