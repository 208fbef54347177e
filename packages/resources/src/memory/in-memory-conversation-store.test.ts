import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it } from "vitest";
import { asked, scopeOf, settlementOf } from "../testing/conversation-store/samples.ts";
import { takeTurn } from "../testing/conversation-store/take-turn.ts";
import { conversationStoreContract } from "../testing/conversation-store-contract.ts";
import { createInMemoryConversationStore } from "./in-memory-conversation-store.ts";

conversationStoreContract({
  name: "createInMemoryConversationStore()",
  create: async () => createInMemoryConversationStore(),
});

describe("the bounds of the in-memory store", () => {
  const inSession = (sessionId: string) => scopeOf({ sessionId });

  it("evicts the session that was idle longest when one more comes", async () => {
    await using store = createInMemoryConversationStore({ maxSessions: 2 });
    for (const name of ["a", "b"]) await takeTurn(store, inSession(name), { runId: "r1", text: name });
    await takeTurn(store, inSession("a"), { runId: "r2", text: "again" });
    await takeTurn(store, inSession("c"), { runId: "r1", text: "c" });
    expect((await store.sessions(scopeOf())).sessions.map((session) => session.sessionId)).toEqual([
      "c",
      "a",
    ]);
  });

  it("evicts no session that runs, is suspended or locked, and refuses rather than grow", async () => {
    await using store = createInMemoryConversationStore({ maxSessions: 3 });
    await store.admit(inSession("runs"), { runId: "r1", message: asked("Hi") });
    await store.admit(inSession("waits"), { runId: "r1", message: asked("Hi") });
    await store.suspend(inSession("waits"), "r1", []);
    await takeTurn(store, inSession("locked"), { runId: "r1", text: "Hi" });
    const release = await store.lock(inSession("locked"));
    const oneMore = () => store.admit(inSession("new"), { runId: "r1", message: asked("Hi") });
    await expect(oneMore()).rejects.toMatchObject({ code: "STORE_FULL" });
    release();
    await oneMore();
    expect(await store.transcript(inSession("locked"))).toBeUndefined();
    expect(await store.transcript(inSession("waits"))).toBeDefined();
  });

  it("drops the oldest ended turn of a session that has its most", async () => {
    await using store = createInMemoryConversationStore({ maxTurnsPerSession: 2 });
    for (const runId of ["r1", "r2", "r3"]) await takeTurn(store, scopeOf(), { runId, text: runId });
    expect((await store.transcript(scopeOf()))?.turns.map((turn) => turn.runId)).toEqual(["r2", "r3"]);
    expect((await store.sessions(scopeOf())).sessions[0]?.title).toBe("r1");
  });

  it("stamps turns and sessions with the time of the given clock", async () => {
    const clock = createVirtualClock(1000);
    await using store = createInMemoryConversationStore({ clock });
    await store.admit(scopeOf(), { runId: "r1", message: asked("Hi") });
    await clock.advance(500);
    await store.settle(scopeOf(), "r1", settlementOf());
    expect((await store.transcript(scopeOf()))?.turns[0]).toMatchObject({
      startedAt: 1000,
      finishedAt: 1500,
    });
    expect((await store.sessions(scopeOf())).sessions[0]).toMatchObject({ createdAt: 1000, updatedAt: 1500 });
  });
});
