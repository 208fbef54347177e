import { isZodState, type StateDefinition, stateKeys } from "@pergola/config";
import { suggest } from "@pergola/core";
import { stepErrors } from "@pergola/core-steps";
import type { z } from "zod";
import { builderErrors } from "../errors.ts";

/** State keys to change, or nothing. */
export type CheckedUpdate = Record<string, unknown> | undefined;

/**
 * Checks what a step returned. Keys that hold the very value that the step was given are left out, so that a step may
 * return the state itself without appending anything twice.
 *
 * @throws STEP_BAD_RESULT, UNDECLARED_STATE_KEY
 */
export function checkUpdate(
  step: string,
  result: unknown,
  state: Readonly<Record<string, unknown>>,
  schema: StateDefinition,
): CheckedUpdate {
  if (result === undefined || result === null || result === state) return undefined;
  if (typeof result !== "object" || Array.isArray(result)) throw badResult(step, result);
  if ("lg_name" in result) return result as Record<string, unknown>;
  const changed = Object.entries(result).filter(
    ([key, value]) => value !== undefined && value !== state[key],
  );
  const known = stateKeys(schema);
  const undeclared = changed.map(([key]) => key).filter((key) => !known.includes(key));
  if (undeclared.length > 0) throw undeclaredKeys(step, undeclared, known);
  for (const [key, value] of changed) checkValue(step, key, value, schema);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** LangGraph checks values too, but its error names neither the step nor a remedy. `messages` are checked later. */
function checkValue(step: string, key: string, value: unknown, schema: StateDefinition): void {
  if (key === "messages" || !isZodState(schema)) return;
  const issue = (schema.shape[key] as z.ZodType).safeParse(value).error?.issues[0];
  if (issue === undefined) return;
  const path = [key, ...issue.path].join(".");
  throw stepErrors.create("STEP_BAD_RESULT", {
    message: `The step "${step}" returned a value that does not fit the state: ${path}: ${issue.message}.`,
    hint: "Return what the state schema says for this key, or change the schema.",
    details: { step, key },
  });
}

function badResult(step: string, result: unknown) {
  const received = Array.isArray(result) ? "an array" : `a ${typeof result}`;
  return stepErrors.create("STEP_BAD_RESULT", {
    message: `The step "${step}" returned ${received}; expected an object of state keys, or nothing.`,
    hint: "Return the keys to change, for example { answer: value }.",
    details: { step },
  });
}

function undeclaredKeys(step: string, keys: readonly string[], known: readonly string[]) {
  return builderErrors.create("UNDECLARED_STATE_KEY", {
    message: `The step "${step}" returned ${keys.map((key) => `"${key}"`).join(", ")}, which the state does not declare.`,
    hint: `Declare it in the state schema. ${suggest(keys[0] ?? "", known)}`,
    details: { step, keys },
  });
}
