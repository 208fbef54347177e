import {
  builtInProviders,
  type ModelReference,
  type ProviderCategory,
  type ProviderFactory,
} from "@pergola/resources";
import { isProviderFactory, modelParametersSchema } from "@pergola/resources/definition";
import type { z } from "zod";
import { childOf, dataOf, type MapEntry, type MapNode, type SourceNode } from "../source/source-node.ts";
import { coerce } from "../values/coerce.ts";
import { type AssembleContext, exportAt } from "./assemble-context.ts";

type Path = readonly (string | number)[];
type Config = Readonly<Record<string, unknown>>;

/** What a file says of one resource. */
export interface ResourceReference {
  readonly provider?: string;
  /** A provider that came with the file: from an export, or in a module. */
  readonly factory?: ProviderFactory;
  readonly config: Config;
}

export interface ResourcePlace {
  readonly category: ProviderCategory;
  /** Of the provider, where `provider` says more than that. Default: what `provider` says. */
  readonly name?: string | undefined;
  readonly path: Path;
  /** Keys of the map that are not the provider's. */
  readonly reserved: ReadonlySet<string>;
}

const NAMING: ReadonlySet<string> = new Set(["provider", "type", "config"]);

/** A provider's name, a provider, or `{ provider | type, …config }`, where `config: {…}` may hold the config instead. */
export async function resourceReference(
  node: SourceNode,
  { category, name, path, reserved }: ResourcePlace,
  context: AssembleContext,
): Promise<ResourceReference | undefined> {
  if (node.kind !== "map") return plainReference(dataOf(node), category);
  const factory = await exportedFactory(node, path, context);
  const named = childOf(node, "provider");
  const provider = factory?.name ?? (named === undefined ? undefined : dataOf(named));
  const known = factory ?? (await findFactory(category, name ?? provider, context));
  const typed = coerced(configNode(node, reserved, path, context), category, known?.configSchema);
  const config = dataOf(typed) as Config;
  const place = childOf(node, "config") === undefined ? path : [...path, "config"];
  if (known !== undefined) context.configs.push({ factory: known, config, path: place });
  return {
    ...(typeof provider === "string" && { provider }),
    ...(factory !== undefined && { factory }),
    config,
  };
}

function plainReference(value: unknown, category: ProviderCategory): ResourceReference | undefined {
  if (typeof value === "string" && value !== "") return { provider: value, config: {} };
  return isProviderFactory(value) && value.category === category
    ? { provider: value.name, factory: value, config: {} }
    : undefined;
}

/** The provider's keys: those of `config`, or those that stand beside its name. */
function configNode(
  node: MapNode,
  reserved: ReadonlySet<string>,
  path: Path,
  { told }: AssembleContext,
): SourceNode {
  const config = childOf(node, "config");
  const beside: [string, MapEntry][] = [...node.entries].filter(
    ([key]) => !NAMING.has(key) && !reserved.has(key),
  );
  if (config === undefined) return { ...node, entries: new Map(beside) };
  for (const [key] of beside)
    told.key(
      [...path, key],
      `"${key}" stands beside \`config\`.`,
      "Put it into `config`, or take `config` away and write all keys here.",
    );
  return config;
}

function coerced(node: SourceNode, category: ProviderCategory, schema: z.ZodType | undefined): SourceNode {
  if (schema !== undefined) return coerce(node, schema);
  return category === "llm" ? coerce(node, modelParametersSchema) : node;
}

async function findFactory(
  category: ProviderCategory,
  name: unknown,
  { providers, findProvider }: AssembleContext,
) {
  if (typeof name !== "string") return undefined;
  const given = providers.find((each) => each.category === category && each.name === name);
  // Nobody has it: what makes the agent says so, and what to install.
  const found = given ?? (await findProvider?.(category, name).catch(() => undefined));
  return found ?? builtInProviders.load(category, name);
}

async function exportedFactory(
  node: MapNode,
  path: Path,
  context: AssembleContext,
): Promise<ProviderFactory | undefined> {
  const type = childOf(node, "type");
  const name = type === undefined ? undefined : dataOf(type);
  if (typeof name !== "string" || !name.includes("#")) return undefined;
  const imported = await exportAt(name, [...path, "type"], context);
  if (imported === undefined) return undefined;
  const factory = made(imported.value, context);
  const { category } = factory ?? {};
  if (factory !== undefined && category !== undefined) return factory;
  context.told.problem(
    [...path, "type"],
    `${name} is no provider.`,
    "Export a ProviderFactory, or a function that returns one.",
  );
  return undefined;
}

function made(value: unknown, context: AssembleContext): ProviderFactory | undefined {
  if (isProviderFactory(value)) return value;
  const result = context.made.make(value);
  return isProviderFactory(result) ? result : undefined;
}

/** A short name with a colon is a model; without one a provider, whose own defaults say which model. */
export function modelReference({ provider, config }: ResourceReference): ModelReference | undefined {
  if (provider === undefined) return undefined;
  if (provider.includes(":") && Object.keys(config).length === 0) return provider;
  return { ...config, provider };
}
