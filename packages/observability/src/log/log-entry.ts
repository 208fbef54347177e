import type { LogFields } from "@pergola/core";
import type { LogLevel } from "./log-level.ts";

export const LOG_COMPONENTS = ["step", "resource", "run", "tool", "server"] as const;

/** What a line is about. A model call is of a resource. */
export type LogComponent = (typeof LOG_COMPONENTS)[number];

/** A line of the log, as data. Texts of models and users are only in `content`, and that is only there when it was asked for. */
export interface LogEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly component: LogComponent;
  readonly agentId?: string;
  readonly tenantId?: string;
  readonly userId?: string;
  readonly sessionId?: string;
  readonly runId?: string;
  readonly parentRunId?: string;
  /** What the caller of the run follows the request by: `X-Trace-ID` over HTTP. */
  readonly traceId?: string;
  readonly stage?: string;
  readonly step?: string;
  readonly tool?: string;
  /** Key of the resource: `llm`. */
  readonly resource?: string;
  readonly model?: string;
  readonly durationMs?: number;
  readonly success?: boolean;
  /** Code of the error. */
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly tokens?: { readonly input: number; readonly output: number };
  /** US dollars. */
  readonly cost?: number;
  /** Of all messages that went to the model, in UTF-16 code units. */
  readonly promptLength?: number;
  /** Of the text that came back. */
  readonly responseLength?: number;
  /** What was said: `prompt` and `response` of a model, `arguments` and `result` of a tool. Only with `content: true`. */
  readonly content?: LogFields;
  /** What else the line was given, the hostname and the process included. */
  readonly fields?: LogFields;
}

/** A line before it is known when and where it was written. */
export type LogLine = Omit<LogEntry, "at" | "fields">;
