import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AgentBuilderDirector } from "@pergola/builders";
import { loadAgentConfig } from "@pergola/config/file";
import { createScope } from "@pergola/core";
import { duckdb } from "@pergola/memory-duckdb";
import { defineTool } from "@pergola/tools";
import { toMermaid } from "@pergola/viz";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-file-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const FOLDER = "$" + "{FOLDER}";
const MEMORY = `
  database: { provider: duckdb, path: "${FOLDER}/memory.duckdb" }
  vector-store: { provider: in-memory, maxEntriesPerUser: 2 }
  embeddings: { provider: hashing }`;
const ada = createScope({ tenantId: "local", agentId: "clerk", userId: "ada" });

const recall = defineTool({
  name: "recall",
  description: "Finds what was said.",
  input: z.looseObject({}),
  sideEffect: "read",
  execute: async (_input, { resource }) =>
    (await resource("memory").vectors.search("tea")).map(({ id }) => id),
});

/** One for all: another object would be other code. */
const database = duckdb();

/** @param memory what stands after `memory:` */
async function clerk(memory: string, further = "") {
  const text = `name: clerk
memory: ${memory}
tools: [recall]
${further}
steps:
  - step: tool
    tool: recall
    as: found
`;
  await writeFile(join(folder, "agent.yaml"), text);
  return loadAgentConfig(folder, { env: { FOLDER: folder }, tools: [recall], providers: [database] });
}

async function started(memory: string, further = "") {
  const { config, env } = await clerk(memory, further);
  const agent = await new AgentBuilderDirector(config, { env }).build();
  return agent.start();
}

test("the memory that a file composes keeps conversations in its database and vectors beside them", async () => {
  const agent = await started(MEMORY);
  expect(toMermaid(agent.describeResources())).toContain("n_memory_vector_store");
  await agent.memory.vectors.add(ada, { id: "tea", text: "Ada likes green tea." });
  const { sessionId } = await agent.chat("What do I drink?", { userId: "ada" });
  expect(await agent.run({}, { userId: "ada" })).toMatchObject({ found: ["tea"] });
  expect(await agent.run({}, { userId: "bob" })).toMatchObject({ found: [] });
  await agent.close();
  const again = await started(MEMORY);
  const transcript = await again.memory.transcript({ ...ada, sessionId: String(sessionId) });
  expect(transcript?.turns).toMatchObject([{ status: "settled" }]);
  await again.close();
});

test("a part may be a name alone, and vectorStore is written as in code too", async () => {
  for (const key of ["vector-store", "vectorStore"]) {
    const agent = await started(`{ ${key}: in-memory, embeddings: hashing }`);
    await agent.memory.vectors.add(ada, "green tea");
    expect(await agent.memory.vectors.search(ada, "tea")).toHaveLength(1);
    await agent.close();
  }
});

test("a reload with another window keeps the vectors, the conversations and the parts they are in", async () => {
  const first = await clerk(`{ vector-store: in-memory, embeddings: hashing, window: { maxMessages: 5 } }`);
  const agent = await new AgentBuilderDirector(first.config, { env: first.env }).build();
  await agent.start();
  const { memory } = agent;
  await memory.vectors.add(ada, { id: "tea", text: "green tea" });
  const next = await clerk(`{ vector-store: in-memory, embeddings: hashing, window: { maxMessages: 9 } }`);
  await agent.reload(next);
  expect(agent.memory).toBe(memory);
  const other = await clerk(`{ vector-store: in-memory, window: { maxMessages: 9 } }`);
  await expect(agent.reload(other)).rejects.toMatchObject({ code: "RESTART_REQUIRED" });
  expect(await agent.run({}, { userId: "ada" })).toMatchObject({ found: ["tea"] });
  await agent.close();
});

test("a reload with another limit of its vector store leaves the conversations open", async () => {
  const limited = (most: number) =>
    `{ database: { provider: duckdb, path: "${FOLDER}/m.duckdb" }, vector-store: { provider: in-memory, maxEntriesPerUser: ${most} }, embeddings: hashing }`;
  const first = await clerk(limited(1));
  const agent = await new AgentBuilderDirector(first.config, { env: first.env }).build();
  await agent.start();
  const opened = agent.resource("memory-database");
  await expect(agent.memory.vectors.add(ada, ["a", "b"])).rejects.toMatchObject({
    code: "VECTOR_QUOTA_EXCEEDED",
  });
  const { changes } = await agent.reload(await clerk(limited(2)));
  expect(changes.map(({ path }) => path.join("."))).toEqual(["memory.vectorStore.maxEntriesPerUser"]);
  expect(agent.resource("memory-database")).toBe(opened);
  expect(await agent.memory.vectors.add(ada, ["a", "b"])).toHaveLength(2);
  await agent.close();
});

async function told(memory: string, further = ""): Promise<string> {
  const loading = clerk(memory, further);
  const loaded = await loading.catch((error: unknown) => String(error));
  if (typeof loaded === "string") return loaded;
  const building = new AgentBuilderDirector(loaded.config, { env: loaded.env }).build();
  return building.then(
    () => "nothing",
    (error: unknown) => String(loaded.explain(error)),
  );
}

test.each([
  [
    "{ vector-store: in-memry }",
    'agent.yaml:2:25 memory.vectorStore.provider: No vector-store provider is named "in-memry"',
  ],
  [
    "{ vector-store: { provider: in-memry } }",
    "agent.yaml:2:37 memory.vector-store.provider: No vector-store provider",
  ],
  [
    "{ vector-store: { provider: in-memory, maxEntry: 5 } }",
    'memory.vector-store.maxEntry: There is no option "maxEntry"',
  ],
  [
    "{ vector-store: { provider: in-memory, config: { maxBytes: 0 } } }",
    "agent.yaml:2:68 memory.vector-store.maxBytes: Got 0",
  ],
  ["{ vector-store: in-memory, vectorStore: in-memory }", "is there twice, in two spellings"],
  [
    "{ embeddings: hashing }",
    "agent.yaml:2:23 memory.embeddings: There is no vector store for what it makes.",
  ],
  ["{ vector-store: 5, embeddings: hashing }", "agent.yaml:2:25 memory.vector-store"],
  ["{ vector_store: in-memory }", 'Did you mean "vector-store"?'],
  ["{ type: none, vector-store: in-memory }", 'A memory of type "none" keeps nothing'],
  ["{ provider: duckdb, database: duckdb }", "`provider` and `database` both say where conversations are."],
])("defects are told with their places: %s", async (memory, message) => {
  expect(await told(memory)).toContain(message);
});

test("a resource that takes the key of a memory's part is told of", async () => {
  const further = "resources: { memory-vector-store: vector-store/in-memory }";
  expect(await told("{ vector-store: in-memory }", further)).toContain("memory-vector-store");
});
