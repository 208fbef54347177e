import { errorMessage, isPergolaError } from "@pergola/core";
import { configErrors } from "../errors.ts";

/** Makes one value of the value that a key has, undefined before the first write, and the next write to it. */
export type Reduce = (current: unknown, update: unknown) => unknown;

/** A reducer known by name. */
export type ReducerName = keyof typeof NAMED;

const NAMED = { append, merge, last } as const satisfies Record<string, Reduce>;

/** A reducer for a key. */
export type ReducerEntry = readonly [key: string, reducer: ReducerName | Reduce];

export const REDUCER_NAMES = Object.keys(NAMED) as readonly ReducerName[];

export function isReducerName(value: unknown): value is ReducerName {
  return typeof value === "string" && Object.hasOwn(NAMED, value);
}

/** What a name stands for; a function is its own reducer. */
export function toReduce(reducer: ReducerName | Reduce): Reduce {
  return typeof reducer === "function" ? reducer : NAMED[reducer];
}

/** A list is concatenated and anything else pushed, so an element that is a list itself comes wrapped in one. */
function append(current: unknown = [], update: unknown): unknown {
  if (!Array.isArray(current)) throw notMergeable("append", "a list", current);
  return Array.isArray(update) ? [...current, ...update] : [...current, update];
}

function merge(current: unknown = {}, update: unknown): unknown {
  const odd = [current, update].findIndex((value) => !isPlainObject(value));
  if (odd !== -1) throw notMergeable("merge", "a plain object", odd === 0 ? current : update);
  return { ...(current as object), ...(update as object) };
}

function last(_current: unknown, update: unknown): unknown {
  return update;
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm have another Object.prototype, which is the end of the chain there too.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function notMergeable(name: ReducerName, expected: string, received: unknown) {
  const kind =
    received === null ? "null" : Array.isArray(received) ? "a list" : `a value of type ${typeof received}`;
  return configErrors.create("UPDATE_NOT_MERGEABLE", {
    message: `The reducer "${name}" needs ${expected}, but was given ${kind}.`,
    hint: `Write ${expected} to the key, or give it a reducer of your own: (current, update) => next.`,
  });
}

/** A reducer whose failures name the key. @throws UPDATE_NOT_MERGEABLE */
export function guardReducer(key: string, reduce: Reduce): Reduce {
  return (current, update) => {
    const next = attempt(key, () => reduce(current, update));
    if (next !== undefined && !(next instanceof Promise)) return next;
    throw configErrors.create("UPDATE_NOT_MERGEABLE", {
      message: `The reducer of "${key}" returned ${next === undefined ? "nothing" : "a promise"}; expected the key's next value.`,
      hint: "Return the value itself: a reducer is synchronous and never without a result.",
      details: { key },
    });
  };
}

function attempt(key: string, run: () => unknown): unknown {
  try {
    return run();
  } catch (cause) {
    throw configErrors.create("UPDATE_NOT_MERGEABLE", {
      message: `The reducer of "${key}" failed: ${errorMessage(cause)}`,
      hint:
        (isPergolaError(cause) ? cause.hint : undefined) ?? "The cause has what it threw, with its stack.",
      details: { key },
      cause,
    });
  }
}
