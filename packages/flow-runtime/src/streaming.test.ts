import { createVirtualClock } from "@pergola/core/testing";
import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "./held-node.test-helper.ts";
import { type ChunkInit, createFlow, type FlowError, node, type StreamItem } from "./index.ts";

const say = node(
  { name: "say", policy: { concurrency: 1 } },
  async (chunks: readonly ChunkInit[], context) => {
    for (const chunk of chunks) await context.emitChunk(chunk);
  },
);
const many = (count: number, more: Partial<ChunkInit> = {}) =>
  Array.from({ length: count }, (_, place) => ({ text: `${place}`, ...more }));

async function all(stream: AsyncIterable<StreamItem>) {
  const items: StreamItem[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
const chunksOf = async (chunks: readonly ChunkInit[], traceId = "t") => {
  await using flow = createFlow({ edges: [say.to()] });
  return await all(flow.stream(chunks, { traceId }));
};

test("a chunk says its stream, place, text, node and attempt; the stream is the trace if nobody says", async () => {
  const [chunk] = await chunksOf([{ text: "hello", meta: { lang: "en" } }]);
  expect(chunk).toEqual({
    type: "chunk",
    traceId: "t",
    streamId: "t",
    seq: 0,
    text: "hello",
    done: false,
    meta: { lang: "en" },
    nodeName: "say",
    attempt: 1,
  });
});

test("seq starts at 0 for each stream of a trace, and grows by one", async () => {
  const chunks = [{ text: "a" }, { text: "b", streamId: "s" }, { text: "c" }, { text: "d", streamId: "s" }];
  const items = await chunksOf(chunks);
  expect(items.map((item) => item.type === "chunk" && [item.streamId, item.seq])).toEqual([
    ["t", 0],
    ["s", 0],
    ["t", 1],
    ["s", 1],
  ]);
});

test("done ends a stream: its next chunk begins at 0 again", async () => {
  const items = await chunksOf([{ text: "a" }, { text: "b", done: true }, { text: "c" }]);
  expect(items.map((item) => item.type === "chunk" && [item.seq, item.done])).toEqual([
    [0, false],
    [1, true],
    [0, false],
  ]);
});

test("an explicit seq may skip, and the count goes on from there", async () => {
  const items = await chunksOf([{ text: "a", seq: 5 }, { text: "b" }]);
  expect(items.map((item) => item.type === "chunk" && item.seq)).toEqual([5, 6]);
});

test.each([0, 1.5, -1, Number.NaN])("an explicit seq of %d after 0 is STREAM_ORDER", async (seq) => {
  const failed = chunksOf([{ text: "a" }, { text: "b", seq }]).catch((error: FlowError) => error);
  expect(await failed).toMatchObject({ code: "STREAM_ORDER", nodeName: "say" });
});

test("chunks carry the attempt number, so that a reader can begin anew after a retry", async () => {
  const clock = createVirtualClock();
  const policy = { maxRetries: 1, backoffBaseMs: 10 };
  const flaky = node({ name: "flaky", policy }, async (_: string, context) => {
    await context.emitChunk({ text: `try ${context.attempt}` });
    if (context.attempt === 1) throw new Error("no");
  });
  await using flow = createFlow({ edges: [flaky.to()], clock });
  const items = all(flow.stream("x"));
  await clock.advance(10);
  expect((await items).map((item) => item.type === "chunk" && [item.attempt, item.text])).toEqual([
    [1, "try 1"],
    [2, "try 2"],
  ]);
});

test("chunks and results come in the order in which they were sent", async () => {
  const mixed = node({ name: "mixed" }, async (_: string, context) => {
    await context.emitChunk({ text: "a" });
    await context.emit("B");
    await context.emitChunk({ text: "c" });
    return "D";
  });
  await using flow = createFlow({ edges: [mixed.to()] });
  const items = await all(flow.stream("x"));
  expect(items.map((item) => (item.type === "chunk" ? item.text : item.value))).toEqual(["a", "B", "c", "D"]);
});

test("a chunk that is sent to a successor comes there as a message, with its place in the stream", async () => {
  const send = node({ name: "send" }, async (_: string, context) => {
    await context.emitChunk({ text: "a", to: "take", streamId: "s" });
    await context.emitChunk({ text: "b", to: "take", streamId: "s", done: true });
  });
  const take = node({ name: "take" }, async (chunk: unknown) => chunk);
  await using flow = createFlow({ edges: [send.to(take)] });
  const items = await all(flow.stream("x"));
  expect(items.map((item) => item.type === "result" && item.value)).toMatchObject([
    { streamId: "s", seq: 0, text: "a", done: false, nodeName: "send", attempt: 1 },
    { streamId: "s", seq: 1, text: "b", done: true },
  ]);
});

test("a chunk to something that is no successor rejects with UNKNOWN_TARGET", async () => {
  expect(await codeOf(chunksOf([{ text: "a", to: "nowhere" }]))).toBe("UNKNOWN_TARGET");
});

test("chunks that nobody reads are no burden: call and emit let them go", async () => {
  await using flow = createFlow({ edges: [say.to()] });
  expect(await flow.call(many(5_000))).toBeUndefined();
});

test.each(["one stream", "a stream for each chunk"])(
  "a reader that takes nothing stops its node after 64 chunks, with %s",
  async (way) => {
    let sent = 0;
    const talk = node({ name: "talk" }, async (_: string, context) => {
      for (; sent < 1_000; sent++)
        await context.emitChunk({ text: "x", streamId: way === "one stream" ? "s" : `s${sent}`, done: true });
    });
    await using flow = createFlow({ edges: [talk.to()] });
    const stream = flow.stream("x");
    await settle();
    expect(sent).toBe(64);
    await stream.next();
    await settle();
    expect(sent).toBe(65);
  },
);

test("a result waits for its reader, too", async () => {
  let sent = 0;
  const give = node({ name: "give" }, async (_: string, context) => {
    for (; sent < 1_000; sent++) await context.emit(sent);
  });
  await using flow = createFlow({ edges: [give.to()] });
  const stream = flow.stream("x");
  await settle();
  expect(sent).toBe(64);
  expect(await all(stream)).toHaveLength(1_000);
});

test("a slow reader of one trace never blocks another trace through the same node with concurrency 1", async () => {
  await using flow = createFlow({ edges: [say.to()] });
  const slow = flow.stream(many(200));
  await settle();
  const quick = await all(flow.stream(many(200)));
  expect(quick).toHaveLength(200);
  expect(await flow.call(many(10))).toBeUndefined();
  expect(await all(slow)).toHaveLength(200);
});

test("a slow reader never blocks others through nodes before the one that streams", async () => {
  const first = node({ name: "first" }, async (chunks: readonly ChunkInit[]) => chunks);
  await using flow = createFlow({ edges: [first.to(say)], queueSize: 1 });
  const slow = [1, 2, 3].map(() => flow.stream(many(200)));
  await settle();
  expect(await all(flow.stream(many(200)))).toHaveLength(200);
  for (const stream of slow) expect(await all(stream)).toHaveLength(200);
});

test("two readers never mix: each gets its own chunks, in order", async () => {
  await using flow = createFlow({ edges: [say.to()] });
  const texts = (name: string) => Array.from({ length: 150 }, (_, place) => ({ text: `${name}${place}` }));
  const [a, b] = await Promise.all([all(flow.stream(texts("a"))), all(flow.stream(texts("b")))]);
  const textOf = (item: StreamItem) => item.type === "chunk" && item.text;
  expect(a.map(textOf)).toEqual(texts("a").map(({ text }) => text));
  expect(b.map(textOf)).toEqual(texts("b").map(({ text }) => text));
});

test("leaving a stream cancels its trace and frees everything", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()] });
  const stream = flow.stream("x");
  await work.held[0]?.context.emitChunk({ text: "a" });
  for await (const _ of stream) break;
  expect(work.held[0]?.context.signal.reason).toMatchObject({ code: "TRACE_CANCELLED" });
  await settle();
  expect(flow.stats()).toMatchObject({ traces: 0, queueDepths: { work: 0 } });
  expect(await stream.next()).toEqual({ value: undefined, done: true });
});

