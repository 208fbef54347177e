import type { z } from "zod";
import { isAggregate, isReducedEntry, toChannel } from "./annotation-reducers.ts";
import { reducerOf } from "./field-reducer.ts";
import { toGraphState } from "./graph-state.ts";
import { loadLangGraph } from "./load-langgraph.ts";
import { messagesChannel } from "./messages-channel.ts";
import { isOpenState, OPEN_KEY } from "./open-state.ts";
import type { Reduce } from "./reducer.ts";
import { type AnnotationLike, isZodState, type StateDefinition } from "./state-definition.ts";

const cache = new WeakMap<StateDefinition, Promise<ReadonlyMap<string, Reduce>>>();

/**
 * The reducers of a state, `messages` included, as LangGraph applies them: a key that has no value yet (undefined) starts
 * with its default. For what merges writes outside of LangGraph.
 */
export function stateReducers(definition: StateDefinition): Promise<ReadonlyMap<string, Reduce>> {
  const reducers = cache.get(definition) ?? readReducers(definition);
  cache.set(definition, reducers);
  return reducers;
}

async function readReducers(definition: StateDefinition): Promise<ReadonlyMap<string, Reduce>> {
  await loadLangGraph();
  const state = await toGraphState(definition);
  const spec = "spec" in state ? state.spec : state.getChannels();
  const reducers = new Map<string, Reduce>();
  for (const [key, entry] of Object.entries(spec)) {
    const channel = toChannel(entry);
    if (isAggregate(channel)) reducers.set(key, (current, update) => reduceIn(channel, current, update));
  }
  return reducers;
}

function reduceIn(
  channel: { fromCheckpoint(value: unknown): Aggregating },
  current: unknown,
  update: unknown,
) {
  const at = channel.fromCheckpoint(current);
  at.update([update]);
  return at.get();
}

interface Aggregating {
  update(values: unknown[]): boolean;
  get(): unknown;
}

const keysOf = new WeakMap<StateDefinition, ReadonlySet<string>>();

/** The keys that have a reducer, and so take writes of parallel steps; the same set each time. Loads nothing. */
export function reducedKeys(definition: StateDefinition): ReadonlySet<string> {
  let keys = keysOf.get(definition);
  if (keys === undefined) {
    keys = new Set(isZodState(definition) ? zodKeys(definition) : annotationKeys(definition.spec));
    keysOf.set(definition, keys);
  }
  return keys;
}

function zodKeys(definition: z.ZodObject): string[] {
  const keys = Object.keys(definition.shape).filter(
    (key) => key === "messages" || reducerOf(definition.shape[key] as z.ZodType) !== undefined,
  );
  return isOpenState(definition) ? [...keys, OPEN_KEY] : keys;
}

function annotationKeys(spec: AnnotationLike["spec"]): string[] {
  return Object.keys(spec).filter((key) => spec[key] === messagesChannel || isReducedEntry(spec[key]));
}
