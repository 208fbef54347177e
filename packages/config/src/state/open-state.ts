import type { z } from "zod";
import { isZodState, type StateDefinition } from "./state-definition.ts";

/**
 * The one channel in which LangGraph, whose channels are fixed, holds what an open state does not declare. No state may
 * declare it.
 */
export const OPEN_KEY = "__open__";

type Values = Readonly<Record<string, unknown>>;

/** Whether a state takes keys that it does not declare: a `z.looseObject()`, or one with a `.catchall()`. */
export function isOpenState(definition: StateDefinition): boolean {
  return openType(definition) !== undefined;
}

/** What the undeclared keys of an open state must be. */
export function openType(definition: StateDefinition): z.ZodType | undefined {
  const catchall = isZodState(definition) ? definition.def.catchall : undefined;
  return catchall?._zod.def.type === "never" ? undefined : (catchall as z.ZodType | undefined);
}

/** The schema of a key's value: its field, or what an open state takes; none for an Annotation, or a key that is not taken. */
export function fieldOf(definition: StateDefinition, key: string): z.ZodType | undefined {
  if (!isZodState(definition)) return undefined;
  return Object.hasOwn(definition.shape, key) ? (definition.shape[key] as z.ZodType) : openType(definition);
}

/** Values as LangGraph takes them: what an open state does not declare is in {@link OPEN_KEY}. */
export function toGraphValues(definition: StateDefinition, values: Values): Values {
  if (!isZodState(definition) || openType(definition) === undefined) return values;
  const { shape } = definition;
  const isDeclared = (key: string) => Object.hasOwn(shape, key);
  if (Object.keys(values).every(isDeclared)) return values;
  const entries = Object.entries(values);
  const open = entries.filter(([key, value]) => !isDeclared(key) && value !== undefined);
  const declared = Object.fromEntries(entries.filter(([key]) => isDeclared(key)));
  return open.length === 0 ? declared : { ...declared, [OPEN_KEY]: Object.fromEntries(open) };
}

/** Values as steps and results have them. A declared key wins over an undeclared one that an older definition left. */
export function fromGraphValues(definition: StateDefinition, values: Values): Values {
  if (values[OPEN_KEY] === undefined || !isOpenState(definition)) return values;
  const { [OPEN_KEY]: open, ...declared } = values;
  return { ...(open as Values), ...declared };
}
