import { z } from "zod";
import { innerType } from "./inner-type.ts";
import type { Reduce, ReducerName } from "./reducer.ts";

type FieldReducer = ReducerName | Reduce;

/** By field: a field goes along when a schema is extended, picked from or derived, and zod keeps registries weakly. */
const reducers = z.registry<{ readonly reducer: FieldReducer }>();

/** A copy of `field` that has a reducer. */
export function withReducer(field: z.ZodType, reducer: FieldReducer): z.ZodType {
  const copy = z.core.clone(field);
  reducers.add(copy, { reducer });
  return copy;
}

/** The reducer that a field was given, also when it was described or made optional since. */
export function reducerOf(field: z.ZodType): FieldReducer | undefined {
  const known = reducers.get(field)?.reducer;
  if (known !== undefined) return known;
  const inner = innerType(field);
  return inner === undefined ? undefined : reducerOf(inner);
}
