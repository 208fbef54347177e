import type { ProviderFactory } from "@pergola/resources";
import type { AgentConfigData } from "../../agent-config-data.ts";
import { resourceProblems } from "../../resource-problems.ts";
import type { StorageReference } from "../../resource-reference.ts";
import { childOf, type SourceNode } from "../source/source-node.ts";
import type { AssembleContext } from "./assemble-context.ts";
import { isRefused, type NamedReference, namedReference } from "./named-reference.ts";

/** Keys under `resources` that have a part of their own in a definition. */
const OWN_PARTS: ReadonlySet<string> = new Set(["llm", "memory", "storage"]);

interface MadeParts extends Pick<Partial<AgentConfigData>, "storage" | "resources"> {
  /** Providers that came with the file. */
  readonly factories: readonly ProviderFactory[];
}

/** `storage`, at the top or under `resources`, and all that stands there besides `llm` and `memory`. */
export async function storageAndFurther(root: SourceNode, context: AssembleContext): Promise<MadeParts> {
  const resources = childOf(root, "resources");
  const storage = await storageOf(root, resources, context);
  const further: [string, NamedReference][] = [];
  for (const [key, { value }] of resources?.kind === "map" ? resources.entries : [])
    if (!OWN_PARTS.has(key) && !isRefused(value, resources))
      further.push([key, await namedReference(value, { key, path: ["resources", key] }, context)]);
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
): Promise<NamedReference | undefined> {
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
  return namedReference(node, { key: "storage", path }, context);
}
