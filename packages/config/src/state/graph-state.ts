import type { BaseChannel, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import { reducerOf } from "./field-reducer.ts";
import { loadLangGraph } from "./load-langgraph.ts";
import { OPEN_KEY, openType } from "./open-state.ts";
import { reducedChannel } from "./reduced-channel.ts";
import { guardReducer, type Reduce, toReduce } from "./reducer.ts";
import { type AnnotationLike, isZodState, type StateDefinition } from "./state-definition.ts";

const cache = new WeakMap<StateDefinition, Promise<StateSchema<never>>>();

/**
 * What LangGraph needs of a state: for zod a `StateSchema`, because fields with defaults keep their values across the
 * interrupts of a run only there; an Annotation as it is.
 */
export async function toGraphState(
  definition: StateDefinition,
): Promise<AnnotationLike | StateSchema<never>> {
  if (!isZodState(definition)) return definition;
  const state = cache.get(definition) ?? fromZod(definition);
  cache.set(definition, state);
  return state;
}

interface ReducedField {
  readonly field: z.ZodType;
  readonly reduce: Reduce;
}

async function fromZod(definition: z.ZodObject): Promise<StateSchema<never>> {
  const { MessagesValue, ReducedValue, StateSchema } = await loadLangGraph();
  const reduced = reducedFields(definition);
  const values = Object.entries(reduced).map(([key, { field, reduce }]) => [
    key,
    new ReducedValue(field, { inputSchema: field, reducer: reduce }),
  ]);
  const fields = { ...definition.shape, ...Object.fromEntries(values) };
  if ("messages" in fields) fields.messages = MessagesValue;
  const state = new StateSchema(fields);
  const channels = state.getChannels.bind(state);
  // LangGraph's own channel for a ReducedValue does not reduce the first write.
  state.getChannels = () => ({ ...channels(), ...reducedChannels(reduced) });
  return state as StateSchema<never>;
}

function reducedFields(definition: z.ZodObject): Record<string, ReducedField> {
  const declared = Object.entries(definition.shape).flatMap(([key, schema]) => {
    const field = schema as z.ZodType;
    const reducer = key === "messages" ? undefined : reducerOf(field);
    return reducer === undefined ? [] : [[key, { field, reduce: guardReducer(key, toReduce(reducer)) }]];
  });
  const catchall = openType(definition);
  if (catchall === undefined) return Object.fromEntries(declared);
  // With a value from the beginning: LangGraph makes and catches an error for each look at an empty channel.
  const field = z.record(z.string(), catchall).default(() => ({}));
  const open = { field, reduce: toReduce("merge") };
  return { ...Object.fromEntries(declared), [OPEN_KEY]: open };
}

function reducedChannels(reduced: Readonly<Record<string, ReducedField>>): Record<string, BaseChannel> {
  const channels = Object.entries(reduced).map(([key, { field, reduce }]) => [
    key,
    reducedChannel(reduce, freshDefault(field)),
  ]);
  return Object.fromEntries(channels);
}

/** Makes the default of a field anew each time, so that no run can change another's. */
function freshDefault(field: z.ZodType): (() => unknown) | undefined {
  const made = field.safeParse(undefined);
  return made.success && made.data !== undefined ? () => field.parse(undefined) : undefined;
}
