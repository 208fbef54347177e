import { interrupt, MemorySaver } from "@langchain/langgraph";
import type { RunEvent } from "@pergola/core";
import { defineWorkflow } from "@pergola/pipeline";
import { defineTool } from "@pergola/tools";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Agent } from "../index.ts";
import { agentOf } from "./turn.test-helper.ts";

/** Runs until it waits, and gives what it waits for. */
async function suspend(agent: Agent) {
  const stream = agent.stream("go");
  const events: RunEvent[] = [];
  for await (const event of stream) events.push(event);
  const { runId, interrupts } = await stream.result;
  expect(interrupts).toHaveLength(1);
  return { runId, events };
}

async function goOn(agent: Agent, runId: string, value: unknown) {
  const stream = agent.resumeStream(runId, value);
  const events: RunEvent[] = [];
  for await (const event of stream) events.push(event);
  return { events, result: await stream.result };
}

const pairs = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.type === "stage-started" || event.type === "stage-finished"
      ? [`${event.type.slice(6)} ${event.iteration} ${event.stage}`]
      : [],
  );

test("a step that asks goes on with the answer in another process; nothing that was done is done again", async () => {
  const ran: string[] = [];
  const workflow = defineWorkflow({
    stages: {
      parse: [
        ({ store }) => {
          ran.push("parse");
          store("list", [1, { two: 2 }]);
        },
      ],
      think: [
        function ask({ iteration, store }) {
          if (iteration === 1) return ran.push("think 1");
          store("answer", interrupt("May I?"));
          return ran.push("think 2");
        },
      ],
      deliver: [
        function reply({ load, setResponse }) {
          ran.push("deliver");
          if (load("answer") !== undefined) setResponse(`${load("answer")} ${JSON.stringify(load("list"))}`);
        },
      ],
    },
  });
  const checkpointer = new MemorySaver();
  const first = await agentOf(workflow, { checkpointer });
  const { runId, events: before } = await suspend(first);
  await first.close();
  await using second = await agentOf(workflow, { checkpointer });
  const { events: after, result } = await goOn(second, runId, "yes");
  expect(result.text).toBe('yes [1,{"two":2}]');
  expect(ran).toEqual(["parse", "think 1", "deliver", "parse", "think 2", "deliver"]);
  expect(pairs([...before, ...after])).toEqual([
    ...["started 1 parse", "finished 1 parse", "started 1 think", "finished 1 think"],
    ...["started 1 deliver", "finished 1 deliver", "started 2 parse", "finished 2 parse"],
    ...["started 2 think", "finished 2 think", "started 2 deliver", "finished 2 deliver"],
  ]);
});

test("of queued tools only those that ask are called again", async () => {
  const ran: string[] = [];
  const tool = (name: string, work: () => unknown) =>
    defineTool({ name, description: `It is ${name}.`, input: z.object({}), execute: work });
  const tools = [
    tool("plain", () => ran.push("plain")),
    tool("asking", () => {
      const answer: unknown = interrupt("May I?");
      ran.push("asking");
      return answer;
    }),
    tool("slow", async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return ran.push("slow");
    }),
  ];
  const workflow = defineWorkflow({
    stages: {
      do: [({ queueToolUse }) => ["plain", "asking", "slow"].map((name) => queueToolUse(name))],
      deliver: [({ load }) => `${load("plain")} ${load("asking")} ${load("slow")}`],
    },
  });
  await using agent = await agentOf(workflow, { checkpointer: new MemorySaver(), tools });
  const { runId, events: before } = await suspend(agent);
  const { events: after, result } = await goOn(agent, runId, "yes");
  expect(result.text).toBe("1 yes 2");
  expect(ran).toEqual(["plain", "slow", "asking"]);
  const all = [...before, ...after];
  const told = (type: string) =>
    all.filter((event) => event.type === type).map((event) => "tool" in event && event.tool);
  expect(told("tool-started")).toEqual(["plain", "asking", "slow"]);
  expect(told("tool-finished")).toEqual(["plain", "slow", "asking"]);
  expect(all.find((event) => event.type === "stage-finished" && event.stage === "do")).toMatchObject({
    tools: ["plain", "slow", "asking"],
  });
});

test("what has no JSON form is refused where a run may be suspended, and only there", async () => {
  const workflow = defineWorkflow({
    stages: { think: [({ store }) => store("when", { at: new Date() })], deliver: [() => "done"] },
  });
  await using kept = await agentOf(workflow, { checkpointer: new MemorySaver() });
  await expect(kept.chat("go")).rejects.toMatchObject({
    code: "RESULT_NOT_JSON",
    details: { key: "when", place: "when.at" },
  });
  await using plain = await agentOf(workflow);
  expect((await plain.chat("go")).text).toBe("done");
});
