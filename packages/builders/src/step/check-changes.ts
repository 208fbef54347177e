import type { BaseMessage } from "@langchain/core/messages";
import type { Command } from "@langchain/langgraph";
import { fieldOf, isOpenState, type StateDefinition, stateKeys } from "@pergola/config";
import { suggest } from "@pergola/core";
import { isStepWrites, type StepWrite, stepErrors } from "@pergola/core-steps";
import { toMessages } from "../conversation/to-messages.ts";
import { builderErrors } from "../errors.ts";
import type { RunContext } from "../run/run-context.ts";
import { sayMessages } from "../run/say-messages.ts";
import { isChecked } from "./checked-writes.ts";
import type { StepEngine } from "./made-step.ts";

/** What a step has changed. */
export interface StepChanges {
  /** In order; a key may come more than once. */
  readonly writes: readonly StepWrite[];
  /** A LangGraph command that the step returned; its update is among the writes. */
  readonly command?: Command;
}

export interface CheckedStep {
  readonly step: string;
  /** The copy of the state that the step had. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
  readonly engine: StepEngine;
  readonly run: RunContext;
}

type Checking = Pick<CheckedStep, "step" | "engine" | "run">;
type Update = Readonly<Record<string, unknown>>;

const NO_CHANGES: StepChanges = Object.freeze({ writes: [] });

/**
 * Checks what a step returned. Keys that hold the very value that the step was given are left out, so that a step may
 * return the state itself without appending anything twice.
 *
 * @throws STEP_BAD_RESULT, UNDECLARED_STATE_KEY
 */
export function checkChanges(result: unknown, checked: CheckedStep): StepChanges {
  if (result === undefined || result === null) return NO_CHANGES;
  if (isStepWrites(result)) return { writes: checkWrites(result.entries, checked) };
  if (typeof result !== "object" || Array.isArray(result)) throw badResult(checked.step, result);
  if (isCommand(result)) return { writes: commandWrites(result, checked), command: result };
  return { writes: checkedWrites(Object.entries(result as Update), checked) };
}

/**
 * Checks what a step gives as writes, each of which counts, whatever the state holds. Those of steps inside it have been
 * checked one by one.
 *
 * @throws STEP_BAD_RESULT, UNDECLARED_STATE_KEY
 */
export function checkWrites(writes: readonly StepWrite[], checking: Checking): StepWrite[] {
  const given = writes.filter((write) => write[1] !== undefined || isChecked(write));
  const own = given.filter((write) => !isChecked(write));
  refuseUndeclared(checking.step, own, checking.engine.stateSchema);
  return given.map((write) =>
    isChecked(write) ? write : [write[0], checkValue(write[0], write[1], checking)],
  );
}

function checkedWrites(entries: readonly (readonly [string, unknown])[], checked: CheckedStep): StepWrite[] {
  const { step, given, engine } = checked;
  const isWhole = isWholeState(entries, given);
  const changed = entries.filter((entry) => isChanged(entry, checked, isWhole));
  refuseUndeclared(step, changed, engine.stateSchema);
  return changed.map(([key, value]) => [key, checkValue(key, value, checked)]);
}

/**
 * What holds the very value that the step was given is no change. But 1 for a key that counts may well mean one more:
 * for a key with a reducer an equal number or text is a change, unless the step gave the whole state back.
 */
function isChanged(
  [key, value]: readonly [string, unknown],
  { state, given, engine }: CheckedStep,
  isWhole: boolean,
): boolean {
  if (value === undefined) return false;
  if (value !== state[key] || value !== given[key]) return true;
  const isObject = typeof value === "object" && value !== null;
  return !isObject && !isWhole && engine.reducers.has(key);
}

/** Whether a result is the state itself or a copy of it: it has every key, and shares a list or object if there is one. */
function isWholeState(
  entries: readonly (readonly [string, unknown])[],
  given: Readonly<Record<string, unknown>>,
): boolean {
  const result = new Map(entries);
  if (!Object.keys(given).every((key) => result.has(key))) return false;
  const objects = Object.entries(given).filter(([, value]) => typeof value === "object" && value !== null);
  return objects.length === 0 || objects.some(([key, value]) => result.get(key) === value);
}

function refuseUndeclared(
  step: string,
  changed: readonly (readonly [string, unknown])[],
  schema: StateDefinition,
) {
  const known = stateKeys(schema);
  const undeclared = changed.filter(([key]) => !known.includes(key)).map(([key]) => key);
  if (undeclared.length > 0 && !isOpenState(schema)) throw undeclaredKeys(step, undeclared, known);
}

/** LangGraph checks values too, but its error names neither the step nor a remedy. */
function checkValue(key: string, value: unknown, checking: Checking): unknown {
  const { step, engine } = checking;
  if (key === "messages") return takeMessages(value, checking);
  if (isOverwrite(value)) return value;
  const parsed = fieldOf(engine.stateSchema, key)?.safeParse(value);
  const issue = parsed?.error?.issues[0];
  // Coerced and completed, as LangGraph would have it.
  if (issue === undefined) return parsed === undefined ? value : parsed.data;
  const path = [key, ...issue.path].join(".");
  throw stepErrors.create("STEP_BAD_RESULT", {
    message: `The step "${step}" returned a value that does not fit the state: ${path}: ${issue.message}.`,
    hint: "Return what the state schema says for this key, or change the schema.",
    details: { step, key },
  });
}

/** LangGraph's way to set a key past its reducer. */
function isOverwrite(value: unknown): boolean {
  return typeof value === "object" && value !== null && "__overwrite__" in value;
}

function takeMessages(value: unknown, { step, engine, run }: Checking): BaseMessage[] {
  const messages = toMessages(value, engine.classes);
  sayMessages(run, step, messages);
  return messages;
}

function isCommand(result: object): result is Command {
  return "lg_name" in result && result.lg_name === "Command";
}

function commandWrites({ update }: Command, checked: CheckedStep): StepWrite[] {
  if (update === undefined || update === null) return [];
  if (typeof update !== "object") throw badResult(checked.step, update);
  const entries = Array.isArray(update) ? (update as StepWrite[]) : Object.entries(update);
  return checkedWrites(entries, checked);
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
