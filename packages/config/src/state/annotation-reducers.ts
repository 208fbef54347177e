import type { BaseChannel, BinaryOperatorAggregate } from "@langchain/langgraph";
import { reducedChannel } from "./reduced-channel.ts";
import { guardReducer, type Reduce, type ReducerEntry, toReduce } from "./reducer.ts";
import type { AnnotationLike } from "./state-definition.ts";

type ChannelEntry = BaseChannel | (() => BaseChannel);

/** Entries made here; they cannot be called before LangGraph is loaded. */
const made = new WeakSet<() => BaseChannel>();

/** A copy of an Annotation whose keys have reducers; a key's default stays. */
export function annotationWithReducers(
  definition: AnnotationLike,
  reducers: readonly ReducerEntry[],
): AnnotationLike {
  const entries = reducers.map(([key, reducer]) => [
    key,
    channelMaker(guardReducer(key, toReduce(reducer)), definition.spec[key] as ChannelEntry),
  ]);
  return annotationWith(definition, Object.fromEntries(entries));
}

/** A copy of an Annotation with more, or other, channels. */
export function annotationWith(
  definition: AnnotationLike,
  entries: Readonly<Record<string, ChannelEntry>>,
): AnnotationLike {
  const derived = Object.create(Object.getPrototypeOf(definition)) as AnnotationLike;
  return Object.assign(derived, definition, { spec: { ...definition.spec, ...entries } });
}

/** Whether the writes to a channel are reduced to one value. */
export function isReducedEntry(entry: ChannelEntry): boolean {
  return (typeof entry === "function" && made.has(entry)) || isAggregate(toChannel(entry));
}

function channelMaker(reduce: Reduce, original: ChannelEntry): () => BaseChannel {
  const make = () => {
    const channel = toChannel(original);
    return reducedChannel(reduce, isAggregate(channel) ? channel.initialValueFactory : undefined);
  };
  made.add(make);
  return make;
}

/** As LangGraph does: `Annotation<T>` itself is an entry, and called when a graph is made. */
export function toChannel(entry: ChannelEntry): BaseChannel {
  return typeof entry === "function" ? entry() : entry;
}

export function isAggregate(channel: BaseChannel): channel is BinaryOperatorAggregate<unknown> {
  return channel.lc_graph_name === "BinaryOperatorAggregate";
}
