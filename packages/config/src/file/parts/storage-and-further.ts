import type { ProviderCategory, ProviderFactory } from "@pergola/resources";
import type { AgentConfigData } from "../../agent-config-data.ts";
import { readResourceReference } from "../../read-resource-reference.ts";
import { resourceProblems } from "../../resource-problems.ts";
import type { ResourceReference, StorageReference } from "../../resource-reference.ts";
import { childOf, dataOf, type MapNode, type SourceNode } from "../source/source-node.ts";
import type { AssembleContext } from "./assemble-context.ts";
import { hasLive } from "./has-live.ts";
import { resourceReference } from "./resource-reference.ts";

type Path = readonly (string | number)[];

/** Keys under `resources` that have a part of their own in a definition. */
const OWN_PARTS: ReadonlySet<string> = new Set(["llm", "memory", "storage"]);
const OF_REFERENCE: ReadonlySet<string> = new Set(["category"]);

interface MadeParts extends Pick<Partial<AgentConfigData>, "storage" | "resources"> {
  /** Providers that came with the file. */
  readonly factories: readonly ProviderFactory[];
}

interface Made {
  readonly reference: ResourceReference;
  readonly factory?: ProviderFactory;
}

/** `storage`, at the top or under `resources`, and all that stands there besides `llm` and `memory`. */
export async function storageAndFurther(root: SourceNode, context: AssembleContext): Promise<MadeParts> {
  const resources = childOf(root, "resources");
  const storage = await storageOf(root, resources, context);
  const further: [string, Made][] = [];
  for (const [key, { value }] of resources?.kind === "map" ? resources.entries : [])
    if (!OWN_PARTS.has(key) && !isRefused(value, resources))
      further.push([key, await referenceOf(value, { key, path: ["resources", key] }, context)]);
  const made = [...(storage === undefined ? [] : [storage]), ...further.map(([, each]) => each)];
  const parts = {
    // What is no storage is told of here.
    ...(storage !== undefined && { storage: storage.reference as StorageReference }),
    ...(further.length > 0 && {
      resources: Object.fromEntries(further.map(([key, { reference }]) => [key, reference])),
    }),
  };
  context.told.problems(resourceProblems(parts));
  return { ...parts, factories: made.flatMap(({ factory }) => factory ?? []) };
}

async function storageOf(
  root: SourceNode,
  resources: SourceNode | undefined,
  context: AssembleContext,
): Promise<Made | undefined> {
  const [top, below] = [childOf(root, "storage"), childOf(resources, "storage")];
  const node = top ?? below;
  if (top !== undefined && below !== undefined)
    context.told.problem(
      ["resources", "storage"],
      "`storage` is there twice: at the top, and here.",
      "Keep one.",
    );
  if (node === undefined || (top !== undefined && below !== undefined) || isRefused(node, root))
    return undefined;
  const path = top === undefined ? ["resources", "storage"] : ["storage"];
  return referenceOf(node, { key: "storage", path }, context);
}

/** What the file's schema tells of, which looks at a place where nothing is live. */
function isRefused(node: SourceNode, place: SourceNode | undefined): boolean {
  if (hasLive(place)) return false;
  if (node.kind !== "map") return !isText(node);
  const naming = ["provider", "category", "type"].map((key) => childOf(node, key));
  return naming.some((each) => each !== undefined && !isText(each));
}

const isText = (node: SourceNode) =>
  node.kind === "scalar" && typeof node.value === "string" && node.value !== "";

/** A map that names a provider is read; everything else is what the definition takes, or is told of by its checks. */
async function referenceOf(
  node: SourceNode,
  { key, path }: { readonly key: string; readonly path: Path },
  context: AssembleContext,
): Promise<Made> {
  const value = dataOf(node);
  if (node.kind !== "map" || !(node.entries.has("provider") || node.entries.has("type")))
    return { reference: value as ResourceReference };
  const named = readResourceReference(key, namingOf(node));
  const { category } = named.kind === "wrong" ? { category: key } : named;
  const name = named.kind === "named" ? named.name : undefined;
  // Any text may be a category: what is none has no providers.
  const place = { category: category as ProviderCategory, name, path, reserved: OF_REFERENCE };
  const found = await resourceReference(node, place, context);
  if (found === undefined) return { reference: value as ResourceReference };
  const { provider, factory, config } = found;
  return {
    reference: {
      ...config,
      ...namingOf(node),
      ...(provider !== undefined && { provider }),
      ...categoryOf(factory),
    },
    ...(factory !== undefined && { factory }),
  };
}

const categoryOf = (factory: ProviderFactory | undefined) =>
  factory === undefined ? {} : { category: factory.category };

/** What says which provider is meant. */
function namingOf(node: MapNode): { readonly provider: string; readonly category?: string } {
  const said = ["provider", "category"].flatMap((key) => {
    const child = childOf(node, key);
    return child === undefined ? [] : [[key, dataOf(child)] as const];
  });
  // What is no text is told of where the reference is read.
  return Object.fromEntries(said) as { readonly provider: string };
}
