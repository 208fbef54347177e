import type { z } from "zod";
import { branches, inputBranches, type JsonSchema } from "./schema-branches.ts";

type Path = readonly PropertyKey[];

/** What a schema asks for at one place. */
export interface ExpectedValue {
  /** For example "a number from 0 to 2"; undefined when the schema has no words for it. */
  readonly words?: string;
  /** Whether more than numbers, booleans and listed words may stand there. */
  readonly isFreeForm: boolean;
  readonly isOptional: boolean;
  /** The keys that an object at this place may have. */
  readonly keys: readonly string[];
}

/** What `schema` asks for at `path`. Slow: for messages about a value that was refused. */
export function expectedValue(schema: z.ZodType, path: Path): ExpectedValue {
  const parents = path.slice(0, -1).reduce(into, inputBranches(schema));
  const places = path.slice(-1).reduce(into, parents);
  const words = places.map(describe);
  const isSaid = words.length > 0 && words.every((some) => some.length > 0);
  return {
    ...(isSaid && { words: inWords([...new Set(words.flat())]) }),
    isFreeForm: places.length === 0 || places.some(isFreeForm),
    isOptional: parents.some((parent) => isOptionalIn(parent, path.at(-1))),
    keys: places.flatMap(({ properties }) => Object.keys((properties ?? {}) as object)),
  };
}

function into(places: readonly JsonSchema[], key: PropertyKey): readonly JsonSchema[] {
  return places.flatMap((place) => branches(childOf(place, key)));
}

function childOf({ properties, additionalProperties, items }: JsonSchema, key: PropertyKey): unknown {
  if (typeof key === "number") return items;
  return Object.hasOwn(properties ?? {}, key)
    ? (properties as Record<PropertyKey, unknown>)[key]
    : additionalProperties;
}

function isOptionalIn({ properties, required }: JsonSchema, key: PropertyKey | undefined): boolean {
  if (typeof key !== "string" || !Object.hasOwn(properties ?? {}, key)) return false;
  return !Array.isArray(required) || !required.includes(key);
}

function isFreeForm({ type, enum: listed, const: only }: JsonSchema): boolean {
  return listed === undefined && only === undefined && !["number", "integer", "boolean"].includes(`${type}`);
}

/** What a schema takes, as alternatives; none when there are no words for it. */
function describe(schema: JsonSchema): readonly string[] {
  const { type, enum: listed, const: only } = schema;
  if (Array.isArray(listed)) return listed.map((value) => JSON.stringify(value));
  if (only !== undefined) return [JSON.stringify(only)];
  switch (type) {
    case "number":
      return [`a number${range(schema)}`];
    case "integer":
      return [`an integer${range(schema)}`];
    case "boolean":
      return ["true", "false"];
    case "string":
      return [`a text${size("characters", schema.minLength, schema.maxLength)}`];
    case "array":
      return [`a list${size("entries", schema.minItems, schema.maxItems)}`];
    case "object":
      return ["an object"];
    default:
      return [];
  }
}

/** The bounds that somebody chose; every integer has the two that numbers have anyway. */
function range({ minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below }: JsonSchema): string {
  const from = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const to = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const parts = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(to === undefined ? [] : [from === undefined ? `up to ${to}` : `to ${to}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  return parts.map((part) => ` ${part}`).join("");
}

/** How much of it somebody wants. */
function size(units: string, least: unknown = 0, most: unknown = undefined): string {
  if (most === undefined && least === 0) return "";
  if (most === undefined) return least === 1 ? " that is not empty" : ` of at least ${least} ${units}`;
  if (least === most) return ` of exactly ${most} ${units}`;
  return least === 0 ? ` of at most ${most} ${units}` : ` of ${least} to ${most} ${units}`;
}

function inWords(alternatives: readonly string[]): string {
  if (alternatives.length < 2) return alternatives.join("");
  return `${alternatives.slice(0, -1).join(", ")} or ${alternatives.at(-1)}`;
}
