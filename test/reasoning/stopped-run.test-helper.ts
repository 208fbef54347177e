import type { Agent } from "@pergola/builders";
import type { RunEvent } from "@pergola/core";

export async function eventsOf(stream: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** What of a run is stopped once it hangs: after its n-th model call has begun and nothing more comes. */
export async function stoppedAt(agent: Agent, { modelCalls }: { readonly modelCalls: number }) {
  const stop = new AbortController();
  const stream = agent.stream("hello", { signal: stop.signal });
  const result = stream.result.catch((error: unknown) => error);
  const events: RunEvent[] = [];
  let begun = 0;
  for await (const event of stream) {
    events.push(event);
    if (event.type === "model-started" && ++begun === modelCalls) void whenIdle().then(() => stop.abort());
  }
  const open = new Set<string>();
  for (const event of events) {
    if (!("callId" in event)) continue;
    if (event.type.endsWith("-started")) open.add(event.callId);
    if (event.type.endsWith("-finished")) open.delete(event.callId);
  }
  return { events, result: await result, openAtTheEnd: [...open] };
}

/** Whatever can go on without waiting for the outside has gone on. */
async function whenIdle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
}
