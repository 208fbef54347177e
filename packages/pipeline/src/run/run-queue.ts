import { throwIfAborted } from "@pergola/core";
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
 *
 * @throws the signal's reason; TOOL_LIMIT_EXCEEDED before any call is made
 */
export async function runQueue(host: Host, position: Position): Promise<RanQueue> {
  const run = getRun(host.context);
  const tools = run.resource("tools");
  const { queue } = position;
  tools.assertRoomFor(queue.length);
  const settled = await Promise.allSettled(
    queue.map((call) => tools.run({ id: call.callId, name: call.tool, arguments: call.arguments })),
  );
  throwIfAborted(run.signal);
  const draft = draftOf({ ...position, queue: [] });
  let failure: RanQueue["failure"];
  for (const [index, each] of settled.entries()) {
    const call = queue[index] as QueuedCall;
    draft.tools.push(call.tool);
    if (each.status === "rejected") failure ??= { call, thrown: each.reason };
    else if (each.value !== undefined) {
      if (host.isKept) assertJson(call.key, each.value);
      storeResult(draft, call.key, each.value);
    }
  }
  return { position: draft, ...(failure !== undefined && { failure }) };
}
