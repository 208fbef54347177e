import type { ErrorData } from "@pergola/core";
import type { FlowEvent, TraceOutcome } from "../flow-event.ts";

/** What a node has done since somebody began to watch. */
export interface NodeCounts {
  readonly id: string;
  /** Attempts that run. */
  readonly running: number;
  /** Messages that wait, of all traces. */
  readonly queueDepth: number;
  readonly started: number;
  readonly succeeded: number;
  /** Attempts that threw or took too long. */
  readonly failed: number;
  readonly retried: number;
  /** Of an attempt, in milliseconds: a mean in which the latest counts most. There once one has ended. */
  readonly latencyMs?: number;
}

/** How many messages have gone over an edge of the flow's `describe()`. */
export interface EdgeCounts {
  readonly from: string;
  readonly to: string;
  readonly messages: number;
}

/** What a flow, or one trace of it, has done. The counts only grow, so that missing one of these is no loss. */
export interface FlowCounts {
  readonly nodes: readonly NodeCounts[];
  /** Those that something has gone over. */
  readonly edges: readonly EdgeCounts[];
}

/** How many traces there are, and how many have ended in which way. */
export type TraceCounts = Readonly<Record<"running" | "waiting" | TraceOutcome, number>>;

/** What a server says to who watches its flows over a WebSocket: one JSON object a message. */
export type FlowFrame =
  | { readonly type: "subscribed"; readonly flow: string; readonly follow: string | null }
  | { readonly type: "unsubscribed"; readonly flow: string }
  | ({
      readonly type: "activity";
      readonly flow: string;
      /** Epoch milliseconds. */
      readonly at: number;
      readonly traces: TraceCounts;
    } & FlowCounts)
  | ({ readonly type: "trace-activity"; readonly flow: string; readonly traceId: string } & FlowCounts)
  | {
      readonly type: "events";
      readonly flow: string;
      readonly events: readonly FlowEvent[];
      /** Left out since the beginning, because there were too many. */
      readonly dropped: number;
    }
  | { readonly type: "error"; readonly error: ErrorData };

/** What who watches says. */
export type FlowFrameRequest =
  /** `follow` is the trace whose events are wanted; null for none. */
  | { readonly type: "subscribe"; readonly flow: string; readonly follow?: string | null | undefined }
  | { readonly type: "unsubscribe"; readonly flow: string };
