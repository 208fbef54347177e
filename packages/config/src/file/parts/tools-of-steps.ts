import type { Tool } from "@pergola/tools";
import { childOf, dataOf, type MapNode, type SourceNode } from "../source/source-node.ts";
import type { AssembleContext } from "./assemble-context.ts";
import { namedTool } from "./tool-list.ts";

type Path = readonly (string | number)[];

/** The tools that the steps of a file name. A file without `tools` of its own permits these. */
export async function toolsOfSteps(root: MapNode, context: AssembleContext): Promise<Tool[]> {
  const named = new Map<string, Path>();
  for (const key of ["steps", "workflow"]) collect(childOf(root, key), [key], named);
  const found = await Promise.all([...named].map(([name, path]) => namedTool(name, path, context)));
  return found.filter((tool) => tool !== undefined);
}

function collect(node: SourceNode | undefined, path: Path, named: Map<string, Path>): void {
  if (node?.kind === "list")
    for (const [index, item] of node.items.entries()) collect(item, [...path, index], named);
  if (node?.kind !== "map") return;
  const [tools, tool] = node.entries.has("step") ? [childOf(node, "tools"), childOf(node, "tool")] : [];
  if (tools?.kind === "list")
    for (const [index, item] of tools.items.entries()) note(item, [...path, "tools", index], named);
  if (tool !== undefined) note(tool, [...path, "tool"], named);
  for (const key of node.entries.keys()) collect(childOf(node, key), [...path, key], named);
}

function note(node: SourceNode, path: Path, named: Map<string, Path>): void {
  const name = dataOf(node);
  if (typeof name === "string" && name !== "" && !named.has(name)) named.set(name, path);
}
