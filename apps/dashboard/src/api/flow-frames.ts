import type { ErrorData } from "@pergola/core";

/** What a node has done since somebody began to watch. */
export interface NodeActivity {
  readonly id: string;
  readonly running: number;
  readonly queueDepth: number;
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retried: number;
  readonly latencyMs?: number;
}

/** What went over an edge; `to` is `egress` for results. */
export interface EdgeActivity {
  readonly from: string;
  readonly to: string;
  readonly messages: number;
}

export interface Activity {
  readonly nodes: readonly NodeActivity[];
  readonly edges: readonly EdgeActivity[];
}

/** A fact about a trace. */
export interface TraceEvent {
  readonly type: string;
  /** Epoch milliseconds. */
  readonly ts: number;
  readonly traceId: string;
  readonly nodeName?: string;
  readonly to?: string;
  readonly latencyMs?: number;
  readonly code?: string;
  readonly message?: string;
  readonly outcome?: string;
  readonly attempt?: number;
}

/** What the server says on its WebSocket. */
export type FlowFrame =
  | ({
      readonly type: "activity";
      readonly flow: string;
      readonly traces: Readonly<Record<string, number>>;
    } & Activity)
  | ({ readonly type: "trace-activity"; readonly flow: string; readonly traceId: string } & Activity)
  | {
      readonly type: "events";
      readonly flow: string;
      readonly events: readonly TraceEvent[];
      readonly dropped: number;
    }
  | { readonly type: "subscribed"; readonly flow: string; readonly follow: string | null }
  | { readonly type: "unsubscribed"; readonly flow: string }
  | { readonly type: "error"; readonly error: ErrorData };
