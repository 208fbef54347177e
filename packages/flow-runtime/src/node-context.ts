import type { Logger } from "@pergola/core";
import type { Callable, CallFlowOptions } from "./callable.ts";
import type { Message } from "./message.ts";
import type { Meta } from "./meta.ts";
import type { ChunkInit } from "./stream-chunk.ts";
import type { TraceInfo } from "./trace-info.ts";

/** Where a message goes, and with what. */
export interface EmitOptions {
  /** Name of a successor, or names; `"egress"` for the result of the flow. Default: all successors. */
  readonly to?: string | readonly string[];
  /** Added to the meta of the message. */
  readonly meta?: Meta;
}

/** How long a node waits for a message. */
export interface FetchOptions {
  /** Ends the wait; it rejects with its reason. Default: none. */
  readonly signal?: AbortSignal;
}

/** What a node is given beside a payload. It ends with the attempt: what is done with it later is ignored and counted. It may be taken apart. */
export interface NodeContext {
  readonly nodeName: string;
  /** From 1. */
  readonly attempt: number;
  /** Fires when the trace or this attempt ends before its time. */
  readonly signal: AbortSignal;
  readonly trace: TraceInfo;
  readonly meta: Meta;
  readonly message: Message;
  readonly logger: Logger;
  /** What this node keeps for this trace, from message to message; gone with the trace. Made by `create` at first. @throws CONTEXT_OVER */
  readonly state: <State>(create: () => State) => State;
  /**
   * Sends a message. Resolves when all targets have accepted it; each gets it as soon as it has room.
   *
   * @throws UNKNOWN_TARGET, CONTEXT_OVER; QUEUE_FULL when 1 024 of the attempt wait that nobody has accepted
   */
  readonly emit: (payload: unknown, options?: EmitOptions) => Promise<void>;
  /** Sends without waiting. @throws QUEUE_FULL, UNKNOWN_TARGET, CONTEXT_OVER */
  readonly emitNowait: (payload: unknown, options?: EmitOptions) => void;
  /**
   * Sends a part of a text to whoever reads the trace; resolves when there is room for more.
   *
   * @throws STREAM_ORDER, UNKNOWN_TARGET, CONTEXT_OVER; QUEUE_FULL as `emit` does
   */
  readonly emitChunk: (chunk: ChunkInit) => Promise<void>;
  /**
   * The next message of this trace that waits for this node. A retry fetches again what earlier tries had fetched.
   *
   * @throws NODE_STARVED when none can come, CONTEXT_OVER; QUEUE_FULL for more than 1 024 in a try that may be retried
   */
  readonly fetch: (options?: FetchOptions) => Promise<Message>;
  /** Runs another flow as a part of this trace: with its deadline, headers, meta and signal. @throws its FlowError, CONTEXT_OVER */
  readonly call: <Input, Output>(
    flow: Callable<Input, Output> | (() => Callable<Input, Output>),
    input: Input,
    options?: CallFlowOptions,
  ) => Promise<Output | undefined>;
  /** Counts tokens against the budget of the trace, and of the one that it is a part of. @throws INVALID_OPTIONS, CONTEXT_OVER */
  readonly addTokens: (count: number) => void;
}
