import type { ProviderFactory } from "@pergola/resources";
import { MEMORY_PARTS } from "../../memory-parts.ts";
import type { MemorySettings } from "../../memory-settings.ts";
import { childOf, type SourceNode } from "../source/source-node.ts";
import type { AssembleContext } from "./assemble-context.ts";
import { isRefused, namedReference } from "./named-reference.ts";

/** What a memory of a file is composed of. */
export interface ComposedMemory {
  readonly parts: Pick<MemorySettings, "database" | "vectorStore" | "embeddings">;
  /** Providers that came with the file. */
  readonly factories: readonly ProviderFactory[];
  /** Whether the file's schema has nothing against them. */
  readonly isSound: boolean;
}

/** `database`, `vector-store` (also `vectorStore`, as code has it) and `embeddings` below `memory`. */
export async function composedMemory(node: SourceNode, context: AssembleContext): Promise<ComposedMemory> {
  const found: [string, unknown][] = [];
  const factories: ProviderFactory[] = [];
  let isSound = true;
  for (const { part, category } of MEMORY_PARTS) {
    const keys = part === "vectorStore" ? ["vector-store", part] : [part];
    const [key, second] = keys.filter((each) => childOf(node, each) !== undefined);
    const child = key === undefined ? undefined : childOf(node, key);
    if (second !== undefined)
      context.told.problem(["memory", second], `\`${key}\` is there twice, in two spellings.`, "Keep one.");
    if (key === undefined || child === undefined) continue;
    isSound &&= !isRefused(child, node);
    const made = await namedReference(child, { key: category, path: ["memory", key] }, context);
    found.push([part, made.reference]);
    if (made.factory !== undefined) factories.push(made.factory);
  }
  // What is none is told of here, or by the file's schema.
  const parts = Object.fromEntries(found) as ComposedMemory["parts"];
  return { parts, factories, isSound };
}
