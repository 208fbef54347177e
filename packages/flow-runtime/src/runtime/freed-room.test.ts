import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { createFlow, node } from "../index.ts";
import { defineNode } from "../node.ts";

test("when a trace is cancelled whose messages fill a node, those that wait for its room are worked on", async () => {
  const clock = createVirtualClock();
  const first = node({ name: "first" }, async (value: number, { emit }) => {
    await emit(value);
    if (value === 0) await emit(value);
  });
  const last = node({ name: "last" }, async (value: number) => {
    await new Promise<void>((resolve) => clock.setTimer(5, resolve));
    return value;
  });
  const flow = createFlow({ edges: [first.to(last)], queueSize: 1, clock });
  const cancelled = flow.call(0, { traceId: "fills" }).catch((error: { code: string }) => error.code);
  const others = Promise.all([1, 2, 3].map((value) => flow.call(value)));
  await clock.advance(1);
  flow.cancel("fills");
  await clock.advance(100);
  expect([await cancelled, await others]).toEqual(["TRACE_CANCELLED", [1, 2, 3]]);
});

test("a node that was told that nothing moves takes messages of the trace again", async () => {
  let rounds = 0;
  const gather = defineNode<"gather", number, number>(
    { name: "gather" },
    {
      kind: "join",
      run: (_value: never, { state }) => void state(() => 0),
      onDrained: ({ emitNowait }) => void (rounds++ < 3 && emitNowait(rounds, { to: "again" })),
    },
  );
  const again = node({ name: "again" }, (value: number) => value);
  const flow = createFlow({
    edges: [gather.to(again), again.to(gather)],
    ingress: [gather],
    egress: [gather],
    allowCycles: true,
  });
  await expect(flow.call(0 as never)).resolves.toBeUndefined();
  expect(rounds).toBeGreaterThan(3);
});
