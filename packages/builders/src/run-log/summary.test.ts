import { createVirtualClock } from "@pergola/core/testing";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createMetrics } from "@pergola/observability";
import { calculator } from "@pergola/tools";
import { expect, it } from "vitest";
import { createAgent } from "../index.ts";

const HOUR_MS = 3_600_000;

/** A turn with a tool, one without, and one that fails. */
const replies = () => [
  { text: "", toolCalls: [{ id: "c1", name: "calculator", arguments: { expression: "1+1" } }] },
  { text: "2" },
  { text: "Hello" },
  { error: new Error("no model today") },
];

const builder = (clock = createVirtualClock(100 * HOUR_MS)) =>
  createAgent({ name: "host", memory: { type: "conversation" } }, { clock })
    .withLlm(new ScriptedChatModel(replies()))
    .withTools([calculator()])
    .withRetry({ maxRetries: 0 });

async function threeTurns(agent: Awaited<ReturnType<ReturnType<typeof builder>["start"]>>, userId = "ada") {
  for (const message of ["sum", "hi", "fail"]) await agent.chat(message, { userId }).catch(() => undefined);
}

it("the stored runs of a user give the figures that metrics give", async () => {
  await using logged = await builder().start();
  await threeTurns(logged);
  const clock = createVirtualClock(100 * HOUR_MS);
  await using observed = await builder(clock).withObserver(createMetrics({ clock })).start();
  await threeTurns(observed);

  const fromLog = await logged.summary({ userId: "ada" });
  const fromMetrics = await observed.summary();

  expect(fromLog).toMatchObject({
    source: "run-log",
    runs: { count: 3, failed: 1, active: 0, outcomes: { completed: 2, failed: 1 }, successRate: 2 / 3 },
    steps: { tools_loop_step_0: { count: 3, failed: 1 } },
    resources: { "tool:calculator": { count: 1 } },
  });
  expect(fromLog.runs.p95Ms).toEqual(expect.any(Number));
  expect({ ...fromLog, source: "metrics" }).toEqual(fromMetrics);
  expect((await observed.summary({ userId: "ada" })).source).toBe("run-log");
  expect((await logged.summary()).runs.count).toBe(0);
  expect((await logged.summary({ userId: "ada", tenantId: "other" })).runs.count).toBe(0);
});

it("looks back as many hours as it is asked for, over more than a page of runs", async () => {
  const clock = createVirtualClock(100 * HOUR_MS);
  await using agent = await createAgent({ memory: { type: "conversation" } }, { clock })
    .step(() => "yes")
    .start();
  await agent.chat("before");
  await clock.advance(2 * HOUR_MS);
  for (let turn = 0; turn < 60; turn++) await agent.chat("hi");
  const counts = [1, 24].map(async (hours) => (await agent.summary({ hours })).runs.count);
  expect(await Promise.all(counts)).toEqual([60, 61]);
});

it.each([{ hours: 0 }, { hours: 169 }, { hours: 1.5 }, { hours: "24" }, { users: "ada" }, { signal: {} }])(
  "refuses %j",
  async (query) => {
    await using agent = await builder().start();
    await expect(agent.summary(query as never)).rejects.toMatchObject({ code: "INVALID_CALL_OPTIONS" });
  },
);

it("stops reading when it is told to, and says who would keep figures", async () => {
  await using agent = await builder().start();
  const reason = new Error("enough");
  await expect(agent.summary({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await using forgetful = await createAgent()
    .step(() => "yes")
    .start();
  await expect(forgetful.summary()).rejects.toMatchObject({
    code: "MEMORY_NOT_CONFIGURED",
    hint: expect.stringContaining("createMetrics"),
  });
});
