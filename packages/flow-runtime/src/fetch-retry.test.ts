import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { codeOf, settle } from "./held-node.test-helper.ts";
import { createFlow, type Flow, type NodeContext, type NodePolicy, node } from "./index.ts";

const policy = { maxRetries: 3, backoffBaseMs: 10 } satisfies NodePolicy;

/** A node that is sent 0, 1, 2 … of one trace, gets the first and fetches the others. */
function fetching(
  work: (context: NodeContext) => unknown,
  options: { sent?: number; policy?: NodePolicy; queueSize?: number } = {},
) {
  const { sent = 4, ...given } = options;
  const clock = createVirtualClock();
  const source = node({ name: "source" }, async (_: string, { emit }) => {
    for (let index = 0; index < sent; index++) await emit(index);
  });
  const sink = node({ name: "sink", policy, ...given }, (_: unknown, context) => work(context));
  const flow: Flow = createFlow({ edges: [source.to(sink)], clock });
  return { clock, flow };
}

test("a retry fetches again what earlier tries had fetched, in their order, and then what came later", async () => {
  const tries: unknown[][] = [];
  const { clock, flow } = fetching(async ({ fetch, attempt }) => {
    const seen: unknown[] = [];
    tries.push(seen);
    for (let count = 0; count < attempt; count++) seen.push((await fetch()).payload);
    if (attempt < 3) throw new Error("Not yet.");
    return seen.length;
  });
  const call = flow.call("go");
  await clock.advance(1_000);
  expect(await call).toBe(3);
  expect(tries).toEqual([[1], [1, 2], [1, 2, 3]]);
  expect(flow.stats()).toMatchObject({ traces: 0, queueDepths: { sink: 0 } });
});

test("so does one after a timeout, also of a message that had come and was not handed over yet", async () => {
  const payloads: unknown[] = [];
  const { clock, flow } = fetching(
    async ({ fetch, attempt, signal }) => {
      if (attempt > 1) return payloads.push((await fetch()).payload, (await fetch()).payload);
      await fetch();
      // Nobody takes what this gives: the try is over by then.
      void fetch().catch(() => undefined);
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
    { sent: 3, policy: { ...policy, timeoutMs: 100 } },
  );
  const call = flow.call("go");
  await clock.advance(1_000);
  expect(await call).toBe(2);
  expect(payloads).toEqual([1, 2]);
});

test("what was fetched goes to who fetches it next, if another message of the trace is worked on at once", async () => {
  const seen: unknown[] = [];
  const waits = Promise.withResolvers<void>();
  const { clock, flow } = fetching(
    async ({ fetch, attempt, message: { payload } }) => {
      if (payload === 0 && attempt > 1) return;
      const fetched = fetch();
      if (payload === 2) waits.resolve();
      seen.push([payload, (await fetched).payload]);
      if (payload === 2) return;
      await waits.promise;
      throw new Error("It fails.");
    },
    { sent: 3, policy: { ...policy, concurrency: 2, unordered: true } },
  );
  const call = flow.call("go");
  await clock.advance(1_000);
  expect(await call).toBeUndefined();
  expect(seen).toEqual([
    [0, 1],
    [2, 1],
  ]);
});

test("what a try had fetched that is the last one ends with its trace", async () => {
  let tries = 0;
  const { clock, flow } = fetching(async ({ fetch }) => {
    tries++;
    await fetch();
    throw new Error("It fails.");
  });
  const call = codeOf(flow.call("go"));
  await clock.advance(1_000);
  expect([await call, tries]).toEqual(["NODE_EXCEPTION", 4]);
  expect([flow.stats().traces, clock.pendingTimers]).toEqual([0, 0]);
});

test("a trace that is cancelled while its node waits to be retried drops what was given back", async () => {
  const { clock, flow } = fetching(async ({ fetch }) => {
    await fetch();
    throw new Error("It fails.");
  });
  const dropped: unknown[] = [];
  flow.on(({ type, count }) => void (type === "message-dropped" && dropped.push(count)));
  const call = codeOf(flow.call("go", { traceId: "t" }));
  await settle();
  flow.cancel("t");
  expect(await call).toBe("TRACE_CANCELLED");
  expect(dropped).toEqual([3]);
  expect([flow.stats().traces, clock.pendingTimers]).toEqual([0, 0]);
});

test("a try that may be retried fetches 1 024 messages at most; without retries there is no bound", async () => {
  const all = async ({ fetch }: NodeContext) => {
    let count = 1;
    while (count < 1_100) {
      await fetch();
      count++;
    }
    return count;
  };
  const kept = fetching(all, { sent: 1_100, queueSize: 0, policy: { maxRetries: 1, retryIf: () => false } });
  expect(await codeOf(kept.flow.call("go"))).toBe("QUEUE_FULL");
  expect(await fetching(all, { sent: 1_100, queueSize: 0, policy: {} }).flow.call("go")).toBe(1_100);
});

test("however often a node fails after whatever fetches, it sees each message once in the try that ends well", async () => {
  const plan = fc.record({
    fails: fc.array(fc.nat(6), { maxLength: 3 }),
    sent: fc.integer({ min: 1, max: 7 }),
    queueSize: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ fails, sent, queueSize }) => {
      const { clock, flow } = fetching(
        async ({ fetch, attempt, message }) => {
          const seen = [message.payload];
          const failsAfter = fails[attempt - 1];
          const most = failsAfter === undefined ? sent : Math.min(sent, failsAfter + 1);
          while (seen.length < most) seen.push((await fetch()).payload);
          if (failsAfter !== undefined) throw new Error("It fails.");
          return seen;
        },
        { sent, queueSize },
      );
      const call = flow.call("go");
      await clock.advance(1_000);
      expect(await call).toEqual(Array.from({ length: sent }, (_, index) => index));
      expect(flow.stats().traces).toBe(0);
    }),
    { numRuns: 100 },
  );
});
