// Many users at once on one agent, and nobody sees anything of another. Runs offline; asserts its own result.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { duckdb } from "@pergola/memory-duckdb";
import { tellingEverything } from "./secrets-workflow.ts";

const TURNS = 3;

// Three tenants have users of the same names, and everybody calls their session the same.
const names = Array.from({ length: 8 }, (_, index) => `user${index}`);
const users = ["acme", "ACME", "initech"].flatMap((tenantId) =>
  names.map((userId) => ({ tenantId, userId, sessionId: "main" })),
);
const secretOf = ({ tenantId, userId }: (typeof users)[number], turn: number) =>
  `<secret ${turn} of ${userId} at ${tenantId}>`;

const folder = await mkdtemp(join(tmpdir(), "pergola-multi-user-"));

try {
  // #region agent
  const agent = await createAgent({ name: "confidant" })
    .withMemory({ database: duckdb({ path: join(folder, "memory.duckdb") }) })
    .withStorage("local", { basePath: join(folder, "files") })
    .withWorkflow(tellingEverything)
    .start();
  // #endregion

  // All turns of all users at once: those of one session wait for each other, no others do.
  const turns = users.flatMap((user) => Array.from({ length: TURNS }, (_, turn) => ({ user, turn })));
  const answers = await Promise.all(
    turns.map(async ({ user, turn }) => {
      const { text } = await agent.chat(`Keep ${secretOf(user, turn)}`, user);
      return { user, text };
    }),
  );
  console.log(`${users.length} users in 3 tenants, ${turns.length} turns at once`);

  // In no answer is a secret of anybody else.
  for (const { user, text } of answers) {
    const own = Array.from({ length: TURNS }, (_, turn) => secretOf(user, turn));
    const found = text.match(/<secret [^>]*>/g) ?? [];
    assert.ok(found.length > 0);
    assert.deepEqual(
      found.filter((secret) => !own.includes(secret)),
      [],
    );
  }

  // In the end each has all of their own: in the session, the memory and the files.
  for (const user of users) {
    const scope = { ...user, agentId: agent.name };
    const own = Array.from({ length: TURNS }, (_, turn) => `Keep ${secretOf(user, turn)}`).sort();
    const asked = (await agent.memory.transcript(scope))?.turns.map(({ messages }) => messages[0]?.content);
    assert.deepEqual(asked?.sort(), own);
    const { entries } = await agent.memory.userMemory.entries(scope);
    assert.deepEqual(entries.map(({ value }) => value).sort(), own);
    assert.equal((await agent.storage.list(scope)).length, TURNS);
  }
  await agent.close();
  console.log("multi-user: ok");
} finally {
  await rm(folder, { recursive: true, force: true });
}
