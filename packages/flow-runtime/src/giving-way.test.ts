import { expect, test } from "vitest";
import { createFlow, node } from "./index.ts";

const spin = node(
  { name: "spin", allowCycle: true },
  (value: number, { emit }) => void emit(value + 1, { to: "spin" }),
);

test("a loop that never waits meets its deadline", async () => {
  await using flow = createFlow({ edges: [spin.to(spin)] });
  await expect(flow.call(0, { timeoutMs: 30 })).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED" });
});

test("a node that streams without end to a reader that is always ready can be cancelled", async () => {
  const talk = node({ name: "talk" }, async (_topic: string, { emitChunk }) => {
    for (;;) await emitChunk({ text: "word" });
  });
  await using flow = createFlow({ edges: [talk.to()] });
  const reading = (async () => {
    for await (const _item of flow.stream("bees", { timeoutMs: 30 }));
  })();
  await expect(reading).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED" });
});

test("a chain of nodes that never wait leaves timers their turn", async () => {
  const nodes = Array.from({ length: 20 }, (_, index) =>
    node({ name: `n${index}` }, (value: number) => {
      let sum = value;
      for (let turn = 0; turn < 5_000; turn++) sum = (sum * 31 + turn) % 1_000;
      return sum;
    }),
  );
  await using flow = createFlow({
    edges: nodes.slice(1).map((each, index) => [nodes[index], [each]] as never),
  });
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const calls = Array.from({ length: 900 }, (_, index) => flow.call(index as never));
  await Promise.all(calls);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(1);
});
