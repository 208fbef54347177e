import type { StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import type { createContentParser } from "@langchain/core/language_models/structured_output";
import { toJsonSchema } from "@langchain/core/utils/json_schema";
import { isSerializableSchema } from "@langchain/core/utils/standard_schema";
import { isInteropZodSchema } from "@langchain/core/utils/types";
import type { ResponseFormat, ToolDefinition } from "@pergola/resources";

/** A zod schema, a Standard Schema that can say its JSON Schema, or a JSON Schema. */
export type StructuredSchema<Output extends Record<string, unknown>> = Parameters<
  typeof createContentParser<Output>
>[0];

type Options = Pick<StructuredOutputMethodOptions<boolean>, "name" | "method" | "strict"> | undefined;

/** The response format that asks for a schema. */
export function structuredFormat(schema: unknown, options: Options): ResponseFormat {
  if (options?.method === "jsonMode") return { type: "json" };
  const json = jsonSchemaOf(schema);
  return {
    type: "json-schema",
    name: nameOf(json, options),
    schema: json,
    ...(options?.strict !== undefined && { strict: options.strict }),
  };
}

/** The tool whose arguments are the answer, for models that have tools and no response format. */
export function structuredTool(schema: unknown, options: Options): ToolDefinition {
  const json = jsonSchemaOf(schema);
  const description = typeof json.description === "string" ? json.description : "Gives the answer.";
  return { name: nameOf(json, options), description, parameters: json };
}

/** The vendor takes letters, digits, `_` and `-`. */
function nameOf({ title }: Record<string, unknown>, options: Options): string {
  return options?.name ?? (typeof title === "string" ? title.replace(/[^\w-]/g, "_") : "answer");
}

function jsonSchemaOf(schema: unknown): Record<string, unknown> {
  const isSchemaObject = isInteropZodSchema(schema) || isSerializableSchema(schema as object);
  if (!isSchemaObject) return schema as Record<string, unknown>;
  return toJsonSchema(schema as Parameters<typeof toJsonSchema>[0]) as Record<string, unknown>;
}
