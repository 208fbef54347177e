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
 * Those that ask something stay in the queue: when no other is left they are made one at a time, so that each has its own answer.
 *
 * @throws the signal's reason; TOOL_LIMIT_EXCEEDED before any call is made; what a call asks with
 */
export async function runQueue(host: Host, position: Position): Promise<RanQueue> {
  const run = getRun(host.context);
  const tools = run.resource("tools");
  const { queue } = position;
  const first = queue.filter(({ isAsking }) => isAsking !== true);
  const calls = first.length > 0 ? first : queue.slice(0, 1);
  tools.assertRoomFor(calls.length);
  const ended = await Promise.all(
    calls.map((call) =>
      settle(call, tools.run({ id: call.callId, name: call.tool, arguments: call.arguments })),
    ),
  );
  throwIfAborted(run.signal);
  const asking = ended.filter((each): each is Failed => "thrown" in each && isGraphSignal(each.thrown));
  const [asked] = asking;
  if (asked !== undefined && (first.length === 0 || queue.length === 1)) throw asked.thrown;
  const left =
    first.length > 0 ? asking.map(({ call }) => ({ ...call, isAsking: true as const })) : queue.slice(1);
  const over = ended.filter((each) => !(asking as readonly Ended[]).includes(each));
  return collect(host, { ...position, queue: left }, over);
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

function collect(host: Host, position: Position, ended: readonly Ended[]): RanQueue {
  const draft = draftOf(position);
  draft.tools.push(...ended.map(({ call }) => call.tool));
  for (const each of ended) {
    if ("thrown" in each || each.value === undefined) continue;
    if (host.isKept) assertJson(each.call.key, each.value);
    storeResult(draft, each.call.key, each.value);
  }
  const failure = ended.find((each) => "thrown" in each);
  return { position: draft, ...(failure !== undefined && { failure: failure as Failed }) };
}
