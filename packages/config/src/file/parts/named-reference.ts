import type { ProviderCategory, ProviderFactory } from "@pergola/resources";
import { readResourceReference } from "../../read-resource-reference.ts";
import type { ResourceReference } from "../../resource-reference.ts";
import { childOf, dataOf, type MapNode, type SourceNode } from "../source/source-node.ts";
import type { AssembleContext } from "./assemble-context.ts";
import { hasLive } from "./has-live.ts";
import { resourceReference } from "./resource-reference.ts";

type Path = readonly (string | number)[];

const OF_REFERENCE: ReadonlySet<string> = new Set(["category"]);

/** What stands for a resource in a definition, and its provider where that came with the file. */
export interface NamedReference {
  readonly reference: ResourceReference;
  readonly factory?: ProviderFactory;
}

/** What the file's schema tells of, which looks at a place where nothing is live. */
export function isRefused(node: SourceNode, place: SourceNode | undefined): boolean {
  if (hasLive(place)) return false;
  if (node.kind !== "map") return !isText(node);
  const naming = ["provider", "category", "type"].map((key) => childOf(node, key));
  return naming.some((each) => each !== undefined && !isText(each));
}

const isText = (node: SourceNode) =>
  node.kind === "scalar" && typeof node.value === "string" && node.value !== "";

/** A map that names a provider is read; everything else is what the definition takes, or is told of by its checks. */
export async function namedReference(
  node: SourceNode,
  { key, path }: { readonly key: string; readonly path: Path },
  context: AssembleContext,
): Promise<NamedReference> {
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
