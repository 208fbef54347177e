import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { createScope } from "@pergola/core";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { duckdb } from "@pergola/memory-duckdb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOSTILE_IDS } from "./hostile-ids.test-helper.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-isolation-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Answers with all that it was sent, so that whatever leaks shows. */
const echo: ScriptedReply = (call) => call.messages.map((message) => message.text).join("\n");

async function startAgent(turns: number, name = "assistant") {
  const model = new ScriptedChatModel(Array.from({ length: turns }, () => echo));
  return createAgent({ name })
    .withMemory({ type: "conversation", provider: duckdb({ path: join(folder, "memory.duckdb") }) })
    .withStep("llm", { model })
    .start();
}

describe("users of one agent", () => {
  it("with hostile ids never see each other's sessions, whatever the session is called", async () => {
    const agent = await startAgent(HOSTILE_IDS.length * 2);
    const secret = (index: number) => `secret-${index}.`;
    await Promise.all(
      HOSTILE_IDS.map((userId, index) => agent.chat(secret(index), { userId, sessionId: "s" })),
    );
    const answers = await Promise.all(
      HOSTILE_IDS.map((userId) => agent.chat("what do you know?", { userId, sessionId: "s" })),
    );
    answers.forEach((answer, index) => {
      expect(answer.text.match(/secret-\d+\./g)).toEqual([secret(index), secret(index)]);
    });
    for (const [index, userId] of HOSTILE_IDS.entries()) {
      const scope = createScope({ tenantId: "local", agentId: "assistant", userId, sessionId: "s" });
      const transcript = await agent.memory.transcript(scope);
      expect(transcript?.turns).toHaveLength(2);
      expect(JSON.stringify(transcript)).toContain(secret(index));
      expect((await agent.memory.sessions(scope)).sessions).toHaveLength(1);
    }
    await agent.close();
  });

  it("with hostile session ids keep their conversations apart", async () => {
    const agent = await startAgent(HOSTILE_IDS.length);
    await Promise.all(
      HOSTILE_IDS.map((sessionId) => agent.chat(`in ${sessionId}`, { userId: "ada", sessionId })),
    );
    const { sessions } = await agent.memory.sessions(
      createScope({ tenantId: "local", agentId: "assistant", userId: "ada" }),
      { limit: 200 },
    );
    expect(sessions.map((session) => session.sessionId).sort()).toEqual([...HOSTILE_IDS].sort());
    await agent.close();
  });
});

describe("turns on one file", () => {
  it("of one session, 50 at once, keep their order and lose none", async () => {
    const agent = await startAgent(50);
    const turns = Array.from({ length: 50 }, (_, index) =>
      agent.chat(`q${index}`, { userId: "ada", sessionId: "s", history: { maxMessages: 1 } }),
    );
    await Promise.all(turns);
    const scope = createScope({ tenantId: "local", agentId: "assistant", userId: "ada", sessionId: "s" });
    const transcript = await agent.memory.transcript(scope);
    expect(transcript?.turns.map((turn) => turn.messages[0]?.content)).toEqual(
      turns.map((_, index) => `q${index}`),
    );
    expect(
      transcript?.turns.every((turn) => turn.outcome === "completed" && turn.messages.length === 2),
    ).toBe(true);
    await agent.close();
  });

  it("of 100 sessions at once each get their own answer", async () => {
    const agent = await startAgent(100);
    const ids = Array.from({ length: 100 }, (_, index) => `u${index}`);
    const answers = await Promise.all(
      ids.map((id) => agent.chat(`I am ${id}.`, { userId: id, sessionId: "s" })),
    );
    expect(answers.map((answer) => answer.text)).toEqual(ids.map((id) => `I am ${id}.`));
    await agent.close();
  });

  it("are refused to a second agent of the same name and another definition", async () => {
    const first = await startAgent(0);
    const other = createAgent({ name: "assistant" })
      .withMemory({ type: "conversation", provider: duckdb({ path: join(folder, "./memory.duckdb") }) })
      .withStep("custom", { step: () => undefined });
    await expect(other.start()).rejects.toMatchObject({ code: "AGENT_CONFLICT" });
    await first.close();
  });

  it("of two agents lose no row, and survive being opened again", async () => {
    const [first, second] = [await startAgent(40, "first"), await startAgent(40, "second")];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        [first, second].map((agent) =>
          agent.chat(`q${index}`, { userId: "ada", sessionId: `s${index % 8}` }),
        ),
      ).flat(),
    );
    await Promise.all([first.close(), second.close()]);
    for (const name of ["first", "second"]) {
      const agent = await startAgent(0, name);
      const owner = createScope({ tenantId: "local", agentId: name, userId: "ada" });
      const { sessions } = await agent.memory.sessions(owner);
      expect(sessions).toHaveLength(8);
      expect(sessions.reduce((turns, session) => turns + session.turnCount, 0)).toBe(40);
      await agent.close();
    }
  });
});
