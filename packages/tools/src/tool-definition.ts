import { toJSONSchema } from "zod";
import { toolErrors } from "./errors.ts";
import type { Tool } from "./tool.ts";

/** A tool as it is offered to a model. `parameters` is a JSON Schema of the arguments. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: Record<string, unknown>;
}

const definitions = new WeakMap<Tool, ToolDefinition>();

/**
 * What a model is told about a tool; made once per tool.
 *
 * @throws TOOL_INVALID when the schema has no JSON form.
 */
export function toToolDefinition(tool: Tool): ToolDefinition {
  const known = definitions.get(tool);
  if (known !== undefined) return known;
  const { name, description } = tool;
  const definition = Object.freeze({ name, description, parameters: Object.freeze(parametersOf(tool)) });
  definitions.set(tool, definition);
  return definition;
}

function parametersOf(tool: Tool): Record<string, unknown> {
  if (tool.parameters !== undefined) return { ...tool.parameters };
  try {
    // "input": what the model writes, before defaults and transforms.
    const { $schema, ...schema } = toJSONSchema(tool.input, { io: "input", reused: "inline" });
    return schema;
  } catch (cause) {
    throw toolErrors.create("TOOL_INVALID", {
      message: `The input schema of the tool "${tool.name}" has no JSON Schema form.`,
      hint: "Use types that JSON has (text, numbers, booleans, lists, objects), or give the tool `parameters` yourself.",
      cause,
    });
  }
}
