import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { expect, it } from "vitest";
import { createAgent } from "../index.ts";

const agentWith = (memory: "conversation" | "none", texts: readonly string[]) =>
  createAgent({ memory: { type: memory } })
    .withLlm(new ScriptedChatModel(texts.map((text) => ({ text }))))
    .start();

it.each(["conversation", "none"] as const)(
  "handle answers apart from every conversation, memory: %s",
  async (memory) => {
    await using agent = await agentWith(memory, ["one", "two"]);
    expect(await agent.handle("first")).toMatchObject({ text: "one" });
    const { text, state, sessionId } = await agent.handle(
      { role: "user", content: "second" },
      { userId: "ada" },
    );
    expect([text, sessionId]).toEqual(["two", undefined]);
    expect(state.messages.map((message) => message.text)).toEqual(["second", "two"]);
    if (memory === "conversation") {
      expect((await agent.runLog({ userId: "ada" })).runs).toEqual([]);
      expect((await agent.runLog()).runs).toEqual([]);
    }
  },
);

it.each([{ sessionId: "s" }, { history: { maxMessages: 1 } }])(
  "handle refuses %j, which is of a conversation",
  async (options) => {
    await using agent = await agentWith("conversation", ["one"]);
    await expect(agent.handle("hi", options as object)).rejects.toMatchObject({
      code: "INVALID_CALL_OPTIONS",
      hint: expect.stringContaining("chat("),
    });
  },
);

it("handle refuses what is no message", async () => {
  await using agent = await agentWith("none", []);
  for (const message of [undefined, 7, { role: "assistant", content: "x" }, { messages: [] }])
    await expect(agent.handle(message as never)).rejects.toMatchObject({ code: "INVALID_MESSAGE" });
});

it("getResource gives what resource gives", async () => {
  await using agent = await agentWith("conversation", []);
  expect(agent.getResource("memory")).toBe(agent.resource("memory"));
  expect(() => agent.getResource("none")).toThrow(expect.objectContaining({ code: "RESOURCE_NOT_FOUND" }));
});
