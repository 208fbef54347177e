import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { expect, it } from "vitest";
import { allEvents } from "../all-events.test-helper.ts";
import { createAgent } from "../index.ts";

const reply = () => ({ text: "Hello" });

const start = (turns = 3) =>
  createAgent({ name: "host", memory: { type: "conversation" } })
    .withLlm(new ScriptedChatModel(Array.from({ length: turns }, reply)))
    .start();

const isText = ({ type }: RunEvent) => type === "text-delta" || type === "reasoning-delta";

it("has every event of a run's stream but its text, in order", async () => {
  await using agent = await start();
  const events = await allEvents(agent.stream("hi", { sessionId: "s" }));

  const { runs } = await agent.runLog();

  expect(runs).toMatchObject([{ sessionId: "s", status: "settled", outcome: "completed" }]);
  expect(runs[0]?.events).toEqual(JSON.parse(JSON.stringify(events.filter((event) => !isText(event)))));
});

it("is asked by user, session, run and time, page by page", async () => {
  await using agent = await start(4);
  const ids: string[] = [];
  for (const [userId, sessionId] of [
    ["ada", "a"],
    ["ada", "b"],
    ["ada", "a"],
    ["bob", "a"],
  ] as const)
    ids.push((await agent.chat("hi", { userId, sessionId })).runId);
  const [first, second, third, bobs] = ids;
  const runsOf = async (query: Parameters<typeof agent.runLog>[0]) =>
    (await agent.runLog(query)).runs.map(({ runId }) => runId);

  expect(await runsOf({ userId: "ada" })).toEqual([third, second, first]);
  expect(await runsOf({ userId: "ada", sessionId: "a" })).toEqual([third, first]);
  expect(await runsOf({ userId: "ada", runId: second })).toEqual([second]);
  expect(await runsOf({ userId: "bob", runId: second })).toEqual([]);
  expect(await runsOf({ userId: "bob", runId: bobs, tenantId: "other" })).toEqual([]);
  expect(await runsOf({})).toEqual([]);
  expect(await runsOf({ userId: "ada", to: 0 })).toEqual([]);
  const page = await agent.runLog({ userId: "ada", limit: 2 });
  expect(await runsOf({ userId: "ada", cursor: page.nextCursor })).toEqual([first]);
});

it("says of a log that is too long how much is left out, and keeps its end", async () => {
  await using agent = await createAgent({ memory: { type: "conversation" } })
    .withStep("custom", {
      step: (_: unknown, { run }: { run: { emit(event: object): void } }) => {
        for (let index = 0; index < 10_100; index++)
          run.emit({ type: "breaker-changed", resource: "llm", index } as never);
        return { messages: [{ role: "assistant", content: "done" }] };
      },
    } as never)
    .start();

  await agent.chat("hi");

  const events = (await agent.runLog()).runs[0]?.events ?? [];
  expect(events).toHaveLength(10_002);
  // 10 100 of the step, its start and end, and the run's start: 10 000 of them are kept; its answer is streamed, and in no log
  expect(events.at(-2)).toMatchObject({ type: "log-truncated", omitted: 103, seq: 10_000 });
  expect(events.at(-1)).toMatchObject({ type: "run-finished", seq: 10_104 });
});

it.each([
  [{ users: "ada" }, "users"],
  [{ from: "yesterday" }, "from"],
  [{ limit: "10" }, "limit"],
])("refuses %j, naming what is wrong", async (query, name) => {
  await using agent = await start();
  await expect(agent.runLog(query as never)).rejects.toMatchObject({
    code: "INVALID_CALL_OPTIONS",
    message: expect.stringContaining(name),
  });
});

it("is no log without memory", async () => {
  await using agent = await createAgent().withLlm(new ScriptedChatModel([])).start();
  await expect(agent.runLog()).rejects.toMatchObject({ code: "MEMORY_NOT_CONFIGURED" });
});
