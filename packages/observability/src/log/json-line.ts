import type { LogEntry } from "./log-entry.ts";

/** A line for programs: one JSON object, its time in ISO 8601 (UTC) first. */
export function jsonLine({ at, ...entry }: LogEntry): string {
  return JSON.stringify({ time: new Date(at).toISOString(), ...entry });
}
