import { expect, test } from "vitest";
import { codeOf, thrownCode } from "./held-node.test-helper.ts";
import { createFlow, type FlowOptions, node } from "./index.ts";

const made = <Name extends string>(name: Name, allowCycle = false) =>
  node({ name, allowCycle }, (value: unknown) => value);
const [a, b, c] = [made("a"), made("b"), made("c")];

test("a flow is made of from.to(a, b) as well as of an adjacency list, with the same graph", () => {
  const one = createFlow({ edges: [a.to(b, c), b.to(c)] });
  const other = createFlow({
    edges: [
      [a, [b, c]],
      [b, [c]],
    ],
  });
  expect(other.describe()).toEqual(one.describe());
});

test("messages enter where nothing leads to and leave where nothing follows", () => {
  const { edges } = createFlow({ edges: [a.to(b), a.to(c)] }).describe();
  expect(edges.filter(({ from }) => from === "__start__").map(({ to }) => to)).toEqual(["a"]);
  expect(edges.filter(({ to }) => to === "__end__").map(({ from }) => from)).toEqual(["b", "c"]);
});

test("an edge that is written twice is one edge", async () => {
  await using flow = createFlow({ edges: [a.to(b, b), a.to(b)] });
  expect(await flow.call(1)).toBe(1);
});

test("a cycle is refused, naming its nodes in order", () => {
  const make = () => createFlow({ edges: [a.to(b), b.to(c), c.to(b)], egress: [c] });
  expect(thrownCode(make)).toBe("CYCLE");
  expect(make).toThrow('The flow "flow" has a cycle: b → c → b.');
});

test("a node that leads to itself is a cycle", () => {
  expect(() => createFlow({ edges: [a.to(a)] })).toThrow("a → a");
});

test("a cycle is fine when one of its nodes says allowCycle", () => {
  const loop = made("loop", true);
  expect(createFlow({ edges: [a.to(loop), loop.to(a)], ingress: [a], egress: [a] }).name).toBe("flow");
});

test("a node that says allowCycle does not allow a cycle that it is no part of", () => {
  const apart = made("apart", true);
  expect(thrownCode(() => createFlow({ edges: [apart.to(a), a.to(b), b.to(a, c)] }))).toBe("CYCLE");
});

test("any cycle is fine when the flow says allowCycles", () => {
  expect(createFlow({ edges: [a.to(b), b.to(a, c)], allowCycles: true, ingress: [a] }).name).toBe("flow");
});

test("a graph where every node follows another one has no ingress, which is an error that says what to do", () => {
  const make = () => createFlow({ edges: [a.to(b), b.to(a, c)], allowCycles: true });
  expect(thrownCode(make)).toBe("INVALID_FLOW");
  expect(make).toThrow("has no ingress");
});

test("a graph where every node leads to another one has no egress, which is an error", () => {
  expect(() => createFlow({ edges: [a.to(b), b.to(c), c.to(b)], allowCycles: true })).toThrow(
    "has no egress",
  );
});

test("an ingress that is no node of the flow is refused, with the nearest name", () => {
  const make = () => createFlow({ edges: [made("parse").to()], ingress: [made("prase")] });
  expect(make).toThrow('has ingress "prase", which is in none of its edges');
});

test.each<[string, object]>([
  ["no edges", { edges: [] }],
  ["edges that are no list", { edges: {} }],
  ["an option that there is not", { edges: [a.to()], queuesize: 1 }],
  ["a queueSize below 0", { edges: [a.to()], queueSize: -1 }],
  ["a maxTraces below 0", { edges: [a.to()], maxTraces: -1 }],
  ["a listener that is no function", { edges: [a.to()], onEvent: {} }],
  ["an empty name", { edges: [a.to()], name: "" }],
])("a flow with %s is refused when it is made", (_, options) => {
  expect(thrownCode(() => createFlow(options as FlowOptions))).toBe("INVALID_FLOW");
});

test("a flow with a budget that cannot be is refused when it is made", () => {
  expect(thrownCode(() => createFlow({ edges: [a.to()], budget: { hops: 0 } }))).toBe("INVALID_OPTIONS");
});

test("a flow of one node alone works", async () => {
  await using flow = createFlow({ edges: [a.to()] });
  expect(await flow.call(7)).toBe(7);
});

test("of several ingress nodes every one gets the message, or the one that the caller names", async () => {
  const left = node({ name: "left" }, (_: string) => "left");
  const right = node({ name: "right" }, (_: string) => "right");
  await using flow = createFlow({ edges: [left.to(), right.to()] });
  expect(await codeOf(flow.call("x"))).toBe("MULTIPLE_RESULTS");
  expect(await flow.call("x", { to: "right" })).toBe("right");
});

test("an ingress that there is not is an error that names those there are", async () => {
  await using flow = createFlow({ edges: [a.to(b)] });
  await expect(flow.call(1, { to: "b" })).rejects.toMatchObject({
    code: "UNKNOWN_TARGET",
    hint: 'Messages enter at "a".',
  });
});
