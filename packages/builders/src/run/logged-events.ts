import type { RunEvent } from "@pergola/core";

/** Longest request that a stored `model-started` keeps, in characters of JSON. */
export const MAX_LOGGED_REQUEST = 262_144;

/** Events as they are stored: a request that is too long is replaced by its size, so that the log stays small. */
export function toLoggedEvents(events: readonly RunEvent[]): RunEvent[] {
  return events.map((event) => {
    if (event.type !== "model-started") return event;
    const { length } = JSON.stringify(event.request);
    return length <= MAX_LOGGED_REQUEST
      ? event
      : { ...event, request: { isTruncated: true, characters: length } };
  });
}
