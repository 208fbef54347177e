import { MemorySaver } from "@langchain/langgraph";
import { type Agent, createAgent } from "@pergola/builders";
import { createScope, type SessionScope } from "@pergola/core";
import { getRun } from "@pergola/core-steps";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { type BudgetLedger, createInMemoryBudgetLedger, type MemoryHandle } from "@pergola/resources";

/** Who calls. */
export interface Person {
  readonly tenantId: string;
  readonly userId: string;
}

/** Everything that keeps something of somebody, and what somebody holds of it. */
export interface World {
  readonly agent: Agent;
  readonly ledger: BudgetLedger;
  /** Reservations that were not settled, by person. */
  readonly held: Map<Person, string[]>;
}

/** Says all that it was sent, so that whatever leaks shows. */
const echo: ScriptedReply = ({ messages }) => messages.map(({ text }) => text).join("\n");

/** Keeps a value by the handle that a run has, and waits for somebody if it is asked to. */
async function remember({ messages }: { messages: readonly { text: string }[] }, context: object) {
  const said = messages.at(-1)?.text ?? "";
  const memory = getRun(context).resource("memory") as MemoryHandle;
  await memory.set("said", [...(((await memory.get("said")) as string[] | undefined) ?? []), said]);
  if (!said.startsWith("ask")) return {};
  const { interrupt } = await import("@langchain/langgraph");
  interrupt("sure?");
  return {};
}

export async function createWorld(database: object, basePath: string): Promise<World> {
  const agent = await createAgent({ name: "assistant" })
    .withLlm(new ScriptedChatModel(Array.from({ length: 1_000 }, () => echo)))
    .withMemory({ type: "conversation", vectorStore: "in-memory", embeddings: "hashing", ...database })
    .withStorage("local", { basePath })
    .withCheckpointer(new MemorySaver())
    .withSteps([
      { step: "custom", config: { needsGraph: true, step: remember as never } },
      { step: "llm", config: {} },
    ])
    .start();
  return { agent, ledger: agent.memory.ledger ?? createInMemoryBudgetLedger(), held: new Map() };
}

/** Two sessions that everybody has. */
const SESSIONS = ["s", "s%"] as const;

export const scopeOf = ({ tenantId, userId }: Person, variant: number): SessionScope =>
  createScope({ tenantId, userId, agentId: "assistant", sessionId: SESSIONS[variant % 2] as string });
