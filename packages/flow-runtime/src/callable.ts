import type { CallOptions } from "./call-options.ts";
import type { FlowEvent } from "./flow-event.ts";

/** How a flow runs as a part of a trace. Its `signal` ends it alone; the trace ends it, too. */
export type CallFlowOptions = Pick<
  CallOptions,
  "headers" | "meta" | "timeoutMs" | "deadlineAt" | "budget" | "signal"
>;

/** What a node can call as a part of its trace; every flow is one. */
export interface Callable<Input, Output> {
  call(input: Input, options?: CallOptions): Promise<Output | undefined>;
  stop(options?: { readonly mode?: "drain" | "abort" }): Promise<void>;
  on(listener: (event: FlowEvent) => void): () => void;
}
