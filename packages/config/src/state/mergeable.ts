import type { z } from "zod";
import { annotationWithReducers } from "./annotation-reducers.ts";
import { type Appendable, appendable } from "./appendable.ts";
import { checkReducers } from "./check-reducers.ts";
import { withReducer } from "./field-reducer.ts";
import type { ReducerEntry } from "./reducer.ts";
import { assertStateDefinition, isZodState, type StateDefinition } from "./state-definition.ts";

/**
 * How the writes to a key become one value: `last` keeps the last one, `append` concatenates lists (a single element is
 * pushed), `merge` merges objects one level deep, and a function makes the next value of the current one.
 */
export type StateReducer<Value> =
  | "last"
  | ([Value] extends [readonly unknown[]] ? "append" : [Value] extends [object] ? "merge" : never)
  | ((current: Value | undefined, update: Value) => Value);

/** Reducers for the keys of a state; `messages` has its own. */
export type StateReducers<Definition> = {
  readonly [Key in Exclude<keyof DeclaredValues<Definition>, "messages">]?: StateReducer<
    Exclude<DeclaredValues<Definition>[Key], undefined>
  >;
};

type DeclaredValues<Definition> =
  Definition extends z.ZodObject<infer Shape>
    ? { [Key in keyof Shape]: z.output<Shape[Key]> }
    : Definition extends { readonly State: infer State }
      ? State
      : Record<string, unknown>;

/** The state with reducers: the same values, and keys that append take a single element too. */
export type Mergeable<Definition, Reducers> =
  Definition extends z.ZodObject<infer Shape, infer Config>
    ? z.ZodObject<
        {
          [Key in keyof Shape]: Key extends AppendKey<Reducers> ? Appendable<Shape[Key]> : Shape[Key];
        },
        Config
      >
    : Definition extends { readonly Update: infer Update }
      ? Omit<Definition, "Update"> & { readonly Update: AppendUpdate<Update, AppendKey<Reducers>> }
      : Definition;

type AppendKey<Reducers> = {
  [Key in keyof Reducers]: Reducers[Key] extends "append" ? Key : never;
}[keyof Reducers];

type AppendUpdate<Update, AppendKeys> = {
  [Key in keyof Update]: Key extends AppendKeys
    ? Update[Key] | (Update[Key] extends readonly (infer Element)[] | undefined ? Element : never)
    : Update[Key];
};

/**
 * Gives keys of a state reducers, so that several steps, also parallel ones, can write the same key. The schema given is
 * not changed; what is derived from the result keeps the reducers.
 *
 * @throws INVALID_STATE_SCHEMA, and INVALID_REDUCER with every defect of the reducers
 */
export function mergeable<
  Definition extends StateDefinition,
  const Reducers extends StateReducers<Definition>,
>(definition: Definition, reducers: Reducers): Mergeable<Definition, Reducers> {
  assertStateDefinition(definition);
  const checked = checkReducers(definition, reducers);
  const derived: StateDefinition = isZodState(definition)
    ? zodWithReducers(definition, checked)
    : annotationWithReducers(definition, checked);
  return derived as Mergeable<Definition, Reducers>;
}

function zodWithReducers(definition: z.ZodObject, reducers: readonly ReducerEntry[]): z.ZodObject {
  const fields = reducers.map(([key, reducer]) => {
    const field = definition.shape[key] as z.ZodType;
    return [key, withReducer(reducer === "append" ? appendable(field) : field, reducer)];
  });
  const derived = definition.safeExtend(Object.fromEntries(fields));
  const meta = definition.meta();
  return meta === undefined ? derived : derived.meta(meta);
}
