import type { z } from "zod";
import { innerType } from "./inner-type.ts";
import type { ReducerName } from "./reducer.ts";

/** The named reducers that a field can have: `append` where it is always a list, `merge` where always an object. */
export function fittingReducers(field: z.ZodType): readonly ReducerName[] {
  switch (field.def.type) {
    case "array":
      return ["append", "last"];
    case "object":
    case "record":
      return ["merge", "last"];
    case "nullable":
      return ["last"];
    case "pipe":
      // What a preprocess() makes of its input is the field's value.
      return fittingReducers((field.def as z.core.$ZodPipeDef).out as z.ZodType);
    default: {
      const inner = innerType(field);
      return inner === undefined ? ["last"] : fittingReducers(inner);
    }
  }
}
