import type { RunEvent, Usage } from "@pergola/core";
import type { StoredMessage } from "@pergola/resources";
import { dataInvalid } from "./data-invalid.ts";

const ROLES: readonly unknown[] = ["user", "assistant", "tool", "system"];

/**
 * A text column that was selected with `to_json`. As plain text the driver would drop a byte order mark from its start,
 * and one id would be read as another.
 *
 * @throws DUCKDB_DATA_INVALID
 */
export function readText(text: unknown, column: string): string {
  const value = readJson(text, column);
  if (typeof value !== "string") throw dataInvalid(column);
  return value;
}

/** @throws DUCKDB_DATA_INVALID */
export function readMessage(text: unknown): StoredMessage {
  const value = readRecord(text, "message.body");
  const hasContent = typeof value.content === "string" || Array.isArray(value.content);
  if (!ROLES.includes(value.role) || !hasContent) throw dataInvalid("message.body");
  return value as unknown as StoredMessage; // its parts were written by this package from a StoredMessage
}

/** @throws DUCKDB_DATA_INVALID */
export function readUsage(text: unknown): Usage {
  const value = readRecord(text, "turn.usage");
  if (typeof value.totalTokens !== "number") throw dataInvalid("turn.usage");
  return value as unknown as Usage; // as above
}

/** @throws DUCKDB_DATA_INVALID */
export function readRunLog(text: unknown): readonly RunEvent[] {
  const value = readJson(text, "run_log.events");
  const isEvent = (event: unknown) => isRecord(event) && typeof event.type === "string" && "seq" in event;
  if (!Array.isArray(value) || !value.every(isEvent)) throw dataInvalid("run_log.events");
  return value as readonly RunEvent[]; // event types are open: packages add their own
}

function readRecord(text: unknown, column: string): Record<string, unknown> {
  const value = readJson(text, column);
  if (!isRecord(value)) throw dataInvalid(column);
  return value;
}

/** @throws DUCKDB_DATA_INVALID */
export function readJson(text: unknown, column: string): unknown {
  try {
    return JSON.parse(String(text));
  } catch (cause) {
    throw dataInvalid(column, cause);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
