// A process of its own: an agent chats in several sessions without end, and each event of its runs but text is written to
// the standard output as it is handed over. Arguments: the file, and a name that its run ids begin with.
import { writeSync } from "node:fs";
import { createAgent } from "@pergola/builders";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { duckdb } from "@pergola/memory-duckdb";
import { calculator } from "@pergola/tools";

const [, , path = "", name = ""] = process.argv;

/** Asks the calculator once, then answers: whatever the order in which sessions come. */
const answer: ScriptedReply = ({ messages }) =>
  messages.at(-1)?.getType() === "tool"
    ? "42"
    : { toolCalls: [{ id: "c", name: "calculator", arguments: { expression: "6*7" } }] };
const model = new ScriptedChatModel(Array.from({ length: 200_000 }, () => answer));

const agent = await createAgent({ name: "host" })
  .withLlm(model)
  .withTools([calculator()])
  .withMemory({ type: "conversation", provider: duckdb({ path }) })
  .start();

async function chat(sessionId: string): Promise<never> {
  for (let turn = 0; ; turn++) {
    const runId = `${name}-${sessionId}-${turn}`;
    for await (const event of agent.stream("6*7?", { userId: "ada", sessionId, runId }))
      if (event.type !== "text-delta") writeSync(1, `${JSON.stringify(event)}\n`);
  }
}

// One after the other in a session, the sessions side by side.
await Promise.all(["a", "b"].map(chat));
