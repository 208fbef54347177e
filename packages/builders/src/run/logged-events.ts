import type { RunEvent } from "@pergola/core";
import { plainData } from "./plain-data.ts";

/** Longest request that a stored `model-started` keeps, in characters of JSON. */
export const MAX_LOGGED_REQUEST = 262_144;

/**
 * Events as they are stored: a request that is too long is replaced by its size, so that the log stays small, and what
 * JSON cannot hold is cut, so that no event keeps a turn from being stored.
 */
export function toLoggedEvents(events: readonly RunEvent[]): RunEvent[] {
  return events.map((event) => {
    if (event.type !== "model-started") return plainData(event).data;
    const { data: request, text } = plainData(event.request);
    const isShort = text.length <= MAX_LOGGED_REQUEST;
    return { ...event, request: isShort ? request : { isTruncated: true, characters: text.length } };
  });
}
