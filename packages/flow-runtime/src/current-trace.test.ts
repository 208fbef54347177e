import { expect, test } from "vitest";
import { settle } from "./held-node.test-helper.ts";
import { createFlow, currentTrace, node } from "./index.ts";

const deep = async () => {
  await settle();
  return currentTrace();
};
const look = node({ name: "look" }, async (_: string, context) => {
  const trace = await deep();
  return [trace?.id, trace?.headers.tenant, trace?.signal === context.signal];
});

test("nested code knows the trace that it is a part of, and its signal", async () => {
  await using flow = createFlow({ edges: [look.to()] });
  const options = { traceId: "t", headers: { tenant: "acme" } };
  expect(await flow.call("x", options)).toEqual(["t", "acme", true]);
});

test("traces that run at once each know their own", async () => {
  const concurrent = node({ name: "look", policy: { concurrency: 9 } }, async () => (await deep())?.id);
  await using flow = createFlow({ edges: [concurrent.to()] });
  const ids = ["a", "b", "c"];
  expect(await Promise.all(ids.map((traceId) => flow.call("x", { traceId })))).toEqual(ids);
});

test("outside of a node there is no trace, not even in what a call goes on with", async () => {
  await using flow = createFlow({ edges: [look.to()] });
  expect(currentTrace()).toBeUndefined();
  await flow.call("x");
  expect(currentTrace()).toBeUndefined();
});

test("with asyncContext: false there is none inside either", async () => {
  await using flow = createFlow({ edges: [look.to()], asyncContext: false });
  expect(await flow.call("x", { traceId: "t" })).toEqual([undefined, undefined, false]);
});

test("nothing is routed by it: a call from inside a node begins a trace of its own", async () => {
  await using inner = createFlow({ edges: [look.to()] });
  const outer = node({ name: "outer" }, async (text: string) => {
    const [id] = (await inner.call(text)) ?? [];
    return [id, currentTrace()?.id];
  });
  await using flow = createFlow({ edges: [outer.to()] });
  const [innerId, outerId] = (await flow.call("x", { traceId: "t" })) ?? [];
  expect(outerId).toBe("t");
  expect(innerId).not.toBe("t");
});
