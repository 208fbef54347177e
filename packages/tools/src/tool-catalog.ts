import { suggest } from "@pergola/core";
import { toolErrors } from "./errors.ts";
import type { Tool } from "./tool.ts";
import { type ToolDefinition, toToolDefinition } from "./tool-definition.ts";

/** Tools by name. Immutable. */
export interface ToolCatalog extends Iterable<Tool> {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** @throws TOOL_NOT_FOUND with the nearest spelling and everything that exists */
  get(name: string): Tool;
  /** What a model is offered, in the order of the tools. */
  definitions(): readonly ToolDefinition[];
}

/** @throws TOOL_DUPLICATE when two tools have one name */
export function createToolCatalog(tools: Iterable<Tool>): ToolCatalog {
  const byName = new Map<string, Tool>();
  for (const tool of tools) {
    if (byName.has(tool.name)) throw duplicate(tool.name);
    byName.set(tool.name, tool);
  }
  const get = (name: string): Tool => {
    const tool = byName.get(name);
    if (tool === undefined) throw notFound(name, byName.keys());
    return tool;
  };
  let definitions: readonly ToolDefinition[] | undefined;
  return Object.freeze({
    names: Object.freeze([...byName.keys()]),
    has: (name: string) => byName.has(name),
    get,
    definitions() {
      definitions ??= Object.freeze(Array.from(byName.values(), toToolDefinition));
      return definitions;
    },
    [Symbol.iterator]: () => byName.values(),
  });
}

function duplicate(name: string) {
  return toolErrors.create("TOOL_DUPLICATE", {
    message: `Two tools are called "${name}".`,
    hint: `Rename one of them: { ...tool, name: "${name}_2" }.`,
    details: { name },
  });
}

function notFound(name: string, known: Iterable<string>) {
  const names = [...known];
  return toolErrors.create("TOOL_NOT_FOUND", {
    message: `There is no tool called ${JSON.stringify(name)}.`,
    hint: names.length === 0 ? "No tools were given." : suggest(name, names),
    details: { name, known: names },
  });
}
