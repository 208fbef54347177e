import { createAgent } from "@pergola/builders";
import { createInMemoryConversationStore } from "@pergola/resources";
import { entry, type LedgerEntry } from "../ledger.ts";
import { memoryOf, threeTurns, turnsIn } from "../probes/conversation.ts";
import { scripted } from "../probes/model.ts";
import { using } from "../probes/using.ts";
import { memoryParts } from "./memory-parts.ts";

const windowed = (window: { readonly maxMessages?: number; readonly maxTokens?: number }) =>
  threeTurns(createAgent().withMemory({ type: "conversation", window }));

export const agentMemory: readonly LedgerEntry[] = [
  ...memoryParts,
  entry("memory.type", ["none", "conversation"] as const, (type) =>
    threeTurns(createAgent().withMemory({ type })),
  ),
  entry("memory.provider<string>", ["left", "right"], async (provider) => {
    const [left, right] = [createInMemoryConversationStore(), createInMemoryConversationStore()];
    const builder = createAgent()
      .withProvider(memoryOf("left", left))
      .withProvider(memoryOf("right", right))
      .withMemory({ type: "conversation", provider })
      .withStep("llm", { model: scripted() });
    return using(builder.build(), async (agent) => {
      await agent.chat("hello", { sessionId: "s" });
      return [await turnsIn(left), await turnsIn(right)];
    });
  }),
  entry("memory.provider<custom>", ["factory", "store"], async (kind) => {
    const [inFactory, itself] = [createInMemoryConversationStore(), createInMemoryConversationStore()];
    const provider = kind === "store" ? itself : memoryOf("any", inFactory);
    const builder = createAgent()
      .withMemory({ type: "conversation", provider })
      .withStep("llm", { model: scripted() });
    return using(builder.build(), async (agent) => {
      await agent.chat("hello", { sessionId: "s" });
      return [await turnsIn(inFactory), await turnsIn(itself)];
    });
  }),
  entry("memory.window.maxMessages", [2, 4], (maxMessages) => windowed({ maxMessages })),
  entry("memory.window.maxTokens", [1, 1_000], (maxTokens) => windowed({ maxTokens })),
  entry("memory.config", [{ maxSessions: 1 }, { maxSessions: 2 }], (config) => {
    const builder = createAgent()
      .withProvider(memoryOf("shelf"))
      .withMemory({ type: "conversation", provider: "shelf", config })
      .withStep("llm", { model: scripted() });
    return using(builder.build(), async (agent) => {
      for (const sessionId of ["first", "second"]) await agent.chat("hello", { sessionId });
      const { memory } = agent;
      return [await turnsIn(memory, { sessionId: "first" }), await turnsIn(memory, { sessionId: "second" })];
    });
  }),
];
