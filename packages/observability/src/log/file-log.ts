import { type Clock, systemClock } from "@pergola/core";
import { checkOptions, integerFrom, isObjectWith } from "../check-options.ts";
import type { DeliveryOptions } from "../delivery/delivery.ts";
import { humanLine } from "./human-line.ts";
import { jsonLine } from "./json-line.ts";
import type { LogEntry } from "./log-entry.ts";
import type { LogOutput, LogSelection } from "./log-output.ts";
import { RotatingFile } from "./rotating-file.ts";
import { FORMAT_RULE, SELECTION_RULES, selectionOf } from "./selection-rules.ts";

export interface FileLogOptions extends LogSelection {
  /** Default `./logs/agent.jsonl`; folders are made. */
  readonly path?: string;
  /** `json`, one object a line, or `human`. Default `json`. */
  readonly format?: "human" | "json";
  /** A file that would grow beyond this is put aside. Default 104 857 600 (100 MB). */
  readonly maxBytes?: number;
  /** Files put aside that are kept: `agent.jsonl.1` is the newest. Default 5. */
  readonly backups?: number;
  /** Whether a new day (UTC) begins a new file, too. Default true. */
  readonly daily?: boolean;
  /** What waits for the disk. */
  readonly delivery?: DeliveryOptions;
  /** Default: the system's. */
  readonly clock?: Clock;
}

const plainLine = (entry: LogEntry) => humanLine(entry, { hasColors: false });

/** Lines in a file that is put aside when it is full or a day old. Level `debug`. @throws OBSERVABILITY_OPTION_INVALID */
export function fileLog(options: FileLogOptions = {}): LogOutput {
  checkOptions("fileLog", options, {
    ...SELECTION_RULES,
    path: { expected: "a path", fits: (value) => typeof value === "string" && value !== "" },
    format: FORMAT_RULE,
    maxBytes: integerFrom(1, Number.MAX_SAFE_INTEGER),
    backups: integerFrom(0, 1_000),
    daily: { expected: "true or false", fits: (value) => typeof value === "boolean" },
    delivery: { expected: "an object", fits: (value) => typeof value === "object" && value !== null },
    clock: isObjectWith("now", "a Clock"),
  });
  const { path = "./logs/agent.jsonl", maxBytes = 100 * 1_024 * 1_024, backups = 5, daily = true } = options;
  const lineOf = options.format === "human" ? plainLine : jsonLine;
  const file = new RotatingFile({ path, maxBytes, backups, daily, clock: options.clock ?? systemClock });
  return {
    name: "file",
    level: "debug",
    ...selectionOf(options),
    ...(options.delivery && { delivery: options.delivery }),
    write: (entry) => file.append([lineOf(entry)]),
    writeAll: (entries) => file.append(entries.map(lineOf)),
    close: () => file.close(),
  };
}
