// What users like is said in one session and used in another, also after a restart. Runs offline; asserts its own result.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { duckdb } from "@pergola/memory-duckdb";
import { preferences } from "./preferences.ts";

const folder = await mkdtemp(join(tmpdir(), "pergola-preferences-"));

// In place of a model: it answers with what it was told of the user.
const offlineModel = () =>
  new ScriptedChatModel(Array(20).fill((call: { messages: { text: string }[] }) => call.messages[0]?.text));

// #region agent
const start = () =>
  createAgent({ name: "companion" })
    .withLlm(offlineModel())
    .withMemory({ database: duckdb({ path: join(folder, "memory.duckdb") }) })
    .withWorkflow(preferences)
    .start();
// #endregion

type Companion = Awaited<ReturnType<typeof start>>;
const ask = async (agent: Companion, userId: string, sessionId: string) =>
  (await agent.chat("What shall we do today?", { userId, sessionId })).text;

try {
  // Monday: two users say what they like.
  const monday = await start();
  await monday.chat("Hi! My favourite drink is green tea.", { userId: "ada", sessionId: "monday" });
  await monday.chat("My favourite place is the harbour. My favourite drink is coffee!", { userId: "bob" });
  await monday.chat("And my favourite colour is blue.", { userId: "ada", sessionId: "monday" });
  await monday.close();

  // Tuesday: another process, other sessions.
  const tuesday = await start();
  const [ada, bob, eve] = await Promise.all(
    ["ada", "bob", "eve"].map((user) => ask(tuesday, user, "tuesday")),
  );
  console.log(`ada: ${ada}\nbob: ${bob}\neve: ${eve}`);
  assert.equal(ada, "The user likes: green tea (drink), blue (colour).");
  assert.equal(bob, "The user likes: harbour (place), coffee (drink).");
  assert.equal(eve, "You know nothing of the user.");

  // What one user wants forgotten is forgotten of that user.
  await tuesday.chat("Please forget what I like.", { userId: "ada" });
  assert.equal(await ask(tuesday, "ada", "later"), "You know nothing of the user.");
  assert.equal(await ask(tuesday, "bob", "later"), bob);

  // The program may look at what is kept of anybody, and erase it.
  const scope = { tenantId: "local", agentId: tuesday.name, userId: "bob" };
  const { entries } = await tuesday.memory.userMemory.entries(scope);
  assert.deepEqual(
    entries.map(({ key, value }) => [key, value]),
    [["preferences", { place: "harbour", drink: "coffee" }]],
  );
  assert.equal(await tuesday.memory.userMemory.clear(scope), 1);
  await tuesday.close();
  console.log("personal-preferences: ok");
} finally {
  await rm(folder, { recursive: true, force: true });
}
