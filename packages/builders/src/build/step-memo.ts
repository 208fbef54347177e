import { isZodState, loadLangGraph, type StateDefinition, StateTypeFactory } from "@pergola/config";
import { z } from "zod";

/** The channel in which steps that are several nodes keep what they know from node to node. Steps never see it. */
export const MEMO_KEY = "__step_memos";

/** What each step that is several nodes knows, by node name; null once it is done. */
export type StepMemos = Readonly<Record<string, unknown>>;

/** The state with the channel for memos. */
export async function withMemos(state: StateDefinition): Promise<StateDefinition> {
  if (isZodState(state)) {
    const extended = state.extend({ [MEMO_KEY]: z.record(z.string(), z.unknown()).default(() => ({})) });
    // A computed key has no type of its own.
    return StateTypeFactory.mergeable(extended, { [MEMO_KEY]: "merge" } as never);
  }
  const { BinaryOperatorAggregate } = await loadLangGraph();
  const merge = (known: StepMemos, update: StepMemos) => ({ ...known, ...update });
  const memos = () => new BinaryOperatorAggregate(merge, () => ({}));
  const derived = Object.create(Object.getPrototypeOf(state)) as typeof state;
  return Object.assign(derived, state, { spec: { ...state.spec, [MEMO_KEY]: memos } });
}
