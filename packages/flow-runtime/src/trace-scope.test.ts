import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import { createFlow, currentTrace, node } from "./index.ts";

const caller = new AsyncLocalStorage<string>();

/** A flow of two nodes that each say in whose context they run. */
function tellingFlow(options: { readonly maxTraces?: number; readonly asyncContext?: boolean } = {}) {
  const told: unknown[] = [];
  const tell = async (input: string) => {
    await null;
    told.push([input, caller.getStore(), currentTrace()?.id]);
    return input;
  };
  const first = node({ name: "first" }, tell);
  const last = node({ name: "last" }, tell);
  const flow = createFlow({ ...options, edges: [first.to(last)] });
  const call = (name: string) => caller.run(name, () => flow.call(name, { traceId: name }));
  return { flow, told, call };
}

const names = ["a", "b", "c", "d"];
const twice = names.flatMap((name) => [
  [name, name, name],
  [name, name, name],
]);

test.each([
  ["waited for a place at a node", {}],
  ["waited to begin", { maxTraces: 1 }],
])("a trace that %s runs in its caller's async context", async (_, options) => {
  const { flow, told, call } = tellingFlow(options);
  await using _flow = flow;
  await Promise.all(names.map(call));
  expect(told.toSorted()).toEqual(twice);
});

test("a call leaves the context of its caller as it was", async () => {
  const { flow } = tellingFlow();
  await using _flow = flow;
  await caller.run("outer", async () => {
    const result = flow.call("inner");
    expect([caller.getStore(), currentTrace()]).toEqual(["outer", undefined]);
    await result;
    expect([caller.getStore(), currentTrace()]).toEqual(["outer", undefined]);
  });
});

test("without asyncContext no trace is known, also of one that waited", async () => {
  const { flow, told, call } = tellingFlow({ asyncContext: false, maxTraces: 1 });
  await using _flow = flow;
  await Promise.all(names.map(call));
  expect(told).toHaveLength(8);
  expect(told.map((each) => (each as unknown[])[2])).toEqual(Array(8).fill(undefined));
});
