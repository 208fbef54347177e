import { AsyncLocalStorage } from "node:async_hooks";
import type { TraceInfo } from "./trace-info.ts";

/** A trace, which says what it is to others. */
export interface TraceHolder {
  readonly view: TraceInfo;
}

/** Which trace the running code is a part of. Nothing is routed by it. */
export const currentTraceStore = new AsyncLocalStorage<TraceHolder>();

/** The trace that the calling code is a part of, however deep; undefined outside of one, or with `asyncContext: false`. */
export function currentTrace(): TraceInfo | undefined {
  return currentTraceStore.getStore()?.view;
}
