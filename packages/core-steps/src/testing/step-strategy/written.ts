import type { BaseMessage } from "@langchain/core/messages";
import type { StepResult } from "../../step.ts";
import { isStepWrites, type StepWrite } from "../../step-writes.ts";

type State = Readonly<Record<string, unknown>>;

/** What a step has written, in order. */
export function writesOf(result: StepResult<State>): readonly StepWrite[] {
  if (result === undefined || result === null) return [];
  if (isStepWrites(result)) return result.entries;
  return Object.entries(result).filter(([, value]) => value !== undefined);
}

/** The state after some writes: `messages` grow, other keys keep the last. */
export function stateAfter(state: State, writes: readonly StepWrite[]): State {
  const next: Record<string, unknown> = { ...state };
  for (const [key, value] of writes)
    next[key] = key === "messages" ? [...listOf(next.messages), ...listOf(value)] : value;
  return next;
}

/** Writes in a form that can be compared: messages without the ids that differ from run to run. */
export function comparable(writes: readonly StepWrite[]): readonly StepWrite[] {
  return writes.map(([key, value]) => [key, key === "messages" ? listOf(value).map(shortly) : value]);
}

/** The same of what they come to: one value for each key. */
export function merged(writes: readonly StepWrite[]): unknown {
  return Object.fromEntries(comparable(Object.entries(stateAfter({}, writes))));
}

function shortly(message: unknown): unknown {
  const { content, tool_calls: calls } = message as BaseMessage & {
    readonly tool_calls?: readonly { name: string }[];
  };
  return { type: (message as BaseMessage).getType(), content, calls: calls?.map(({ name }) => name) };
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
