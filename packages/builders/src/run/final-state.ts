import { fromGraphValues, type StateDefinition } from "@pergola/config";
import { MEMO_KEY } from "../build/step-memo.ts";

type State = Record<string, unknown>;

/** What `graph.invoke` gives: the values, and what it waits for. */
export type GraphResult = State;

/** LangGraph's key for what a graph waits for; an empty list for a pause that asks nothing. */
const INTERRUPT_KEY = "__interrupt__";

export function isSuspended(result: GraphResult): boolean {
  return INTERRUPT_KEY in result;
}

/** The calls of `interrupt()` that wait for an answer. */
export function openQuestions(result: GraphResult): readonly { readonly id?: string }[] {
  return result[INTERRUPT_KEY] as readonly { readonly id?: string }[];
}

export function withoutInterrupts({ [INTERRUPT_KEY]: _none, ...state }: State): State {
  return state;
}

/** The state as its definition has it. `__interrupt__` stays, as LangGraph's `isInterrupted` looks for it. */
export function finalState(schema: StateDefinition, values: GraphResult): State {
  if (!(MEMO_KEY in values)) return fromGraphValues(schema, values) as State;
  const { [MEMO_KEY]: _memo, ...own } = values;
  return fromGraphValues(schema, own) as State;
}
