import type { CallOptions, Flow, StreamItem } from "@pergola/flow-runtime";
import { BoundedList } from "../bounded-list.ts";

/** What a reader of a trace got of it. */
export interface TraceReading {
  readonly items: BoundedList<StreamItem>;
  readonly error: unknown;
}

/** Sends a message and reads its trace to the end; what ends it is told, not thrown. */
export async function readTrace(
  flow: Flow,
  input: unknown,
  options: CallOptions & { readonly maxRecorded: number },
): Promise<TraceReading> {
  const { maxRecorded, ...call } = options;
  const items = new BoundedList<StreamItem>(maxRecorded);
  try {
    if (!flow.isRunning) flow.run();
    for await (const item of flow.stream(input, call)) items.push(item);
    return { items, error: undefined };
  } catch (error) {
    return { items, error };
  }
}
