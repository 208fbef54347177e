import {
  type AgentConfig,
  type AgentConfigProblem,
  hasMemory,
  type ResourceReference,
  readResourceReference,
} from "@pergola/config";
import {
  type DefinedResource,
  type DefineOptions,
  givenResource,
  isAt,
  made,
  type Path,
  refused,
  snapshot,
} from "./defined-resource.ts";
import { furtherLlm } from "./further-llm.ts";
import type { MadeResource } from "./made-resource.ts";
import { memoryPlaces, type Place } from "./memory-places.ts";
import { modelsBreaker } from "./models-breaker.ts";
import { problemsBetween } from "./problems-between.ts";
import { providedResource } from "./provided-resource.ts";

/** How an agent's resources are made, and what is wrong with them. */
export interface DefinedResources {
  readonly resources: readonly MadeResource[];
  readonly problems: readonly AgentConfigProblem[];
}

/** Looks for the providers of an agent's resources, and checks everything that shows without opening one. */
export async function defineResources(
  { llm: model, memory, storage, resources, retry, breaker, fallback }: AgentConfig,
  given: DefineOptions,
): Promise<DefinedResources> {
  const options = { ...given, modelSettings: { retry, breaker: modelsBreaker(breaker), fallback } };
  const { llm, providers } = options;
  const hasModel = model !== undefined || providers.list("llm").length > 0;
  const places: readonly Place[] = [
    // It was there before the others, for the steps to be checked against, and the agent closes it.
    ...(hasModel ? [{ key: "llm", path: ["llm"], define: () => givenResource("llm", "llm", llm) }] : []),
    ...(hasMemory(memory) ? memoryPlaces(memory, options) : []),
    ...(storage === undefined ? [] : [placeOf("storage", storage, ["storage"], options)]),
    ...Object.entries(resources).map(([key, each]) => placeOf(key, each, ["resources", key], options)),
  ];
  return defineAll(places, options);
}

const placeOf = (key: string, reference: ResourceReference, path: Path, options: DefineOptions): Place => ({
  key,
  path,
  define: () => oneResource(key, reference, path, options),
});

async function defineAll(places: readonly Place[], options: DefineOptions): Promise<DefinedResources> {
  const { problems, env } = options;
  const isSound = (path: Path) => path[0] === "llm" || !problems.some((each) => isAt(each.path, path));
  const found = await Promise.all(
    places.map(async ({ key, path, define }) => ({ key, ...(isSound(path) ? await define() : refused([])) })),
  );
  const resources = found.flatMap(({ resource }) => resource ?? []);
  const definitions = resources.map(({ definition }) => definition);
  const broken = found.filter(({ resource }) => resource === undefined).map(({ key }) => key);
  return {
    resources,
    problems: [...found.flatMap((each) => each.problems), ...problemsBetween(definitions, broken, env)],
  };
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
  if (kind === "ready") return givenResource(key, category, found.resource);
  const provider = kind === "provider" ? found.provider : found.name;
  const wanted = { key, category, provider, config: found.options };
  return providedResource(wanted, { name: [...path, "provider"], config: path }, options);
}
