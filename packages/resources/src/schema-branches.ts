import { toJSONSchema, type z } from "zod";

/** A part of a JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of what a zod schema takes, each alternative of a union for itself. What JSON cannot say takes anything. */
export function inputBranches(schema: z.ZodType): readonly JsonSchema[] {
  return branches(toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
}

/** The alternatives of a union, else the schema itself; none of what is no schema. */
export function branches(schema: unknown): readonly JsonSchema[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { anyOf, oneOf } = schema as JsonSchema;
  const alternatives = anyOf ?? oneOf;
  return Array.isArray(alternatives) ? alternatives.flatMap(branches) : [schema as JsonSchema];
}