test("leaving a stream frees a node that waits for room in it", async () => {
  await using flow = createFlow({ edges: [say.to()] });
  for await (const _ of flow.stream(many(500))) break;
  await settle();
  expect(flow.stats().traces).toBe(0);
  expect(await all(flow.stream(many(3)))).toHaveLength(3);
});

test("a stream is disposed of by await using, and a read that waits then has ended", async () => {
  const work = heldNode("work");
  await using flow = createFlow({ edges: [work.to()] });
  let waiting: Promise<unknown>;
  {
    await using stream = flow.stream("x");
    waiting = stream.next();
  }
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(flow.stats().traces).toBe(0);
});

test("several reads may wait at once; they are served in order", async () => {
  await using flow = createFlow({ edges: [say.to()] });
  const stream = flow.stream(many(2));
  const items = await Promise.all([stream.next(), stream.next(), stream.next()]);
  expect(items.map(({ value, done }) => [value?.type === "chunk" && value.text, done])).toEqual([
    ["0", false],
    ["1", false],
    [false, true],
  ]);
});

test("more than 1 024 open streams of one trace are refused with QUEUE_FULL", async () => {
  const chunks = Array.from({ length: 1_025 }, (_, place) => ({ text: "x", streamId: `s${place}` }));
  await using flow = createFlow({ edges: [say.to()] });
  expect(await codeOf(flow.call(chunks.slice(1)))).toBe("nothing was thrown");
  expect(await codeOf(flow.call(chunks))).toBe("QUEUE_FULL");
});
