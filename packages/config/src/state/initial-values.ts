import { isAggregate, toChannel } from "./annotation-reducers.ts";
import { toGraphState } from "./graph-state.ts";
import { loadLangGraph } from "./load-langgraph.ts";
import { OPEN_KEY } from "./open-state.ts";
import type { StateDefinition } from "./state-definition.ts";

/** Makes the values that the keys of a state begin with, anew each time. */
export type InitialValues = () => Record<string, unknown>;

/**
 * What the keys with a reducer begin with, as LangGraph has it: for what runs steps outside of LangGraph. Keys without one
 * begin with nothing: their defaults come with the input.
 *
 * @returns undefined for a state with channels of a kind that only LangGraph can drive
 */
export async function initialValues(definition: StateDefinition): Promise<InitialValues | undefined> {
  await loadLangGraph();
  const state = await toGraphState(definition);
  const channels = Object.entries("spec" in state ? state.spec : state.getChannels()).map(
    ([key, entry]) => [key, toChannel(entry)] as const,
  );
  if (!channels.every(([, channel]) => isAggregate(channel) || channel.lc_graph_name === "LastValue"))
    return undefined;
  const reduced = channels.filter(([key, channel]) => isAggregate(channel) && key !== OPEN_KEY);
  return () =>
    Object.fromEntries(
      reduced.flatMap(([key, channel]) => {
        const fresh = channel.fromCheckpoint(undefined);
        return fresh.isAvailable() ? [[key, fresh.get()]] : [];
      }),
    );
}
