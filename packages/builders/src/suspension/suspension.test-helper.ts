import type { BaseMessage } from "@langchain/core/messages";
import { interrupt, MemorySaver } from "@langchain/langgraph";
import type { SessionScope } from "@pergola/core";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { type ConversationStore, createInMemoryConversationStore } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import { type AgentBuilder, createAgent } from "../index.ts";

export const AT = { userId: "ada", sessionId: "s" } as const;
export const SCOPE: SessionScope = { tenantId: "local", agentId: "agent", ...AT };

/** A model's answer that asks for tools: `asks({ look: "hotel" }, { book: "train" })`. */
export const asks = (...calls: readonly Readonly<Record<string, string>>[]): ScriptedReply => ({
  toolCalls: calls.flatMap((call) =>
    Object.entries(call).map(([name, what]) => ({ name, arguments: { what }, id: `${name}-${what}` })),
  ),
});

/** `look` answers at once, `book` asks first. What they have really done is in `done`. */
export function travelTools() {
  const done: string[] = [];
  const input = z.object({ what: z.string() });
  const look = defineTool({
    name: "look",
    description: "Looks.",
    input,
    execute: async ({ what }) => {
      done.push(`looked at ${what}`);
      return `${what} is fine`;
    },
  });
  const book = defineTool({
    name: "book",
    description: "Books.",
    input,
    execute: async ({ what }) => {
      const answer = interrupt({ approve: what });
      done.push(`booked ${what}: ${JSON.stringify(answer)}`);
      return `booked ${what}`;
    },
  });
  return { done, tools: [look, book] };
}

export interface TravelOptions {
  readonly saver?: MemorySaver;
  readonly store?: ConversationStore;
  /** More of the builder. */
  readonly and?: (builder: AgentBuilder) => AgentBuilder;
}

/** An agent with a checkpointer, memory, and a loop over the travel tools. */
export async function travelAgent(replies: readonly ScriptedReply[], options: TravelOptions = {}) {
  const { saver = new MemorySaver(), store = createInMemoryConversationStore(), and = (it) => it } = options;
  const model = new ScriptedChatModel(replies, { direct: true });
  const { done, tools } = travelTools();
  const builder = createAgent().withCheckpointer(saver).withMemory(store).withLlm(model).withTools(tools);
  const agent = await and(builder).withStep("tools-loop", {}).start();
  const transcript = async () => (await store.transcript(SCOPE))?.turns ?? [];
  return { agent, model, done, saver, store, transcript };
}

/** What a saver still holds. */
export const keptIn = (saver: MemorySaver) => [...Object.keys(saver.storage), ...Object.keys(saver.writes)];

/** `["user: hello", "assistant: hi"]`, of stored messages and of LangChain's. */
export const lines = (
  messages: readonly (BaseMessage | { readonly role: string; readonly content: unknown })[],
) =>
  messages.map((message) =>
    "role" in message
      ? `${message.role}: ${String(message.content)}`
      : `${message.getType()}: ${message.text}`,
  );

export const codeOfError = (thrown: unknown) => (thrown as { readonly code?: string }).code ?? String(thrown);

export const codeOf = (work: Promise<unknown>) => work.then(() => "none", codeOfError);
