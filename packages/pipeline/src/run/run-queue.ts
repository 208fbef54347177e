import { isGraphSignal, throwIfAborted } from "@pergola/core";
import { getRun } from "@pergola/core-steps";
import { assertJson } from "./assert-json.ts";
import { draftOf, storeResult } from "./draft.ts";
import type { Host } from "./host.ts";
import type { Position, QueuedCall } from "./position.ts";

/** What came of the queued calls of a stage. */
export interface RanQueue {
  readonly position: Position;
  /** The first in the order of the queue that failed. */
  readonly failure?: { readonly call: QueuedCall; readonly thrown: unknown };
}

/**
 * Runs all queued calls at the same time. All of them end before this returns; what the others gave is kept when one fails.
 * Those that ask something stay in the queue: when no other is left, they are asked.
 *
 * @throws the signal's reason; TOOL_LIMIT_EXCEEDED before any call is made; what a call asks with
 */
export async function runQueue(host: Host, position: Position): Promise<RanQueue> {
  const run = getRun(host.context);
  const tools = run.resource("tools");
  const { queue } = position;
  tools.assertRoomFor(queue.length);
  const ended = await Promise.all(
    queue.map((call) =>
      settle(call, tools.run({ id: call.callId, name: call.tool, arguments: call.arguments })),
    ),
  );
  throwIfAborted(run.signal);
  const asking = ended.filter((each) => "thrown" in each && isGraphSignal(each.thrown)) as Failed[];
  const [asked] = asking;
  if (asked !== undefined && asking.length === queue.length) throw asked.thrown;
  return collect(host, { ...position, queue: asking.map(({ call }) => call) }, ended);
}

interface Failed {
  readonly call: QueuedCall;
  readonly thrown: unknown;
}

type Ended = Failed | { readonly call: QueuedCall; readonly value: unknown };

const settle = (call: QueuedCall, work: Promise<unknown>): Promise<Ended> =>
  work.then(
    (value) => ({ call, value }),
    (thrown: unknown) => ({ call, thrown }),
  );

function collect(host: Host, position: Position, all: readonly Ended[]): RanQueue {
  const draft = draftOf(position);
  const ended = all.filter(({ call }) => !position.queue.includes(call));
  draft.tools.push(...ended.map(({ call }) => call.tool));
  for (const each of ended) {
    if ("thrown" in each || each.value === undefined) continue;
    if (host.isKept) assertJson(each.call.key, each.value);
    storeResult(draft, each.call.key, each.value);
  }
  const failure = ended.find((each) => "thrown" in each);
  return { position: draft, ...(failure !== undefined && { failure: failure as Failed }) };
}
