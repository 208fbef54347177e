import type { RunEvent } from "@pergola/core";
import type { Step } from "@pergola/core-steps";
import { createInMemoryStorage } from "@pergola/resources";
import { expect, it } from "vitest";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder } from "../index.ts";

async function usesOf(step: Step, storage = createInMemoryStorage()): Promise<RunEvent<"resource-used">[]> {
  await using agent = await new AgentBuilder().withStorage(storage).withStep("custom", { step }).start();
  const events = await allEvents(agent.stream({}));
  return events.filter((event): event is RunEvent<"resource-used"> => event.type === "resource-used");
}

const timed = {
  type: "resource-used",
  resource: "storage",
  step: "custom_step_0",
  latencyMs: expect.any(Number),
};

it("a run tells of each call of a storage, also of those that fail", async () => {
  const used = await usesOf(async (_, { run }) => {
    const files = run.resource("storage");
    await files.write("a.txt", "hello");
    await files.read("b.txt").catch(() => undefined);
    await files.list();
  });
  expect(used).toMatchObject([
    { ...timed, operation: "write" },
    { ...timed, operation: "read", error: { code: "FILE_NOT_FOUND" } },
    { ...timed, operation: "list" },
  ]);
  expect(used[0]).not.toHaveProperty("error");
});

it("a stream is one call, told when its reader is done with it", async () => {
  const used = await usesOf(async (_, { run }) => {
    const files = run.resource("storage");
    await files.write("a.txt", "x".repeat(200_000));
    for await (const _piece of files.readStream("a.txt"));
    for await (const _piece of files.readStream("a.txt")) break;
  });
  expect(used.map(({ operation }) => operation)).toEqual(["write", "readStream", "readStream"]);
});

it("a call that outlives its run is told to nobody, and does not disturb it", async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const slow = createInMemoryStorage();
  const write = slow.write.bind(slow);
  slow.write = async (...given) => {
    await gate;
    await write(...given);
  };
  let late: Promise<unknown> | undefined;
  const used = await usesOf(async (_, { run }) => {
    late = run.resource("storage").write("late.txt", "x");
    late.catch(() => undefined);
  }, slow);
  open();
  await Promise.allSettled([late]);
  expect(used).toEqual([]);
});
