import { expect, test } from "vitest";
import { codeOf, heldNode, settle, thrownCode } from "./held-node.test-helper.ts";
import { createFlow, type FlowEvent, type NodeContext, node } from "./index.ts";

/** A flow whose node tells its id for the first time when its signal fires. */
function toldAtItsEnd() {
  const ids: string[] = [];
  const work = node(
    { name: "work" },
    (_value: unknown, { trace, signal }) =>
      new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => {
          ids.push(trace.id);
          resolve();
        });
      }),
  );
  return { ids, flow: createFlow({ edges: [work.to()] }) };
}

test("an id that is asked for while its trace is being cancelled is that of the error", async () => {
  const { ids, flow } = toldAtItsEnd();
  await using _ = flow;
  const controller = new AbortController();
  const call = flow.call(1, { signal: controller.signal });
  await settle();
  controller.abort();
  expect(flow.cancel(ids[0] as string)).toBe(true);
  await expect(call).rejects.toMatchObject({ code: "TRACE_CANCELLED", traceId: ids[0] });
  expect(flow.cancel(ids[0] as string)).toBe(false);
});

test("stop tells each call that nobody has named an id, the same that its node sees", async () => {
  const { ids, flow } = toldAtItsEnd();
  const calls = [flow.call(1)];
  await settle();
  const refused = expect(calls[0]).rejects.toMatchObject({ code: "STOPPED", traceId: expect.any(String) });
  const failed = calls[0]?.catch((error: { traceId: string }) => error.traceId);
  await flow.stop();
  await refused;
  expect(ids).toEqual([await failed]);
});

test("an id that is asked for after the end of its trace is nobody's, and another may have it", async () => {
  let kept: NodeContext | undefined;
  const work = node({ name: "work" }, (value: number, context) => {
    kept ??= context;
    return value;
  });
  await using flow = createFlow({ edges: [work.to()] });
  await flow.call(1);
  const id = kept?.trace.id as string;
  expect([kept?.trace.id, flow.cancel(id)]).toEqual([id, false]);
  expect(await flow.call(2, { traceId: id })).toBe(2);
  expect(flow.stats().traces).toBe(0);
});

test("an id that was made when somebody asked for it is taken while its trace runs", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()] });
  const call = flow.call(1);
  const traceId = work.held[0]?.context.trace.id as string;
  expect(await codeOf(flow.call(2, { traceId }))).toBe("DUPLICATE_TRACE");
  work.held[0]?.resolve();
  await call;
});

test("who listens late, a subflow and its events all have the one id of a trace", async () => {
  const inner = heldNode("inner");
  const outer = node({ name: "outer" }, (value: unknown, { call }) =>
    call(() => createFlow({ name: "sub", edges: [inner.to()] }), value),
  );
  await using flow = createFlow({ name: "main", edges: [outer.to()] });
  const call = flow.call(1);
  await settle();
  const events: FlowEvent[] = [];
  flow.on((event) => void events.push(event));
  const { parentTraceId } = inner.held[0]?.context.trace ?? {};
  inner.held[0]?.resolve(7);
  expect(await call).toBe(7);
  await settle();
  const told = events.map((event) => (event.flow === "sub" ? event.parentTraceId : event.traceId));
  expect(new Set(told)).toEqual(new Set([parentTraceId]));
  expect(new Set(events.map((event) => event.flow))).toEqual(new Set(["main", "sub"]));
});

test("a call that waits to begin can be told by the id of its error, and by that of its node once it runs", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()], maxTraces: 1 });
  const controller = new AbortController();
  const first = flow.call(1);
  const given = flow.call(2, { signal: controller.signal });
  const third = flow.call(3);
  controller.abort();
  await expect(given).rejects.toMatchObject({ traceId: expect.stringMatching(/^[\da-f-]{36}$/) });
  work.held[0]?.resolve();
  await first;
  const id = work.held[1]?.context.trace.id as string;
  expect(flow.cancel(id)).toBe(true);
  await expect(third).rejects.toMatchObject({ code: "TRACE_CANCELLED", traceId: id });
});

test.each([undefined, null, "", 5])(
  "a createId that gives %j refuses each way in, and nothing is left of it",
  async (bad) => {
    const given: unknown[] = [bad, bad, bad, bad, "good"];
    const work = heldNode("work");
    await using flow = createFlow({ edges: [work.to()], createId: () => given.shift() as string });
    const refusals = [flow.call(1), flow.emit(1), flow.stream(1).next()].map(codeOf);
    expect(await Promise.all(refusals)).toEqual(["INVALID_OPTIONS", "INVALID_OPTIONS", "INVALID_OPTIONS"]);
    expect(thrownCode(() => flow.emitNowait(1))).toBe("INVALID_OPTIONS");
    expect(flow.stats()).toMatchObject({ traces: 0, waiting: 0 });
    const call = codeOf(flow.call(1));
    expect(flow.cancel("good")).toBe(true);
    expect(await call).toBe("TRACE_CANCELLED");
  },
);
