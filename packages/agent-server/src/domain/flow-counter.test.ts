import { createVirtualClock } from "@pergola/core/testing";
import { createFlow, type EdgeList, type Flow, node } from "@pergola/flow-runtime";
import { expect, it } from "vitest";
import { FlowCounter } from "./flow-counter.ts";
import { graphEnds } from "./graph-ends.ts";

/** A flow on virtual time, and what is counted of it. */
function counted(edges: EdgeList) {
  const clock = createVirtualClock();
  const flow = createFlow({ edges, clock }) as Flow;
  const counter = new FlowCounter({ name: flow.name, ends: graphEnds(flow.describe()) });
  flow.on((event) => counter.count(event));
  return {
    clock,
    flow,
    counts: () => ({ ...counter.counts(flow.stats()), ...counter.traces(flow.stats()) }),
  };
}

it("counts an attempt that took too long once", async () => {
  const slow = node({ name: "slow", policy: { timeoutMs: 10 } }, () => new Promise(() => undefined));
  const { clock, flow, counts } = counted([slow.to()]);
  const call = flow.call(1).catch(() => undefined);
  await clock.advance(10);
  await call;
  expect(counts()).toMatchObject({
    nodes: [{ id: "slow", started: 1, failed: 1, running: 0, latencyMs: 10 }],
  });
});

it("counts what enters at every ingress, and at the one that was meant", async () => {
  const [one, other] = ["one", "other"].map((name) => node({ name }, (value: number) => value));
  const { flow, counts } = counted([one?.to(), other?.to()] as EdgeList);
  await flow.call(1).catch(() => undefined);
  await flow.call(1, { to: "other" });
  const entered = counts().edges.filter(({ from }) => from === "__start__");
  expect(entered.map(({ to, messages }) => [to, messages])).toEqual([
    ["one", 1],
    ["other", 2],
  ]);
});

it("does not count flows inside the flow, though they are called the same", async () => {
  const leaf = node({ name: "work" }, (value: number) => value);
  const work = node({ name: "work" }, (value: number, { call }) =>
    call(() => createFlow({ edges: [leaf.to()] }), value),
  );
  const { flow, counts } = counted([work.to()]);
  await flow.call(1);
  expect(counts()).toMatchObject({ completed: 1, nodes: [{ started: 1, succeeded: 1 }] });
});
