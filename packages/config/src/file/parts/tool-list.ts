import { suggest, toErrorData } from "@pergola/core";
import { isTool, type Tool } from "@pergola/tools";
import { childOf, dataOf, isLive, type SourceNode } from "../source/source-node.ts";
import { type AssembleContext, exportAt } from "./assemble-context.ts";

type Path = readonly (string | number)[];

/** The tools of a file: by name from those that the program gives, by export, or as they are. */
export async function toolList(list: SourceNode | undefined, context: AssembleContext): Promise<Tool[]> {
  if (list?.kind !== "list") return [];
  const tools: Tool[] = [];
  for (const [index, item] of list.items.entries()) {
    const tool = await toolOf(item, ["tools", index], context);
    if (tool !== undefined) tools.push(tool);
  }
  return tools;
}

async function toolOf(node: SourceNode, path: Path, context: AssembleContext): Promise<Tool | undefined> {
  if (node.kind === "map") return exportedTool(node, path, context);
  const value = dataOf(node);
  if (isTool(value)) return value;
  if (typeof value === "string" && value !== "") return namedTool(value, path, context);
  // The file's schema has told of everything that is plain data.
  if (isLive(value)) context.told.problem(path, "This is no tool.", "Export what defineTool() gives.");
  return undefined;
}

/** A tool of the program, or of a plugin; what is none is told. */
export async function namedTool(
  name: string,
  path: Path,
  { tools, findTool, told }: AssembleContext,
): Promise<Tool | undefined> {
  const given = tools.find((tool) => tool.name === name);
  if (given !== undefined) return given;
  try {
    const found = await findTool?.(name);
    if (found !== undefined) return found;
  } catch (error) {
    const { message, hint } = toErrorData(error);
    told.problem(path, message, hint ?? "Mend what has it, or leave it out.");
    return undefined;
  }
  const names = tools.map((tool) => tool.name);
  const hint =
    names.length === 0 ? "The program gives no tools: pass them with `tools`." : suggest(name, names);
  told.problem(
    path,
    `No tool is called "${name}".`,
    `${hint} Or say under the file's own tools where it is exported: { type: "@pergola/tools#calculator" }.`,
  );
  return undefined;
}

async function exportedTool(
  node: SourceNode,
  path: Path,
  context: AssembleContext,
): Promise<Tool | undefined> {
  const [type, config] = [childOf(node, "type"), childOf(node, "config")];
  const name = type === undefined ? undefined : dataOf(type);
  if (typeof name !== "string") return undefined;
  const imported = await exportAt(name, [...path, "type"], context);
  if (imported === undefined) return undefined;
  const tool = isTool(imported.value)
    ? imported.value
    : context.made.make(imported.value, config === undefined ? undefined : dataOf(config));
  if (isTool(tool)) return tool;
  context.told.problem(
    [...path, "type"],
    `${name} is no tool, and makes none of this config.`,
    "Export what defineTool() gives, or a function that returns it.",
  );
  return undefined;
}
