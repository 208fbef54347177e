import { AIMessage, HumanMessage, RemoveMessage } from "@langchain/core/messages";
import { createScope } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { createAgent } from "./index.ts";

const scope = createScope({ tenantId: "local", agentId: "agent", userId: "default", sessionId: "s" });
const session = { sessionId: "s" };

async function contentsOf(store: ReturnType<typeof createInMemoryConversationStore>) {
  const { turns = [] } = (await store.transcript(scope)) ?? {};
  return turns.map((turn) => turn.messages.map((message) => message.content));
}

describe("what a turn stores", () => {
  it("is only what the run appended, also when a step returns the whole conversation", async () => {
    const store = createInMemoryConversationStore();
    const agent = await createAgent()
      .withMemory(store)
      .withStep("custom", {
        step: ({ messages }) => ({ messages: [...messages, new AIMessage(`${messages.length}`)] }),
      })
      .start();
    await agent.chat("a", session);
    await agent.chat("b", session);
    expect(await contentsOf(store)).toEqual([
      ["a", "1"],
      ["b", "3"],
    ]);
  });

  it("is only that also when a step returns copies, told by the ids that LangGraph gave", async () => {
    const store = createInMemoryConversationStore();
    const agent = await createAgent()
      .withMemory(store)
      .withStep("custom", {
        step: ({ messages }) => ({
          messages: messages.map((message) => new HumanMessage({ content: "copy", id: message.id })),
        }),
      })
      .withStep("llm", { model: new ScriptedChatModel(["answer"]) })
      .start();
    await agent.chat("a", session);
    expect(await contentsOf(store)).toEqual([["a", "answer"]]);
  });

  it("is a message's last version when a later step replaces it, and nothing of one that it removes", async () => {
    const message = (id: string, content: string) => new AIMessage({ id, content });
    const agent = await createAgent()
      .withStep("custom", { step: () => ({ messages: [message("d", "draft"), message("x", "aside")] }) })
      .withStep("custom", {
        step: () => ({
          messages: [message("d", "final"), new RemoveMessage({ id: "x" })],
        }),
      })
      .build();
    const result = await agent.chat("x");
    expect(result.messages.map(({ text }) => text)).toEqual(["final"]);
    expect(result.state.messages.map(({ text }) => text)).toEqual(["x", "final"]);
    expect(result.text).toBe("final");
  });

  it("takes no notice of a step that removes what the run was given", async () => {
    const agent = await createAgent()
      .withStep("custom", {
        step: ({ messages }) => ({ messages: [new RemoveMessage({ id: messages[0]?.id ?? "" })] }),
      })
      .build();
    expect((await agent.chat(new HumanMessage({ id: "h", content: "x" }))).messages).toEqual([]);
  });

  it("keeps a partial answer that reads like an earlier one", async () => {
    const store = createInMemoryConversationStore();
    const model = new ScriptedChatModel(["OK", { tokens: ["OK"], error: new Error("cut") }]);
    const agent = await createAgent()
      .withMemory(store)
      .withStep("llm", { model })
      .withStep("llm", { model })
      .start();
    await expect(agent.chat("a", session)).rejects.toMatchObject({ code: "MODEL_FAILED" });
    expect(await contentsOf(store)).toEqual([["a", "OK", "OK"]]);
  });
});
