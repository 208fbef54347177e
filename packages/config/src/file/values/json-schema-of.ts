import { toJSONSchema, type z } from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;

const made = new WeakMap<z.ZodType, JsonSchema>();

/** The JSON Schema of what a zod schema takes; made once. What JSON cannot say takes anything. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const json = derived(schema);
  made.set(schema, json);
  return json;
}

/** A schema of somebody else's that cannot be derived from takes anything. */
function derived(schema: z.ZodType): JsonSchema {
  try {
    return toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  } catch {
    return {};
  }
}

/** The alternatives of a schema that hold for a child. */
export function childSchemas(places: readonly JsonSchema[], key: string | number): readonly JsonSchema[] {
  return places.flatMap((place) => alternatives(childSchema(place, key)));
}

function childSchema({ properties, additionalProperties, items }: JsonSchema, key: string | number): unknown {
  if (typeof key === "number") return items;
  return Object.hasOwn(properties ?? {}, key) ? (properties as JsonSchema)[key] : additionalProperties;
}

/** The parts of a union, else the schema itself; `{}` is one that takes anything. */
export function alternatives(schema: unknown): readonly JsonSchema[] {
  if (schema === true) return [{}];
  if (typeof schema !== "object" || schema === null) return [];
  const { anyOf, oneOf } = schema as JsonSchema;
  const parts = anyOf ?? oneOf;
  return Array.isArray(parts) ? parts.flatMap(alternatives) : [schema as JsonSchema];
}
