import type { RunEvent } from "@pergola/core";

/** An event of a run as a server-sent event. JSON has no line breaks, so one data line holds it. */
export function formatRunEvent(event: RunEvent): string {
  return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** A server-sent event that is only data, as the vendor's streams are. */
export function formatData(data: unknown): string {
  return `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}
