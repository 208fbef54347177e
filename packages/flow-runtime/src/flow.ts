import type { GraphDescription } from "@pergola/core";
import type { CallOptions } from "./call-options.ts";
import type { FlowError } from "./flow-error.ts";
import type { FlowEvent, FlowListener } from "./flow-event.ts";
import type { Message } from "./message.ts";
import type { StreamItem } from "./stream-item.ts";

/** How a flow ends. */
export interface StopOptions {
  /** `drain` waits for what runs, whose results can be fetched meanwhile; `abort` ends it. Default `abort`. */
  readonly mode?: "drain" | "abort";
  /** Longest wait of `drain`, in milliseconds; then what is left is ended. Default: none. */
  readonly timeoutMs?: number;
}

/** Which result is fetched, and how long for. */
export interface FetchResultOptions {
  /** Default: of any trace. */
  readonly traceId?: string;
  /** Ends the wait; it rejects with its reason. Default: none. */
  readonly signal?: AbortSignal;
}

/** What a flow is doing. */
export interface FlowStats {
  /** Traces that run. */
  readonly traces: number;
  /** Traces that wait to begin. */
  readonly waiting: number;
  /** Messages that wait, by node. Of more than 1 024 a few may be of traces that have ended; they take no room. */
  readonly queueDepths: Readonly<Record<string, number>>;
  /** Attempts that ended after they had been given up. */
  readonly zombieAttempts: number;
  /** Uses of a node's context after its attempt had ended. */
  readonly lateCalls: number;
  /** Events that slow listeners never got. */
  readonly droppedEvents: number;
  /** Results that were forgotten because nobody fetched them. */
  readonly forgottenResults: number;
  /** Events that the history did not keep. */
  readonly historyFailures: number;
}

/** What `stream()` and `fetch()` of a flow give: a FlowError, too, when the flow says `errorsAsResults`. */
export type FlowResult<Output, ErrorsAsResults extends boolean> = true extends ErrorsAsResults
  ? Output | FlowError
  : Output;

/** A graph of nodes that messages run through. Made by `createFlow()`. */
export interface Flow<Input = unknown, Output = unknown, Result = Output> extends AsyncDisposable {
  readonly name: string;
  readonly isRunning: boolean;
  /** Begins to take messages; the first call does it, too. @throws UNKNOWN_MODEL, INVALID_FLOW; then it can be run again; STOPPED while it is being stopped */
  run(): void;
  /** Ends it: everybody who waits is told. Idempotent; afterwards `run()` begins anew, with nothing of before. @throws INVALID_OPTIONS */
  stop(options?: StopOptions): Promise<void>;
  /** Same as `stop()`. */
  close(): Promise<void>;
  /**
   * Sends a message and waits for the end of its trace.
   *
   * @returns its one result; undefined if it has none
   * @throws FlowError; INVALID_OPTIONS, DUPLICATE_TRACE, UNKNOWN_TARGET or STOPPED when it cannot begin
   */
  call(input: Input, options?: CallOptions): Promise<Output | undefined>;
  /**
   * Sends a message and reads chunks and results as they come; whoever leaves early cancels the trace.
   *
   * @throws as `call()` does, at the first read or later
   */
  stream(
    input: Input,
    options?: CallOptions,
  ): AsyncIterableIterator<StreamItem<Result>, undefined, void> & AsyncDisposable;
  /** Sends a message; results are for `fetch()`. Resolves with the trace id once the message is accepted. @throws as `call()` does */
  emit(input: Input, options?: CallOptions): Promise<string>;
  /** Sends at once. @returns the trace id @throws QUEUE_FULL, and what `call()` throws when it cannot begin */
  emitNowait(input: Input, options?: CallOptions): string;
  /**
   * The next result of `emit()`. Undefined when the trace that was asked for has ended without another.
   *
   * @throws UNKNOWN_TRACE, STOPPED, the FlowError that ended the trace, the reason of the signal
   */
  fetch(options?: FetchResultOptions): Promise<Message<Result> | undefined>;
  /** True when there was something to cancel. */
  cancel(traceId: string): boolean;
  /** Listens to events. @returns what ends that @throws INVALID_OPTIONS */
  on(listener: FlowListener): () => void;
  /** The events of a trace. @throws INVALID_OPTIONS without a history */
  history(traceId: string): Promise<readonly FlowEvent[]>;
  stats(): FlowStats;
  /** The graph as data. */
  describe(): GraphDescription;
}
