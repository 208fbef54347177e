import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { duckdb } from "@pergola/memory-duckdb";
import { reply, startVendorServer } from "@pergola/resources/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-budgets-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const usage = { inputTokens: 300, outputTokens: 200, totalTokens: 500 };

function agentOn(path: string, script: ConstructorParameters<typeof ScriptedChatModel>[0]) {
  const llm = new ScriptedChatModel(script, { direct: true });
  return createAgent({ llm, providers: [duckdb({ path })], budget: { user: { tokens: 800 } } })
    .withMemory({ type: "conversation", provider: "duckdb" })
    .start();
}

test("what a user has spent is known after a restart, also to prompts", async () => {
  const path = join(folder, "restart.duckdb");
  const before = await agentOn(path, [{ text: "one", usage }]);
  await before.chat("hi", { userId: "ada", sessionId: "a" });
  await before.close();
  await using after = await agentOn(path, [{ text: "two", usage }]);
  const exceeded = { code: "BUDGET_EXCEEDED", details: { cap: "user", spent: 500, limit: 800 } };
  const long = "tell me ".repeat(40);
  await expect(after.chat(long, { userId: "ada", sessionId: "b" })).rejects.toMatchObject(exceeded);
  await expect(after.prompt().withUser(long).generate({ userId: "ada" })).rejects.toMatchObject(exceeded);
  expect((await after.chat(long, { userId: "bob" })).text).toBe("two");
});

test("a call that was under way when its process was killed counts at its worst case", async () => {
  const path = join(folder, "killed.duckdb");
  await using vendor = await startVendorServer({
    replies: [reply.answer({ tokens: ["I ", "never "] }, { fault: { afterTokens: 2, kind: "hang" } })],
  });
  const script = fileURLToPath(new URL("./worker.test-helper.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@pergola/source", script, path, vendor.baseURL], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  const { body } = await vendor.nextRequest();
  child.kill("SIGKILL");
  await ended;
  await using agent = await agentOn(path, [{ text: "again", usage }]);
  const account = { scope: { tenantId: "local", agentId: "agent", userId: "ada" }, period: "total" };
  const balance = await agent.memory.ledger?.balance(account);
  expect(balance?.reserved.tokens).toBe(0);
  expect(body?.max_tokens).toBe(300);
  expect(balance?.spent.tokens).toBeGreaterThan(300);
  const long = "tell me ".repeat(60);
  await expect(agent.chat(long, { userId: "ada" })).rejects.toMatchObject({ code: "BUDGET_EXCEEDED" });
}, 30_000);
