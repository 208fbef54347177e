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

/** Resolves once a timer waits on the clock. */
export async function untilWaiting(clock: VirtualClock, timers = 1): Promise<void> {
  while (clock.pendingTimers < timers) await clock.advance(0);
}
