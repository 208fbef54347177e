import { toJSONSchema, type z } from "zod";

/** A part of a JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of what a zod schema takes, each alternative of a union for itself. What JSON cannot say takes anything.
 * None for somebody else's schema, which may be of another copy of zod, or none of zod's.
 */
export function inputBranches(schema: z.ZodType): readonly JsonSchema[] {
  try {
    return branches(toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  } catch {
    return [];
  }
}

/** The alternatives of a union, else the schema itself; none of what is no schema. */
export function branches(schema: unknown): readonly JsonSchema[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { anyOf, oneOf } = schema as JsonSchema;
  const alternatives = anyOf ?? oneOf;
  return Array.isArray(alternatives) ? alternatives.flatMap(branches) : [schema as JsonSchema];
}
