import { expect, test } from "vitest";
import { z } from "zod";
import { createFlow, FlowError, node } from "./index.ts";

test("ten lines", async () => {
  const parse = node({ name: "parse", input: z.string() }, async (text) => text.split(" "));
  const count = node({ name: "count" }, async (words: string[]) => words.length);
  const flow = createFlow({ edges: [parse.to(count)] });
  const answer: number | undefined = await flow.call("a b c");
  expect(answer).toBe(3);
  await flow.stop();
});
test("fails", async () => {
  const bad = node({ name: "bad" }, async (_x: number) => {
    throw new Error("no");
  });
  const flow = createFlow({ edges: [bad.to()] });
  const e = await flow.call(1).catch((e) => e);
  expect(e).toBeInstanceOf(FlowError);
  expect(e.toJSON()).toMatchObject({ code: "NODE_EXCEPTION", nodeName: "bad" });
});
test("100 in a chain of small queues", async () => {
  const nodes = Array.from({ length: 5 }, (_, i) => node({ name: `n${i}` }, async (x: number) => x + 1));
  const flow = createFlow({ queueSize: 1, edges: nodes.slice(1).map((n, i) => nodes[i]!.to(n)) });
  const got = await Promise.all(Array.from({ length: 300 }, (_, i) => flow.call(i)));
  expect(got).toEqual(Array.from({ length: 300 }, (_, i) => i + 5));
  expect(flow.stats()).toMatchObject({ traces: 0, waiting: 0 });
});
test("loop", async () => {
  const spin = node({ name: "spin", allowCycle: true }, async (x: number, ctx) => {
    await ctx.emit(x - 1, { to: x <= 1 ? "egress" : "spin" });
  });
  const flow = createFlow({ queueSize: 1, edges: [spin.to(spin)] });
  const got = await Promise.all(Array.from({ length: 100 }, (_, i) => flow.call(i + 1)));
  expect(got.every((x) => x === 0)).toBe(true);
});
test("stream", async () => {
  const say = node({ name: "say" }, async (x: number, ctx) => {
    for (let i = 0; i < x; i++) await ctx.emitChunk({ text: `${i}` });
    return "done";
  });
  const flow = createFlow({ edges: [say.to()] });
  const out: string[] = [];
  for await (const item of flow.stream(200)) out.push(item.type === "chunk" ? item.text : String(item.value));
  expect(out).toHaveLength(201);
  const it = flow.stream(1000);
  for await (const item of it) if (item.type === "chunk" && item.seq === 3) break;
  await new Promise((r) => setImmediate(r));
  expect(flow.stats().traces).toBe(0);
});
test("cancel", async () => {
  let fired = false;
  const wait = node(
    { name: "wait" },
    async (_: number, ctx) =>
      new Promise<number>((_r, reject) =>
        ctx.signal.addEventListener("abort", () => {
          fired = true;
          reject(new Error("x"));
        }),
      ),
  );
  const flow = createFlow({ edges: [wait.to()] });
  const p = flow.call(1, { traceId: "t" });
  await Promise.resolve();
  expect([flow.cancel("t"), flow.cancel("t")]).toEqual([true, true]);
  await expect(p).rejects.toMatchObject({ code: "TRACE_CANCELLED" });
  expect(flow.cancel("t")).toBe(false);
  expect(fired).toBe(true);
});
test("retry", async () => {
  let n = 0;
  const flaky = node({ name: "flaky", policy: { maxRetries: 2, backoffBaseMs: 1 } }, async (x: number) => {
    if (n++ < 2) throw new Error("no");
    return x;
  });
  const flow = createFlow({ edges: [flaky.to()] });
  expect(await flow.call(4)).toBe(4);
});
