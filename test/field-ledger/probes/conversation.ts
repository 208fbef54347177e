import { type AgentBuilder, type CallOptions, createAgent } from "@pergola/builders";
import { createScope } from "@pergola/core";
import {
  type ConversationStore,
  createInMemoryConversationStore,
  type ProviderFactory,
} from "@pergola/resources";
import { z } from "zod";
import { scripted, sentTo } from "./model.ts";
import { using } from "./using.ts";

/** Where a conversation is found. */
export interface Place {
  readonly tenantId?: string;
  readonly userId?: string;
  readonly agentId?: string;
  readonly sessionId?: string;
}

/** How many turns of a conversation a store has. */
export async function turnsIn(store: ConversationStore, place: Place = {}): Promise<number> {
  const scope = createScope({
    tenantId: "local",
    userId: "default",
    agentId: "agent",
    sessionId: "s",
    ...place,
  });
  const transcript = await store.transcript(scope);
  return transcript?.turns.length ?? 0;
}

/** A memory provider of a ready store, or of one made from the config that it is given. */
export const memoryOf = (name: string, store?: ConversationStore): ProviderFactory<"memory"> => ({
  category: "memory",
  name,
  configSchema: z.object({ maxSessions: z.int().optional() }),
  create: async (config) => store ?? createInMemoryConversationStore(config as object),
});

/** Three turns: what the model is sent in each. */
export async function threeTurns(builder = createAgent(), options: CallOptions = {}) {
  const model = scripted();
  return using(builder.withStep("llm", { model }).build(), async (agent) => {
    let sessionId: string | undefined;
    for (const message of ["one", "two", "three"])
      ({ sessionId } = await agent.chat(message, { sessionId, ...options }));
    return sentTo(model).map(({ messages }) => messages);
  });
}

/** A chat turn that is stored: how many turns are found in each of some places. */
export async function storedTurn(
  options: CallOptions,
  places: readonly Place[],
  builder: AgentBuilder = createAgent(),
) {
  const store = createInMemoryConversationStore();
  const built = builder.withMemory(store).withStep("llm", { model: scripted() }).build();
  return using(built, async (agent) => {
    await agent.chat("hello", { sessionId: "s", ...options });
    return Promise.all(places.map((place) => turnsIn(store, place)));
  });
}
