// #region vectors
import { createAgent } from "@pergola/builders";
import { createScope } from "@pergola/core";
import { duckdb } from "@pergola/memory-duckdb";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
// #endregion

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

// #region vectors
const recall = defineTool({
  name: "recall",
  description: "Finds what the user has said about something.",
  input: z.object({ about: z.string() }),
  sideEffect: "read",
  execute: async ({ about }, { resource }) => {
    const hits = await resource("memory").vectors.search(about, { k: 3 }); // of this run's user only
    return hits.map((hit) => hit.text);
  },
});
// #endregion

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-readme-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("a memory is composed of a database, a vector store and an embedder", async () => {
  const path = join(folder, "memory.duckdb");
  const call = { name: "recall", arguments: { about: "tea" } };
  const model = new ScriptedChatModel([{ toolCalls: [call] }, "Green tea."]);
  // #region vectors
  const agent = await createAgent()
    .withLlm(model)
    .withMemory({
      database: duckdb({ path }), // conversations
      vectorStore: "in-memory", // gone when the process ends
      embeddings: "hashing", // no model and no network: it knows words, not what they mean
    })
    .withTools([recall])
    .start();

  const ada = createScope({ tenantId: "local", agentId: agent.name, userId: "ada" });
  await agent.memory.vectors.add(ada, {
    id: "tea",
    text: "Ada likes green tea.",
    metadata: { source: "talk" },
  });
  await agent.chat("What tea do I like?", { userId: "ada" });

  const hits = await agent.memory.vectors.search(ada, "tea", { filter: { source: "talk" } });
  await agent.close();
  // #endregion
  expect(hits).toMatchObject([{ id: "tea", text: "Ada likes green tea." }]);
  expect(JSON.stringify(model.calls)).toContain("Ada likes green tea.");
});
