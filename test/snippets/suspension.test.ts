import { interrupt, MemorySaver } from "@langchain/langgraph";
import { AgentBuilder, createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";

const Letter = z.object({ topic: z.string(), draft: z.string().optional(), isSent: z.boolean().optional() });

beforeEach(() => void vi.spyOn(console, "log").mockImplementation(() => undefined));

test("a step asks, the run waits, and resume() answers", async () => {
  const model = new ScriptedChatModel(["Dear all, lunch is at one."]);
  // #region ask
  const agent = await new AgentBuilder(Letter)
    .withLlm(model)
    .withCheckpointer(new MemorySaver()) // any LangGraph saver
    .withStep("llm", { promptTemplate: "A letter about {topic}.", as: "draft" })
    .withStep("custom", {
      nodeName: "approval",
      needsGraph: true,
      step: ({ draft }) => ({ isSent: interrupt({ question: "Send it?", draft }) }),
    })
    .build();

  const waiting = await agent.stream({ topic: "lunch" }).result;
  console.log(waiting.interrupts); // [{ id, step: "approval", value: { question, draft } }]

  const { state } = await agent.resume(waiting.runId, true);
  console.log(state.isSent); // true; the model was called once
  // #endregion
  expect(waiting.interrupts).toMatchObject([{ step: "approval", value: { question: "Send it?" } }]);
  expect(state).toMatchObject({ draft: "Dear all, lunch is at one.", isSent: true });
  model.expectCalls(1);
});

test("questions of a chat turn are answered with its user and session, several by their ids", async () => {
  const booked: string[] = [];
  const book = defineTool({
    name: "book",
    description: "Books a room.",
    input: z.object({ room: z.string() }),
    execute: ({ room }) => {
      const answer = interrupt<unknown, string>(`Book ${room}?`);
      booked.push(`${room}: ${answer}`);
      return answer;
    },
  });
  const model = new ScriptedChatModel([
    { toolCalls: ["red", "blue"].map((room) => ({ name: "book", arguments: { room } })) },
    "Done.",
  ]);
  const agent = await createAgent({ name: "desk" })
    .withLlm(model)
    .withTools([book])
    .withMemory(createInMemoryConversationStore())
    .withCheckpointer(new MemorySaver())
    .withStep("tools-loop", {})
    .start();
  // #region answers
  const session = { userId: "ada", sessionId: "rooms" };
  const waiting = await agent.chat("Book the red and the blue room.", session);

  const answers = Object.fromEntries((waiting.interrupts ?? []).map(({ id }) => [id, "yes"]));
  const { text } = await agent.resume(waiting.runId, answers, session);
  // #endregion
  expect(waiting.interrupts?.map(({ value }) => value)).toEqual(["Book red?", "Book blue?"]);
  expect(booked.sort()).toEqual(["blue: yes", "red: yes"]);
  expect(text).toBe("Done.");
  model.expectCalls(2);
});

test("a run pauses before a step, and can be ended there", async () => {
  const model = new ScriptedChatModel(["One.", "Two."]);
  const agent = await new AgentBuilder(Letter)
    .withLlm(model)
    .withStep("llm", { promptTemplate: "About {topic}.", as: "draft" })
    // #region pause
    .withStep("custom", { nodeName: "send", step: () => ({ isSent: true }) })
    .withGraphConfig({ checkpointer: new MemorySaver(), interruptBefore: ["send"] })
    // #endregion
    .build();
  const first = await agent.stream({ topic: "lunch" }).result;
  expect(first.interrupts).toEqual([{ id: "send", step: "send" }]);
  expect((await agent.resume(first.runId)).state.isSent).toBe(true);

  const { runId } = await agent.stream({ topic: "tea" }).result;
  // #region cancel
  await agent.cancel(runId); // outcome "cancelled"; what was said until then is kept
  // #endregion
  await expect(agent.resume(runId)).rejects.toMatchObject({ code: "RUN_NOT_SUSPENDED" });
});
