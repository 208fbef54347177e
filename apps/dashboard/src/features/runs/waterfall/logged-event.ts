import type { ErrorData, RunEventPosition, Usage } from "@pergola/core";

/** An event as it comes over the wire, from a server that may know more types than this page: its fields are read with care. */
export type LoggedEvent = RunEventPosition & { readonly type: string };

/** A field of the event, whatever it is. */
export function fieldOf(event: LoggedEvent, key: string): unknown {
  return (event as unknown as Readonly<Record<string, unknown>>)[key];
}

/** The field if it is a text. */
export function textOf(event: LoggedEvent, key: string): string | undefined {
  const value = fieldOf(event, key);
  return typeof value === "string" ? value : undefined;
}

/** The field if it is a number. */
export function numberOf(event: LoggedEvent, key: string): number | undefined {
  const value = fieldOf(event, key);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The event's error, if it has one that can be read. */
export function errorOf(event: LoggedEvent): ErrorData | undefined {
  const error = fieldOf(event, "error");
  if (!isRecord(error)) return undefined;
  return typeof error.code === "string" && typeof error.message === "string"
    ? (error as unknown as ErrorData)
    : { code: "UNREADABLE_ERROR", message: JSON.stringify(error) };
}

/** The event's usage, if it has one that can be read. */
export function usageOf(event: LoggedEvent): Usage | undefined {
  const usage = fieldOf(event, "usage");
  return isRecord(usage) && typeof usage.totalTokens === "number" ? (usage as unknown as Usage) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
