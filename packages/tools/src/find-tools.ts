import type { Tool } from "./tool.ts";
import { type ToolDefinition, toToolDefinition } from "./tool-definition.ts";

/** What a tool must have to be found. Upper and lower case are alike; without any wish all are found. */
export interface ToolQuery {
  /** One of its `intents`. */
  readonly intent?: string | undefined;
  /** One of its `tags`. */
  readonly tag?: string | undefined;
  /** A part of its name. */
  readonly name?: string | undefined;
}

/** A tool as it is told of: `schema` is the JSON Schema of its arguments. */
export interface FoundTool {
  readonly name: string;
  readonly description: string;
  readonly schema: ToolDefinition["parameters"];
}

/** The tools that have all that is asked for, in their order: which of them is best is for the caller to say. */
export function findTools(tools: Iterable<Tool>, query: ToolQuery = {}): readonly FoundTool[] {
  return [...tools].filter((tool) => fits(tool, query)).map(toFound);
}

function fits({ name, tags = [], intents = [] }: Tool, query: ToolQuery): boolean {
  const isAmong = (wanted: string | undefined, list: readonly string[]) =>
    wanted === undefined || list.some((each) => each.toLowerCase() === wanted.toLowerCase());
  const isNamed = query.name === undefined || name.toLowerCase().includes(query.name.toLowerCase());
  return isNamed && isAmong(query.tag, tags) && isAmong(query.intent, intents);
}

function toFound(tool: Tool): FoundTool {
  const { name, description, parameters } = toToolDefinition(tool);
  return { name, description, schema: parameters };
}
