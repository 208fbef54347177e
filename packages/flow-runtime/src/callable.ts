import type { CallOptions } from "./call-options.ts";
import type { FlowEvent } from "./flow-event.ts";

export type CallFlowOptions = Pick<CallOptions, "headers" | "meta" | "timeoutMs" | "deadlineAt" | "budget">;

/** What a node can call as a part of its trace; every flow is one. */
export interface Callable<Input, Output> {
  call(input: Input, options?: CallOptions): Promise<Output | undefined>;
  stop(options?: { readonly mode?: "drain" | "abort" }): Promise<void>;
  on(listener: (event: FlowEvent) => void): () => void;
}
