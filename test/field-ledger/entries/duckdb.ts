import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Agent, createAgent } from "@pergola/builders";
import { createScope } from "@pergola/core";
import { type DuckDbConfig, duckdb } from "@pergola/memory-duckdb";
import { entry, type Ledger } from "../ledger.ts";
import { scripted } from "../probes/model.ts";
import { codeOf, using } from "../probes/using.ts";

/** An agent on a database of its own. */
async function withDatabase<T>(
  config: DuckDbConfig,
  use: (chat: (message: string) => Promise<unknown>, folder: string, agent: Agent) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "pergola-ledger-"));
  const builder = createAgent({ llm: scripted(), providers: [duckdb()] })
    .withMemory({
      type: "conversation",
      provider: "duckdb",
      config: { ...config, path: join(folder, config.path) },
    })
    .withStep("llm", {});
  try {
    return await using(builder.start(), (agent) => use((message) => agent.chat(message), folder, agent));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Which of three values are not kept of a user. */
const remembering = (userMemory: NonNullable<DuckDbConfig["userMemory"]>) =>
  withDatabase({ path: "memory.duckdb", userMemory }, async (_chat, _folder, agent) => {
    const scope = createScope({ tenantId: "local", agentId: agent.name, userId: "ada" });
    const set = (key: string, value: string) => codeOf(agent.memory.userMemory.set(scope, key, value));
    return [await set("a", "x"), await set("b", "y"), await set("a", "long")];
  });

export const duckDb: Ledger = {
  name: "memory/duckdb",
  schema: duckdb().configSchema,
  entries: [
    entry("path", ["one.duckdb", "two.duckdb"], (path) =>
      withDatabase({ path }, async (chat, folder) => {
        await chat("hello");
        return (await readdir(folder)).filter((name) => name.endsWith(".duckdb"));
      }),
    ),
    // The setting is about refusing: what is more than that does not wait.
    entry("maxQueued", [1, 100], (maxQueued) =>
      withDatabase({ path: "memory.duckdb", maxQueued }, async (chat) => {
        const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(chat("hello"))));
        return codes.includes("DUCKDB_QUEUE_FULL");
      }),
    ),
    entry("userMemory.maxValueBytes", [3, 100], (maxValueBytes) => remembering({ maxValueBytes })),
    entry("userMemory.maxEntriesPerUser", [1, 100], (maxEntriesPerUser) =>
      remembering({ maxEntriesPerUser }),
    ),
  ],
};
