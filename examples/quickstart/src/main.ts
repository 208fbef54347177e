// An agent with a tool and a memory. Runs offline; asserts its own result.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { offline } from "@pergola/llm-offline";
import { duckdb } from "@pergola/memory-duckdb";
import { calculator } from "@pergola/tools";

const folder = await mkdtemp(join(tmpdir(), "pergola-quickstart-"));

// #region quickstart
const agent = await createAgent({ name: "assistant" })
  .withProvider(offline())
  .withLlm("offline")
  .withTools([calculator()])
  .withMemory({ type: "conversation", provider: duckdb({ path: join(folder, "memory.duckdb") }) })
  .withStep("tools-loop", { systemPrompt: "Be brief." })
  .start();

const session = { userId: "ada", sessionId: "sums" };
for await (const text of agent.stream("What is 12 * 7?", session).text) process.stdout.write(text);
// #endregion

const answer = await agent.chat("And what is 84 / 2?", session);
process.stdout.write(`\n${answer.text}\n`);

assert.equal(answer.toolCalls[0]?.name, "calculator");
assert.match(answer.text, /42/);
assert.equal((await agent.memory.sessions(scope("ada"))).sessions[0]?.turnCount, 2);
assert.deepEqual((await agent.memory.sessions(scope("bob"))).sessions, []);

await agent.close();
await rm(folder, { recursive: true });
console.log("quickstart: ok");

function scope(userId: string) {
  return { tenantId: "local", agentId: agent.name, userId };
}
