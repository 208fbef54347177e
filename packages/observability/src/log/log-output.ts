import type { DeliveryOptions } from "../delivery/delivery.ts";
import type { LogComponent, LogEntry } from "./log-entry.ts";
import { type LogLevel, levelRank } from "./log-level.ts";

/** Which lines an output wants. */
export interface LogSelection {
  /** The least level. Default `info`; of a file `debug`. */
  readonly level?: LogLevel;
  /** Only lines about these. Default: all. */
  readonly components?: readonly LogComponent[];
  /** Only lines about these resources, by key: `llm`. Lines about no resource are left out then. Default: all. */
  readonly resources?: readonly string[];
}

/**
 * Where lines go. It is told of one line at a time and may answer with a promise: what it throws, and what it takes too long
 * for, is counted as dropped and harms nobody.
 */
export interface LogOutput extends LogSelection {
  /** For the figures of what was dropped. Default `output`. */
  readonly name?: string;
  /** What waits for it. */
  readonly delivery?: DeliveryOptions;
  /** When the signal fires nobody waits any more. */
  write(entry: LogEntry, options: { readonly signal: AbortSignal }): void | Promise<void>;
  /** In the place of `write`: several lines at once. */
  writeAll?(entries: readonly LogEntry[], options: { readonly signal: AbortSignal }): void | Promise<void>;
  /** Called by the `close` of the log, after the last line. */
  close?(): Promise<void>;
}

/** Whether the output wants the line. */
export function wants({ level = "info", components, resources }: LogSelection, entry: LogEntry): boolean {
  if (levelRank(entry.level) < levelRank(level)) return false;
  if (components !== undefined && !components.includes(entry.component)) return false;
  return resources === undefined || (entry.resource !== undefined && resources.includes(entry.resource));
}
