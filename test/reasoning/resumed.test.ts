import { interrupt, MemorySaver } from "@langchain/langgraph";
import { AgentBuilder } from "@pergola/builders";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { State } from "./solve.test-helper.ts";

const calls = {
  toolCalls: [
    { name: "book", arguments: { city: "Rome" } },
    { name: "ask", arguments: {} },
  ],
};

const scripts: Readonly<
  Record<string, { readonly config: object; readonly script: readonly ScriptedReply[] }>
> = {
  react: { config: { reflect: true, reasoningAs: "reasoning" }, script: [calls, "Fine.", "Done."] },
  "chain-of-thought": {
    config: { selfCheck: true, reasoningAs: "reasoning" },
    script: ["1. Book.", '{"mistakes":[]}', calls, "Done."],
  },
  "plan-and-execute": {
    config: { planAs: "reasoning" },
    script: ['{"tasks":["Book."]}', calls, "Booked.", "Done."],
  },
};

describe.each(Object.entries(scripts))(
  "%s, suspended by a question of a tool",
  (type, { config, script }) => {
    it("goes on with the answer, and makes no model call and no other tool call again", async () => {
      const booked: string[] = [];
      const tools = [
        defineTool({
          name: "book",
          description: "Books.",
          input: z.object({ city: z.string() }),
          sideEffect: "write",
          execute: ({ city }) => {
            booked.push(city);
            return "booked";
          },
        }),
        defineTool({
          name: "ask",
          description: "Asks.",
          input: z.object({}),
          execute: () => String(interrupt("May I?")),
        }),
      ];
      const model = new ScriptedChatModel(script, { direct: true });
      const agent = await new AgentBuilder(State)
        .withLlm(model)
        .withTools(tools)
        .withCheckpointer(new MemorySaver())
        .withMemory(createInMemoryConversationStore())
        .withStep(type as "react", config)
        .start();
      const user = { userId: "ada", sessionId: "s" };
      const first = await agent.chat("Book Rome.", user);
      expect(first.interrupts).toMatchObject([{ value: "May I?" }]);
      const asked = model.calls.length;
      const second = await agent.resume(first.runId, "Yes.", user);
      expect(second.text).toBe("Done.");
      expect(
        second.messages.filter((message) => message.getType() === "tool").map(({ text }) => text),
      ).toEqual(["booked", "Yes."]);
      expect(booked).toEqual(["Rome"]);
      expect(asked).toBe(script.indexOf(calls) + 1);
      model.expectScriptDone();
      expect(second.state).toHaveProperty("reasoning");
      await agent.close();
    });
  },
);
