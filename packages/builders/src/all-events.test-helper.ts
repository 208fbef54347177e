import type { RunEvent } from "@pergola/core";

/** Reads a stream to its end. `onEvent` is called for each event before the next one is asked for. */
export async function allEvents(
  stream: AsyncIterable<RunEvent>,
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    onEvent(event);
  }
  return events;
}
