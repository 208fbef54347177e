import { interrupt, MemorySaver } from "@langchain/langgraph";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { expect, it } from "vitest";
import { createAgent } from "../index.ts";

const at = { userId: "ada", sessionId: "s" };

/** An agent whose step streams an answer that it never returns, and then asks. */
async function asking(...replies: readonly string[]) {
  const store = createInMemoryConversationStore();
  const agent = await createAgent()
    .withMemory(store)
    .withCheckpointer(new MemorySaver())
    .withLlm(new ScriptedChatModel(replies))
    .withStep("custom", {
      needsGraph: true,
      step: async (_state, { run }) => {
        await run.resource("llm").generate("Say hello.");
        if (interrupt("Go on?") !== "yes") throw new Error("no");
      },
    })
    .build();
  await agent.chat("hi", { ...at, runId: "r" });
  const said = async () => {
    const transcript = await store.transcript({ tenantId: "local", agentId: "agent", ...at });
    return transcript?.turns[0]?.messages.map((message) => message.content);
  };
  return { agent, said };
}

it("what a waiting step has streamed is kept when its run is ended", async () => {
  const { agent, said } = await asking("hello");
  await agent.cancel("r", at);
  expect(await said()).toEqual(["hi", "hello"]);
});

it("what a waiting step has streamed counts once when it says it again", async () => {
  const { agent, said } = await asking("hello", "hello again");
  await expect(agent.resume("r", "no", at)).rejects.toMatchObject({ code: "STEP_FAILED" });
  expect(await said()).toEqual(["hi", "hello again"]);
});
