import type { ErrorData } from "@pergola/core";
import type { LogEntry } from "../log/log-entry.ts";
import type { LogSelection } from "../log/log-output.ts";

/** A line as a server gives it to who watches. */
export interface LogFrameLine extends LogEntry {
  /** Grows with every line of the server, from when it started. */
  readonly seq: number;
}

/** Which lines are wanted over a WebSocket. */
export interface LogFilter extends LogSelection {
  /** Only lines of this run and of the runs inside it. Default: all. */
  readonly runId?: string;
}

/** What a server says to who watches its log over a WebSocket: one JSON object a message. */
export type LogFrame =
  | ({ readonly type: "logs-subscribed" } & LogFilter)
  | { readonly type: "logs-unsubscribed" }
  | {
      readonly type: "log-lines";
      readonly lines: readonly LogFrameLine[];
      /** Left out since subscribing, because the reader was too slow. */
      readonly dropped: number;
    }
  | { readonly type: "error"; readonly error: ErrorData };

/** What who watches says. Subscribing again changes the filter, and begins with what the server still has. */
export type LogFrameRequest =
  | ({ readonly type: "subscribe-logs" } & LogFilter)
  | { readonly type: "unsubscribe-logs" };
