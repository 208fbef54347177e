import { looseObject } from "zod";
import { defineTool } from "./define-tool.ts";
import { isZodObject, type Tool } from "./tool.ts";

/** A LangChain StructuredTool, by its shape: importing its class would load LangChain. */
export interface LangChainTool {
  readonly name: string;
  readonly description: string;
  /** A zod object schema, or a JSON Schema. */
  readonly schema: unknown;
  invoke(input: never, config?: { signal?: AbortSignal }): Promise<unknown>;
}

/** A LangChain tool as one of ours. With a JSON Schema instead of a zod schema LangChain itself checks the arguments. */
export function fromLangChainTool(tool: LangChainTool): Tool {
  const { name, description, schema } = tool;
  const hasZodSchema = isZodObject(schema);
  return defineTool({
    name,
    description,
    input: hasZodSchema ? schema : looseObject({}),
    ...(!hasZodSchema && { parameters: schema as Record<string, unknown> }),
    execute: (input, { signal }) => tool.invoke(input as never, { signal }),
  });
}
