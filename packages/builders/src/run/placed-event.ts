import type { RunEvent, RunEventInput, RunEventPosition } from "@pergola/core";

/** An event with its place. What it makes only when somebody reads it, as the request of a model call, is read now. */
export function placedEvent(event: RunEventInput, position: RunEventPosition): RunEvent {
  return { ...event, ...position } as RunEvent;
}

/** The same, and what is made when somebody reads it still is. */
export function lazilyPlacedEvent(event: RunEventInput, position: RunEventPosition): RunEvent {
  if (event.type !== "model-started") return placedEvent(event, position);
  const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(event));
  return Object.assign(copy, position) as RunEvent;
}
