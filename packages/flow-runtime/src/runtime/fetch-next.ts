import { abortReason } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { Message } from "../message.ts";
import type { Attempt } from "./attempt.ts";
import type { Envelope } from "./envelope.ts";
import type { Stall } from "./stall.ts";
import { toMessage } from "./to-message.ts";
import type { FetchWaiter } from "./trace.ts";

/** Most messages that one attempt may fetch of a node that is retried: the next one is given them again. */
const MOST_FETCHED = 1_024;

/** The next message for this node and trace. While it waits the node's place is free for other traces. */
export function fetchNext(attempt: Attempt, signal: AbortSignal | undefined): Promise<Message> {
  const { node } = attempt;
  const { trace } = attempt.envelope;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortReason(signal));
    if (node.stallOf(trace)?.fetcher !== undefined) return reject(twoAtOnce(node.name));
    if ((attempt.fetched?.length ?? 0) >= MOST_FETCHED) return reject(tooMany(node.name));
    attempt.park();
    const stall = node.stallOf(trace) as Stall;
    const leave = () => {
      if (stall.fetcher === onMessage) stall.fetcher = undefined;
      trace.fetchers = trace.fetchers?.filter((each) => each !== waiter);
      if (trace.fetchers?.length === 0) trace.fetchers = undefined;
      signal?.removeEventListener("abort", onAbort);
    };
    const answer = (give: () => void) => {
      leave();
      isAnswered = true;
      attempt.comeBack(() => {
        forget?.();
        give();
      });
    };
    const onMessage = (envelope: Envelope) => {
      // It is a part of this attempt now, and ends with it; a retry is given it again.
      trace.pending--;
      if (node.definition.policy.maxRetries > 0) {
        attempt.fetched ??= [];
        attempt.fetched.push(envelope);
      }
      node.engine.events?.tell("message-fetched", trace, { nodeName: node.name });
      answer(() => resolve(toMessage(envelope)));
    };
    const onAbort = () => answer(() => reject(abortReason(signal as AbortSignal)));
    const waiter: FetchWaiter = {
      onStarved: () => answer(() => reject(starved(node.name))),
    };
    let isAnswered = false;
    const forget = attempt.context?.onEnd((reason) => {
      if (!isAnswered) {
        leave();
        attempt.giveUp();
      }
      if (!isAnswered || reason !== undefined) reject(reason ?? notAwaited(node.name));
    });
    trace.fetchers = [...(trace.fetchers ?? []), waiter];
    signal?.addEventListener("abort", onAbort, { once: true });
    const waiting = stall.take();
    if (waiting !== undefined) return onMessage(waiting);
    stall.fetcher = onMessage;
    if (trace.isIdle) queueMicrotask(() => trace.isOpen && trace.isIdle && node.engine.drained(trace));
  });
}

function starved(node: string) {
  return flowErrors.create("NODE_STARVED", {
    message: `Node "${node}" waits in ctx.fetch() for a message that cannot come: nothing else of its trace is left.`,
    hint: "Fetch only what is on its way, or keep state with ctx.state().",
    details: { node },
  });
}

function notAwaited(node: string) {
  return flowErrors.create("CONTEXT_OVER", {
    message: `Node "${node}" has ended before its ctx.fetch() was answered.`,
    hint: "Await each fetch, or give it a signal.",
    details: { node },
  });
}

function tooMany(node: string) {
  return flowErrors.create("QUEUE_FULL", {
    message: `An attempt of node "${node}" has fetched ${MOST_FETCHED} messages, which a retry would need again.`,
    hint: "Let it return and keep what it has in ctx.state(), or set maxRetries: 0.",
    details: { node, most: MOST_FETCHED },
  });
}

function twoAtOnce(node: string) {
  return flowErrors.create("NODE_STARVED", {
    message: `Node "${node}" has called ctx.fetch() again before the first one was answered.`,
    hint: "Await each fetch.",
    details: { node },
  });
}
