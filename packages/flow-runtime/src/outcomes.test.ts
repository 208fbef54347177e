import { getEventListeners } from "node:events";
import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "./held-node.test-helper.ts";
import { createFlow, type FlowEvent } from "./index.ts";

function watched() {
  const clock = createVirtualClock();
  const events: FlowEvent[] = [];
  const work = heldNode("work", { allowCycle: true });
  const flow = createFlow({ edges: [work.to(work)], clock, onEvent: (event) => events.push(event) });
  const settled = () => events.filter(({ type }) => type === "trace-settled");
  return { clock, work, flow, settled };
}
type Watched = ReturnType<typeof watched>;

const endings: Record<string, { code?: string; end: (watch: Watched) => unknown }> = {
  completed: { end: ({ work }) => work.held[0]?.resolve() },
  failed: { code: "NODE_EXCEPTION", end: ({ work }) => work.held[0]?.reject(new Error("no")) },
  cancelled: { code: "TRACE_CANCELLED", end: ({ flow }) => flow.cancel("t") },
  deadline: { code: "DEADLINE_EXCEEDED", end: ({ clock }) => clock.advance(1_000) },
  budget: {
    code: "HOP_BUDGET_EXHAUSTED",
    end: ({ work }) => work.held[0]?.context.emit("again", { to: "work" }),
  },
  stopped: { code: "STOPPED", end: ({ flow }) => flow.stop() },
};
const options = { traceId: "t", timeoutMs: 1_000, budget: { hops: 1 } };

test.each(Object.entries(endings))(
  "a trace settles exactly once with the outcome %s, whatever comes later",
  async (outcome, { code, end }) => {
    const watch = watched();
    const call = codeOf(watch.flow.call(1, options));
    await end(watch);
    await settle();
    for (const each of Object.values(endings)) await (async () => each.end(watch))().catch(() => undefined);
    await settle();
    expect(await call).toBe(code ?? "nothing was thrown");
    expect(watch.settled().map((event) => [event.outcome, event.code])).toEqual([[outcome, code]]);
  },
);

test.each(Object.entries(endings))(
  "after the outcome %s nothing is left: no trace, message, timer or listener",
  async (_, { end }) => {
    const watch = watched();
    const controller = new AbortController();
    const call = codeOf(watch.flow.call(1, { ...options, signal: controller.signal }));
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    await end(watch);
    await call;
    expect(watch.flow.stats()).toMatchObject({ traces: 0, waiting: 0, queueDepths: { work: 0 } });
    expect(watch.clock.pendingTimers).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  },
);

test.each(Object.entries(endings))(
  "stream and fetch end with the outcome %s, too",
  async (_, { code, end }) => {
    const expected = code ?? "nothing was thrown";
    const streamed = watched();
    const item = codeOf(streamed.flow.stream(1, options).next());
    await end(streamed);
    expect(await item).toBe(expected);
    const emitted = watched();
    await emitted.flow.emit(1, options);
    const fetched = codeOf(emitted.flow.fetch({ traceId: "t" }));
    await end(emitted);
    expect(await fetched).toBe(expected);
  },
);

const pairs = Object.keys(endings).flatMap((one) =>
  Object.keys(endings).map((other) => [one, other] as const),
);
test.each(pairs)("a trace that ends by %s and by %s in the same moment settles once", async (one, other) => {
  const watch = watched();
  const call = codeOf(watch.flow.call(1, options));
  const ends = [one, other].map(async (name) => endings[name]?.end(watch));
  await Promise.allSettled(ends);
  await settle();
  const [event, ...more] = watch.settled();
  expect(more).toEqual([]);
  expect([one, other]).toContain(event?.outcome);
  expect(await call).toBe(endings[event?.outcome ?? ""]?.code ?? "nothing was thrown");
});

test("what a trace keeps in counters and state goes with it", async () => {
  const { flow, work } = watched();
  const first = flow.stream(1, { traceId: "t" });
  await work.held[0]?.context.emitChunk({ text: "a" });
  work.held[0]?.context.state(() => ({ count: 7 }));
  work.held[0]?.resolve();
  for await (const item of first) expect(item).toMatchObject({ seq: 0 });
  const second = flow.stream(1, { traceId: "t" });
  await work.held[1]?.context.emitChunk({ text: "b" });
  expect(work.held[1]?.context.state(() => ({ count: 0 }))).toEqual({ count: 0 });
  work.held[1]?.resolve();
  for await (const item of second) expect(item).toMatchObject({ seq: 0 });
});

test("what a node does not await leaves no unhandled rejection, not even after its trace has ended", async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on("unhandledRejection", note);
  const { flow, work } = watched();
  const call = codeOf(flow.call(1, options));
  void work.held[0]?.context.emit("x", { to: "nowhere" });
  void work.held[0]?.context.fetch();
  flow.cancel("t");
  await call;
  void work.held[0]?.context.emit("x");
  void work.held[0]?.context.emitChunk({ text: "x" });
  await settle();
  process.off("unhandledRejection", note);
  expect(rejections).toEqual([]);
});
