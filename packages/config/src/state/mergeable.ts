import { suggest } from "@pergola/core";
import type { z } from "zod";
import type { AgentConfigProblem } from "../agent-config-problem.ts";
import { configErrors } from "../errors.ts";
import { problemLine } from "../invalid-agent-config.ts";
import { annotationWithReducers } from "./annotation-reducers.ts";
import { type Appendable, appendable } from "./appendable.ts";
import { withReducer } from "./field-reducer.ts";
import { fittingReducers } from "./fitting-reducers.ts";
import { isReducerName, REDUCER_NAMES, type Reduce, type ReducerName } from "./reducer.ts";
import { assertStateDefinition, isZodState, type StateDefinition, stateKeys } from "./state-definition.ts";
import { stateName } from "./state-name.ts";

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
  const entries = Object.entries(reducers ?? {}).filter(([, reducer]) => reducer !== undefined);
  const problems = entries.flatMap(([key, reducer]) => reducerProblems(definition, key, reducer));
  if (problems.length > 0) throw invalidReducers(definition, problems);
  const checked = entries as [string, ReducerName | Reduce][];
  const derived: StateDefinition = isZodState(definition)
    ? zodWithReducers(definition, checked)
    : annotationWithReducers(definition, checked);
  return derived as Mergeable<Definition, Reducers>;
}

function zodWithReducers(
  definition: z.ZodObject,
  reducers: readonly [string, ReducerName | Reduce][],
): z.ZodObject {
  const fields = reducers.map(([key, reducer]) => {
    const field = definition.shape[key] as z.ZodType;
    return [key, withReducer(reducer === "append" ? appendable(field) : field, reducer)];
  });
  const derived = definition.safeExtend(Object.fromEntries(fields));
  const meta = definition.meta();
  return meta === undefined ? derived : derived.meta(meta);
}

function reducerProblems(definition: StateDefinition, key: string, reducer: unknown): AgentConfigProblem[] {
  const problem = (message: string, hint: string) => [{ path: [key], message, hint }];
  const keys = stateKeys(definition).filter((known) => known !== "messages");
  if (key === "messages") return problem("It has LangGraph's messages reducer.", "Leave it out.");
  if (!keys.includes(key)) return problem("The state does not declare this key.", suggest(key, keys));
  if (typeof reducer === "function") return [];
  if (!isReducerName(reducer)) {
    const names =
      typeof reducer === "string" ? suggest(reducer, REDUCER_NAMES) : `Known: ${REDUCER_NAMES.join(", ")}.`;
    return problem(
      `Got ${describeReducer(reducer)}; expected a reducer.`,
      `${names} Or a function (current, update) => next.`,
    );
  }
  if (!isZodState(definition)) return [];
  const fitting = fittingReducers(definition.shape[key] as z.ZodType);
  if (fitting.includes(reducer)) return [];
  const kind = reducer === "append" ? "a list" : "an object";
  return problem(
    `"${reducer}" needs a field that is always ${kind}; this one is of type ${(definition.shape[key] as z.ZodType).def.type}.`,
    `Use ${fitting.map((name) => `"${name}"`).join(", ")} or a function (current, update) => next.`,
  );
}

function describeReducer(value: unknown): string {
  return typeof value === "string"
    ? JSON.stringify(value)
    : value === null
      ? "null"
      : `a value of type ${typeof value}`;
}

function invalidReducers(definition: StateDefinition, problems: readonly AgentConfigProblem[]) {
  const count = problems.length === 1 ? "a defect" : `${problems.length} defects`;
  return configErrors.create("INVALID_REDUCER", {
    message: `The reducers of the state "${stateName(definition)}" have ${count}:\n${problems.map((problem) => `  ${problemLine(problem)}`).join("\n")}`,
    hint: problems[0]?.hint,
    details: { problems },
  });
}
