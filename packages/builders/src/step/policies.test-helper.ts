import type { BaseMessage } from "@langchain/core/messages";
import { MemorySaver } from "@langchain/langgraph";
import type { RunEvent } from "@pergola/core";
import type { VirtualClock } from "@pergola/core/testing";

/** Both forms of a step: one node, and the nodes of `createGraph`. */
export const FORMS = [
  { form: "as one node", saver: () => undefined },
  { form: "as nodes of the graph", saver: () => new MemorySaver() },
] as const;

export const ofType = <Type extends RunEvent["type"]>(events: readonly RunEvent[], type: Type) =>
  events.filter((event) => event.type === type) as unknown as RunEvent<Type>[];

/** What was said, without ids: `["ai: hello"]`. */
export const said = (messages: readonly BaseMessage[]) =>
  messages.map((message) => `${message.getType()}: ${message.text}`);

/** Lets the clock run in small steps until `work` has ended. */
export async function untilDone<T>(work: Promise<T>, clock: VirtualClock, stepMs = 10): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  for (let turn = 0; !isDone && turn < 10_000; turn++) await clock.advance(stepMs);
  return work;
}

/** Resolves once a timer waits on the clock. */
export async function untilWaiting(clock: VirtualClock, timers = 1): Promise<void> {
  while (clock.pendingTimers < timers) await clock.advance(0);
}
