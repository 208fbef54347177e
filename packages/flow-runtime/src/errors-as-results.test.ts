import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "./held-node.test-helper.ts";
import { createFlow, FlowError, type StreamItem } from "./index.ts";

function running(errorsAsResults: boolean) {
  const clock = createVirtualClock();
  const work = heldNode("work");
  const flow = createFlow({ edges: [work.to()], clock, errorsAsResults });
  return { clock, work, flow };
}
async function read(stream: AsyncIterable<StreamItem>) {
  const values: unknown[] = [];
  for await (const item of stream) if (item.type === "result") values.push(item.value);
  return values;
}

test("with errorsAsResults a stream gives the error as its last result, and ends well", async () => {
  const { flow, work } = running(true);
  const stream = read(flow.stream("x", { traceId: "t" }));
  await work.held[0]?.context.emit("first");
  work.held[0]?.reject(new Error("no"));
  const [first, last] = await stream;
  expect(first).toBe("first");
  expect(last).toBeInstanceOf(FlowError);
  expect(last).toMatchObject({ code: "NODE_EXCEPTION", traceId: "t", nodeName: "work" });
});

test("with errorsAsResults fetch gives the error as a message, and then there is none any more", async () => {
  const { flow, work } = running(true);
  const traceId = await flow.emit("x");
  work.held[0]?.reject(new Error("no"));
  expect((await flow.fetch({ traceId }))?.payload).toMatchObject({ code: "NODE_EXCEPTION" });
  expect(await flow.fetch({ traceId })).toBeUndefined();
});

test("with errorsAsResults an error finds room for a reader that is behind", async () => {
  const { flow, work } = running(true);
  const stream = flow.stream("x");
  for (let each = 0; each < 64; each++) await work.held[0]?.context.emit(each);
  work.held[0]?.reject(new Error("no"));
  await settle();
  const values = await read(stream);
  expect([values.length, values.at(-1) instanceof FlowError]).toEqual([65, true]);
});

test("a deadline is such an error, too", async () => {
  const { clock, flow } = running(true);
  const stream = read(flow.stream("x", { timeoutMs: 10 }));
  await clock.advance(10);
  expect(await stream).toMatchObject([{ code: "DEADLINE_EXCEEDED" }]);
});

test("what somebody asked for is none: a cancelled or stopped trace gives no result", async () => {
  const { flow } = running(true);
  const streams = ["a", "b"].map((traceId) => codeOf(read(flow.stream("x", { traceId }))));
  flow.cancel("a");
  expect(await streams[0]).toBe("TRACE_CANCELLED");
  await flow.stop();
  expect(await streams[1]).toBe("STOPPED");
});

test("call rejects in any case", async () => {
  const { flow, work } = running(true);
  const call = codeOf(flow.call("x"));
  work.held[0]?.reject(new Error("no"));
  expect(await call).toBe("NODE_EXCEPTION");
});

test("by default errors are thrown, and are no results", async () => {
  const { flow, work } = running(false);
  const stream = codeOf(read(flow.stream("x")));
  work.held[0]?.reject(new Error("no"));
  expect(await stream).toBe("NODE_EXCEPTION");
});
