import type { z } from "zod";
import { innerType } from "./inner-type.ts";
import { isSameKind } from "./value-kinds.ts";

/** A part of a schema whose parsed value cannot be parsed again. */
export interface UnrepeatablePart {
  /** Where in the schema, for example `items[].at`; empty for the schema itself. */
  readonly place: string;
  /** For example "a transform". */
  readonly what: string;
}

type Child = readonly [suffix: string, schema: z.core.SomeType];

/**
 * The transforming parts of a schema: LangGraph parses a value when it is written and again when a later run or step hands
 * it on, so what comes out must be able to go in.
 */
export function unrepeatableParts(
  schema: z.core.SomeType,
  place = "",
  seen: Set<z.core.SomeType> = new Set(),
): readonly UnrepeatablePart[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const what = unrepeatable(schema as z.ZodType);
  if (what !== undefined) return [{ place, what }];
  return children(schema as z.ZodType).flatMap(([suffix, child]) =>
    unrepeatableParts(child, place + (place === "" ? suffix.replace(/^\./, "") : suffix), seen),
  );
}

function unrepeatable({ def }: z.ZodType): string | undefined {
  if (def.type === "transform") return "a transform";
  if (def.type === "success") return "z.success()";
  if (def.type !== "pipe") return undefined;
  const {
    in: from,
    out: to,
    reverseTransform,
  } = def as z.core.$ZodCodecDef & { out: z.ZodType; in: z.ZodType };
  if (reverseTransform !== undefined) return "a codec";
  if (isTransform(to)) return "a transform";
  // A preprocess() takes anything.
  if (isTransform(from) || isSameKind(to, from)) return undefined;
  return `a pipe from ${from.def.type} to ${to.def.type}`;
}

/** The schemas inside a schema, each with how its place is written. */
function children(schema: z.ZodType): readonly Child[] {
  const inner = innerType(schema);
  if (inner !== undefined) return [["", inner]];
  const def = schema.def as z.core.$ZodTypes["_zod"]["def"];
  switch (def.type) {
    case "array":
      return [["[]", def.element]];
    case "object":
      return [
        ...Object.entries(def.shape).map(([key, field]): Child => [`.${key}`, field]),
        ...rest(def.catchall),
      ];
    case "record":
    case "map":
      return [["[key]", def.keyType], ...rest(def.valueType)];
    case "set":
      return rest(def.valueType);
    case "tuple":
      return [...def.items.map((item, index): Child => [`[${index}]`, item]), ...rest(def.rest ?? undefined)];
    case "union":
      return def.options.map((option): Child => ["", option]);
    case "intersection":
      return [
        ["", def.left],
        ["", def.right],
      ];
    case "promise":
      return [["", def.innerType]];
    case "lazy":
      return [["", def.getter()]];
    case "pipe":
      // The function of a preprocess() is no part that is looked into.
      return isTransform(def.in)
        ? [["", def.out]]
        : [
            ["", def.in],
            ["", def.out],
          ];
    default:
      return [];
  }
}

const rest = (schema: z.core.SomeType | undefined): readonly Child[] =>
  schema === undefined ? [] : [["[]", schema]];

const isTransform = (schema: z.core.SomeType) => schema._zod.def.type === "transform";
