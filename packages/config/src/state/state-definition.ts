import type { z } from "zod";
import { configErrors } from "../errors.ts";

/** What may describe an agent's state. */
export type StateDefinition = z.ZodObject | AnnotationLike;

/** The part of an Annotation that is read here. */
export interface AnnotationLike {
  readonly lc_graph_name: string;
  // biome-ignore lint/suspicious/noExplicitAny: LangGraph declares its channels so; nothing here reads them
  readonly spec: Record<string, any>;
}

/** The state's values as a run gives and takes them. */
export type StateOf<Definition> = Definition extends z.ZodObject
  ? z.output<Definition>
  : Definition extends { readonly State: infer State }
    ? State
    : Record<string, unknown>;

/** What a run may be started with. */
export type StateInputOf<Definition> = Definition extends z.ZodObject
  ? z.input<Definition>
  : Definition extends { readonly Update: infer Update }
    ? Update
    : Record<string, unknown>;

export function isZodState(definition: unknown): definition is z.ZodObject {
  if (typeof definition !== "object" || definition === null || !("_zod" in definition)) return false;
  return (definition as z.ZodObject).def?.type === "object";
}

export function isAnnotationState(definition: unknown): definition is AnnotationLike {
  if (typeof definition !== "object" || definition === null) return false;
  return (
    (definition as { lc_graph_name?: unknown }).lc_graph_name === "AnnotationRoot" && "spec" in definition
  );
}

const keysOf = new WeakMap<StateDefinition, readonly string[]>();

/** Keys that the state declares; the same frozen list each time. */
export function stateKeys(definition: StateDefinition): readonly string[] {
  let keys = keysOf.get(definition);
  if (keys === undefined) {
    keys = Object.freeze(Object.keys(isZodState(definition) ? definition.shape : definition.spec));
    keysOf.set(definition, keys);
  }
  return keys;
}

/** @throws INVALID_STATE_SCHEMA */
export function assertStateDefinition(definition: unknown): asserts definition is StateDefinition {
  if (isZodState(definition) || isAnnotationState(definition)) return;
  throw configErrors.create("INVALID_STATE_SCHEMA", notAState(definition));
}

/** What is said of a value that is no state. */
export function notAState(value: unknown): { readonly message: string; readonly hint: string } {
  return {
    message: `The state schema is ${describe(value)}; expected a zod 4 object schema or a LangGraph Annotation.`,
    hint: "Pass z.object({ … }) of zod 4, or Annotation.Root({ … }).",
  };
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if ("_zod" in value) return `a zod schema of type ${String((value as z.ZodType).def.type)}`;
  if ("_def" in value) return "a schema of zod 3";
  return "a plain object";
}
