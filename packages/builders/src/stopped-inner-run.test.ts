import type { RunEvent } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { expect, it } from "vitest";
import { AgentBuilder, createAgent } from "./index.ts";

async function stoppedInside(isStored: boolean) {
  const inner = await createAgent({ name: "inner" })
    .withLlm(new ScriptedChatModel([{ hang: true }]))
    .build();
  const seen: RunEvent[] = [];
  const builder = new AgentBuilder()
    .withName("outer")
    .withStep("agent", { agent: inner })
    .withObserver({ observe: (event) => void seen.push(event) });
  const outer = await (isStored ? builder.withMemory({ type: "conversation" }) : builder).build();
  const stream = outer.stream("go");
  const read: RunEvent[] = [];
  for await (const event of stream) {
    read.push(event);
    if (event.type === "model-started") stream.cancel();
  }
  const [logged] = isStored ? (await outer.runLog()).runs : [];
  await outer.close();
  await inner.close();
  return { seen, read, logged };
}

const told = (events: readonly RunEvent[]) =>
  events.map(({ type, parentRunId }) => `${parentRunId === undefined ? "outer" : "inner"} ${type}`);

it.each([true, false])(
  "a run inside a run that is stopped ends before it, for readers, observers and the run log (stored: %s)",
  async (isStored) => {
    const { seen, read, logged } = await stoppedInside(isStored);
    expect(told(read).slice(-5)).toEqual([
      "inner model-finished",
      "inner step-finished",
      "inner run-finished",
      "outer step-finished",
      "outer run-finished",
    ]);
    expect(read.slice(-5)).toMatchObject(
      Array.from({ length: 5 }, () => ({ error: { code: "RUN_CANCELLED" } })),
    );
    expect(told(seen)).toEqual(told(read));
    if (isStored) expect(told(logged?.events ?? [])).toEqual(told(read));
  },
);

it("a run inside a run that never tells of its end is not waited for without end", async () => {
  const begun = Promise.withResolvers<void>();
  const foreign = {
    name: "foreign",
    invoke(_: unknown, { emit, parentRunId }: { emit?: (event: never) => unknown; parentRunId?: string }) {
      emit?.({ type: "run-started", runId: "lost", parentRunId, seq: 0, at: 0, agentId: "foreign" } as never);
      begun.resolve();
      return new Promise<never>(() => {});
    },
  };
  const clock = createVirtualClock();
  await using outer = await createAgent({}, { clock })
    .withStep("agent", { agent: foreign as never })
    .build();
  const stream = outer.stream("go");
  const ended = stream.result.catch(({ code }) => code);
  await begun.promise;
  stream.cancel();
  await clock.advance(1_000);
  expect(await ended).toBe("RUN_CANCELLED");
});
