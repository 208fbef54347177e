// #region values

// #endregion
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { createScope } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { duckdb } from "@pergola/memory-duckdb";
import { defineTool } from "@pergola/tools";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

// #region values
const rememberName = defineTool({
  name: "remember_name",
  description: "Keeps what the user wants to be called.",
  input: z.object({ name: z.string() }),
  sideEffect: "write",
  execute: async ({ name }, { resource }) => {
    const before = await resource("memory").get<string>("name"); // of this run's user, from any session
    await resource("memory").set("name", name);
    return before === undefined ? "kept" : `was ${before}`;
  },
});
// #endregion

test("a tool keeps what its user said", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pergola-readme-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "memory.duckdb");
  const call = { name: "remember_name", arguments: { name: "Countess" } };
  const model = new ScriptedChatModel([{ toolCalls: [call] }, "Gladly."]);
  // #region values
  const agent = await createAgent()
    .withLlm(model)
    .withMemory({ provider: duckdb({ path }) })
    .withTools([rememberName])
    .start();
  await agent.chat("Call me Countess.", { userId: "ada" });

  const ada = createScope({ tenantId: "local", agentId: agent.name, userId: "ada" });
  const { entries } = await agent.memory.userMemory.entries(ada); // the program sees everybody's
  await agent.close();
  // #endregion
  expect(entries).toMatchObject([{ key: "name", value: "Countess" }]);
});
