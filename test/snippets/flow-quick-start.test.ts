// #region quick-start
import { createFlow, node } from "@pergola/flow-runtime";
import { z } from "zod";

const split = node({ name: "split", input: z.string() }, (text) => text.split(/\s+/));
const count = node({ name: "count" }, async (words: string[]) => words.length);

const flow = createFlow({ name: "words", edges: [split.to(count)] });
const words = await flow.call("one two three", { timeoutMs: 5_000 }); // number | undefined

// #endregion

import { expect, test } from "vitest";

test("the quick start counts", async () => {
  expect(words).toBe(3);
  await flow.stop();
});

test("chunks and results come as they are made, and leaving cancels the trace", async () => {
  // #region stream
  const write = node(
    { name: "write", policy: { maxRetries: 2, timeoutMs: 10_000 } },
    async (topic: string, { emitChunk, signal }) => {
      for (const word of ["All", "about", topic]) {
        signal.throwIfAborted();
        await emitChunk({ text: `${word} ` }); // waits for a slow reader; other traces do not
      }
      return `A text about ${topic}`;
    },
  );
  const writer = createFlow({ edges: [write.to()] });

  const seen: string[] = [];
  for await (const item of writer.stream("bees")) {
    seen.push(item.type === "chunk" ? item.text : item.value);
  }
  // #endregion
  expect(seen).toEqual(["All ", "about ", "bees ", "A text about bees"]);
  for await (const _item of writer.stream("bees")) break;
  await writer.stop({ mode: "drain" });
  expect(writer.stats().traces).toBe(0);
});

test("a loop ends by itself or by its budget", async () => {
  // #region loop
  const halve = node({ name: "halve", allowCycle: true }, async (value: number, { emit }) => {
    await emit(value / 2, { to: value > 1 ? "halve" : "egress" });
  });
  const halving = createFlow({ edges: [halve.to(halve)] });

  await halving.call(8); // 0.5
  await halving.call(1e9, { budget: { hops: 10 } }).catch((error) => error.code); // HOP_BUDGET_EXHAUSTED
  // #endregion
  expect(await halving.call(8)).toBe(0.5);
  await expect(halving.call(1e9, { budget: { hops: 10 } })).rejects.toMatchObject({
    code: "HOP_BUDGET_EXHAUSTED",
  });
  await halving.stop();
});
