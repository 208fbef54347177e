import type { Agent } from "@pergola/builders";
import { EventRecord, type RunningTurn } from "./stop-driver.test-helper.ts";

const SESSION = { userId: "ada", sessionId: "s" };

/** Stops by the caller's AbortSignal, and reads on to the end. */
export function bySignal(agent: Agent): RunningTurn {
  const record = new EventRecord();
  const controller = new AbortController();
  const stream = agent.stream("go", { ...SESSION, signal: controller.signal });
  const reading = (async () => {
    for await (const event of stream) record.add(event);
  })();
  return {
    events: record.events,
    seen: (fits) => record.seen(fits),
    readsOn: true,
    stop: () => {
      controller.abort(new Error("enough"));
      return reading;
    },
  };
}

/** Stops by leaving the iteration, as `break` does. */
export function byBreak(agent: Agent): RunningTurn {
  const record = new EventRecord();
  const iterator = agent.stream("go", SESSION)[Symbol.asyncIterator]();
  void (async () => {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      record.add(next.value);
  })();
  return {
    events: record.events,
    seen: (fits) => record.seen(fits),
    readsOn: false,
    stop: async () => void (await iterator.return?.()),
  };
}
