import { expect, test } from "vitest";
import { codeOf, heldNode, settle } from "../held-node.test-helper.ts";
import { createFlow, node } from "../index.ts";

test("emitNowait throws QUEUE_FULL when the reader of the trace has no room", async () => {
  let sent = 0;
  const many = node({ name: "many" }, async (_: number, { emitNowait }) => {
    for (;;) {
      emitNowait(sent);
      sent++;
    }
  });
  const flow = createFlow({ edges: [many.to()] });
  const stream = flow.stream(1);
  await settle();
  expect(sent).toBeLessThan(100);
  await expect(stream.next()).resolves.toMatchObject({ value: { value: 0 } });
  for (let left = sent; left > 1; left--) await stream.next().catch(() => undefined);
  expect(flow.stats().traces).toBe(0);
});

test("chunks that nobody awaits are refused once there are too many", async () => {
  let sent = 0;
  const flood = node({ name: "flood" }, async (_: number, { emitChunk }) => {
    const refused = new Promise((_, reject) => {
      for (; sent < 100_000; sent++) emitChunk({ text: "x" }).catch(reject);
    });
    await refused;
  });
  const flow = createFlow({ edges: [flood.to()] });
  const stream = flow.stream(1);
  const read = async () => {
    for await (const _ of stream);
  };
  expect(await codeOf(read())).toBe("QUEUE_FULL");
});

test("results of ended traces are kept however many traces still run", async () => {
  const held = heldNode("held", { policy: { concurrency: 20_000 } });
  const flow = createFlow({ edges: [held.to()], maxTraces: 0 });
  const ids = await Promise.all(Array.from({ length: 10_100 }, (_, index) => flow.emit(index)));
  for (const each of held.held.slice(0, 50)) each.resolve(each.payload);
  await settle();
  expect(flow.stats().forgottenResults).toBe(0);
  for (const id of ids.slice(0, 50)) expect((await flow.fetch({ traceId: id }))?.traceId).toBe(id);
  await flow.stop();
});

test("results that nobody fetched are forgotten from the oldest on, but never those of a trace that runs", async () => {
  const work = node(
    { name: "work", policy: { concurrency: 2, unordered: true } },
    async (value: number, { emit }) => {
      await emit(value);
      if (value === -1) await new Promise(() => undefined);
    },
  );
  const flow = createFlow({ edges: [work.to()], maxTraces: 0 });
  const running = await flow.emit(-1);
  const ids: string[] = [];
  for (let index = 0; index < 10_002; index++) ids.push(await flow.emit(index));
  await settle();
  expect(flow.stats()).toMatchObject({ traces: 1, forgottenResults: 2 });
  expect(await codeOf(flow.fetch({ traceId: ids[1] as string }))).toBe("UNKNOWN_TRACE");
  expect((await flow.fetch({ traceId: running }))?.payload).toBe(-1);
  expect((await flow.fetch())?.payload).toBe(2);
  await flow.stop();
});

test("of the last thousand traces that were fetched whole it is known that they were there", async () => {
  const none = node({ name: "none" }, (_: number) => undefined);
  const flow = createFlow({ edges: [none.to()] });
  const ids = [];
  for (let index = 0; index < 1_001; index++) ids.push(await flow.emit(index));
  await settle();
  expect(await codeOf(flow.fetch({ traceId: ids[0] as string }))).toBe("UNKNOWN_TRACE");
  expect(await flow.fetch({ traceId: ids[1] as string })).toBeUndefined();
});

test("many who wait to fetch may leave at once", async () => {
  const flow = createFlow({ edges: [heldNode("held").to()] });
  const controller = new AbortController();
  const names = Promise.all(
    Array.from({ length: 20_000 }, () => flow.fetch({ signal: controller.signal }).catch(({ name }) => name)),
  );
  const startedAt = performance.now();
  controller.abort();
  expect(new Set(await names)).toEqual(new Set(["AbortError"]));
  // Seconds, when each of them is looked for among all.
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});
