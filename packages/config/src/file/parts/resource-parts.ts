import type { ModelReference, ProviderFactory, SingleModelReference } from "@pergola/resources";
import type { AgentConfigData } from "../../agent-config-data.ts";
import { memoryProblems } from "../../memory-problems.ts";
import type { MemorySettings } from "../../memory-settings.ts";
import { memorySchema } from "../../memory-settings.ts";
import { childOf, dataOf, isLive, type SourceNode } from "../source/source-node.ts";
import { coerce } from "../values/coerce.ts";
import type { AssembleContext } from "./assemble-context.ts";
import { composedMemory } from "./composed-memory.ts";
import { modelReference, type ResourceReference, resourceReference } from "./resource-reference.ts";
import { storageAndFurther } from "./storage-and-further.ts";

type Path = readonly (string | number)[];

/** The parts of a definition that a file's resources make. */
export interface ResourceParts
  extends Pick<Partial<AgentConfigData>, "llm" | "memory" | "storage" | "resources"> {
  /** Providers that came with the file. */
  readonly providers: readonly ProviderFactory[];
}

interface Found {
  readonly node: SourceNode;
  readonly path: Path;
}

/** `llm`, `memory` and `storage`, each at the top or under `resources`, and what else is there. */
export async function resourceParts(root: SourceNode, context: AssembleContext): Promise<ResourceParts> {
  const llm = find(root, "llm");
  const model = llm.length === 1 ? await llmOf(llm[0] as Found, context) : once(llm, "llm", context);
  const memory = await memoryOf(find(root, "memory"), context);
  const { factories, ...others } = await storageAndFurther(root, context);
  return {
    ...others,
    ...(model?.reference !== undefined && { llm: model.reference }),
    ...(memory !== undefined && { memory: memory.settings }),
    providers: [...(model?.factories ?? []), ...(memory?.factories ?? []), ...factories],
  };
}

function find(root: SourceNode, key: "llm" | "memory"): readonly Found[] {
  const places: readonly Path[] = [[key], ["resources", key]];
  return places.flatMap((path) => {
    const node = path.reduce<SourceNode | undefined>(childOf, root);
    return node === undefined ? [] : [{ node, path }];
  });
}

function once(found: readonly Found[], key: string, { told }: AssembleContext): undefined {
  const [, second] = found;
  if (second !== undefined)
    told.problem(second.path, `\`${key}\` is there twice: at the top, and here.`, "Keep one.");
  return undefined;
}

const NO_KEYS: ReadonlySet<string> = new Set();

/** One model, or a list of them: the others are fallen back on. */
async function llmOf(found: Found, context: AssembleContext): Promise<Model> {
  const { node, path } = found;
  if (node.kind !== "list") return modelOf(found, context);
  const models: Model[] = [];
  for (const [index, item] of node.items.entries())
    models.push(await modelOf({ node: item, path: [...path, index] }, context));
  return {
    reference: models.flatMap(({ reference }) => (reference as SingleModelReference | undefined) ?? []),
    factories: models.flatMap(({ factories }) => factories),
  };
}

interface Model {
  readonly reference: ModelReference | undefined;
  readonly factories: readonly ProviderFactory[];
}

async function modelOf({ node, path }: Found, context: AssembleContext): Promise<Model> {
  const value = dataOf(node);
  if (isChatModel(value)) return { reference: value as ModelReference, factories: [] };
  const found = await resourceReference(node, { category: "llm", path, reserved: NO_KEYS }, context);
  if (found === undefined && isLive(value)) context.told.problem(path, "This is no model.", FORMS);
  if (found === undefined) return { reference: undefined, factories: [] };
  const reference = modelReference(found);
  if (reference === undefined)
    context.told.problem(path, "The model names no provider.", "Write { provider: openai, model: … }.");
  return { reference, factories: found.factory === undefined ? [] : [found.factory] };
}

const FORMS = 'Write a provider ("openai"), a model ("openai:gpt-5-mini"), or { provider, …config }.';

const isChatModel = (value: unknown) =>
  typeof value === "object" && value !== null && typeof (value as { invoke?: unknown }).invoke === "function";

/** At the top a memory's settings, with its provider; under `resources` the provider alone. Both go together. */
async function memoryOf(found: readonly Found[], context: AssembleContext) {
  if (found.length === 0) return undefined;
  const settings = found.find(({ path }) => path.length === 1);
  const resource = found.find(({ path }) => path.length === 2);
  const own = settings === undefined ? undefined : await settingsOf(settings, context);
  const provided = resource === undefined ? undefined : await referenceOf(resource, NO_KEYS, context);
  if (own?.reference?.provider !== undefined && provided !== undefined) return once(found, "memory", context);
  const { provider, factory, config } = provided ?? own?.reference ?? { config: {} };
  const memory: MemorySettings = {
    type: "conversation",
    ...own?.rest,
    ...(provider !== undefined && { provider }),
    ...(Object.keys(config).length > 0 && { config }),
    ...own?.composed.parts,
  };
  if (own?.composed.isSound !== false) context.told.problems(memoryProblems(memory));
  return {
    settings: memory,
    factories: [...(factory === undefined ? [] : [factory]), ...(own?.composed.factories ?? [])],
  };
}

const SETTINGS: ReadonlySet<string> = new Set([
  ...["type", "window", "database"],
  ...["vector-store", "vectorStore", "embeddings"],
]);

async function settingsOf({ node, path }: Found, context: AssembleContext) {
  const value = dataOf(node);
  const composed = await composedMemory(node, context);
  if (value === "conversation" || value === "none")
    return { rest: { type: value } as Partial<MemorySettings>, reference: undefined, composed };
  const typed = coerce(node, memorySchema);
  const rest = node.kind === "map" ? { type: partOf(typed, "type"), window: partOf(typed, "window") } : {};
  const given = Object.entries(rest).filter(([, each]) => each !== undefined);
  const isNamed = node.kind !== "map" || node.entries.has("provider") || node.entries.has("config");
  return {
    rest: Object.fromEntries(given) as Partial<MemorySettings>,
    reference: isNamed ? await referenceOf({ node, path }, SETTINGS, context) : undefined,
    composed,
  };
}

const partOf = (node: SourceNode, key: string) => {
  const child = childOf(node, key);
  return child === undefined ? undefined : dataOf(child);
};

async function referenceOf(
  { node, path }: Found,
  reserved: ReadonlySet<string>,
  context: AssembleContext,
): Promise<ResourceReference | undefined> {
  const found = await resourceReference(node, { category: "memory", path, reserved }, context);
  if (found === undefined && isLive(dataOf(node)))
    context.told.problem(
      path,
      "This is no memory.",
      "Write conversation, none, a provider's name, or { provider, …config }.",
    );
  return found;
}
