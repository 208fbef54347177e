import type { StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import { toJsonSchema } from "@langchain/core/utils/json_schema";
import { isSerializableSchema } from "@langchain/core/utils/standard_schema";
import { isInteropZodSchema } from "@langchain/core/utils/types";
import type { ResponseFormat } from "@pergola/resources";

type Options = Pick<StructuredOutputMethodOptions, "name" | "method" | "strict"> | undefined;

/** The response format that asks for a schema; undefined when the schema is to be asked for as a tool call. */
export function structuredFormat(schema: unknown, options: Options): ResponseFormat | undefined {
  if (options?.method === "functionCalling") return undefined;
  if (options?.method === "jsonMode") return { type: "json" };
  const json = jsonSchemaOf(schema);
  const { title } = json;
  const name = options?.name ?? (typeof title === "string" ? title.replace(/[^\w-]/g, "_") : "answer");
  return {
    type: "json-schema",
    name,
    schema: json,
    ...(options?.strict !== undefined && { strict: options.strict }),
  };
}

function jsonSchemaOf(schema: unknown): Record<string, unknown> {
  const isSchemaObject = isInteropZodSchema(schema) || isSerializableSchema(schema as object);
  if (!isSchemaObject) return schema as Record<string, unknown>;
  return toJsonSchema(schema as Parameters<typeof toJsonSchema>[0]) as Record<string, unknown>;
}
