import type { z } from "zod";
import { innerType } from "./inner-type.ts";

type Side = "in" | "out";

/** Whether what comes out of a schema has the kind of value that another takes. Where a schema does not tell, yes. */
export function isSameKind(from: z.ZodType, to: z.ZodType): boolean {
  const made = kinds(from, "out");
  const taken = kinds(to, "in");
  return made === undefined || taken === undefined || made.every((kind) => taken.includes(kind));
}

/** The kinds of value that a schema takes or gives; undefined when that is anything, or cannot be told. */
function kinds(schema: z.ZodType, side: Side): readonly string[] | undefined {
  const inner = innerType(schema);
  if (inner !== undefined) return kinds(inner, side);
  const def = schema.def as z.core.$ZodTypes["_zod"]["def"];
  if (side === "in" && "coerce" in def && def.coerce === true) return undefined;
  switch (def.type) {
    case "pipe":
      return kinds((side === "in" ? def.in : def.out) as z.ZodType, side);
    case "union": {
      const options = def.options.map((option) => kinds(option as z.ZodType, side));
      return options.some((option) => option === undefined)
        ? undefined
        : options.flatMap((option) => option ?? []);
    }
    case "literal":
      return def.values.map((value) => typeof value);
    case "enum":
      return Object.values(def.entries).map((value) => typeof value);
    case "template_literal":
      return ["string"];
    case "any":
    case "unknown":
    case "custom":
    case "lazy":
    case "intersection":
    case "transform":
      return undefined;
    default:
      return [def.type];
  }
}
