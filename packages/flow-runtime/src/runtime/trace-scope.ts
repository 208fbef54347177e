import { AsyncResource } from "node:async_hooks";
import { currentTraceStore, type TraceHolder } from "../current-trace.ts";

/** The caller's async context, and `currentTrace()`. Made once for each trace: to enter it costs a hop next to nothing. */
export const traceScope = (trace: TraceHolder): AsyncResource => currentTraceStore.run(trace, newScope);

/** The async context of whoever calls. */
export const newScope = (): AsyncResource => new AsyncResource("PergolaTrace");
