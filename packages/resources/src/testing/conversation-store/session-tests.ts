import { expect, it } from "vitest";
import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { asked, scopeOf, settlementOf } from "./samples.ts";
import { takeTurn } from "./take-turn.ts";

export function sessionTests({ create }: ConversationStoreSubject): void {
  const names = async (store: ConversationStore) =>
    (await store.sessions(scopeOf())).sessions.map((session) => session.sessionId);

  it("summarises a session: title from its first message, number of turns, times", async () => {
    await using store = await create();
    await takeTurn(store, scopeOf(), { runId: "r1", text: "  Plan\n my   week " });
    await takeTurn(store, scopeOf(), { runId: "r2", text: "And Sunday?" });
    const { sessions } = await store.sessions(scopeOf());
    expect(sessions).toEqual([
      {
        sessionId: "monday",
        title: "Plan my week",
        turnCount: 2,
        createdAt: expect.any(Number),
        updatedAt: expect.any(Number),
      },
    ]);
    expect(sessions[0]?.updatedAt).toBeGreaterThanOrEqual(sessions[0]?.createdAt ?? Number.NaN);
  });

  it("lists the session first that was written to last", async () => {
    await using store = await create();
    for (const sessionId of ["a", "b", "c"]) {
      await store.admit(scopeOf({ sessionId }), { runId: "r1", message: asked("Hi") });
    }
    expect(await names(store)).toEqual(["c", "b", "a"]);
    await store.settle(scopeOf({ sessionId: "a" }), "r1", settlementOf());
    expect(await names(store)).toEqual(["a", "c", "b"]);
    await store.suspend(scopeOf({ sessionId: "b" }), "r1", []);
    expect(await names(store)).toEqual(["b", "a", "c"]);
  });

  it("pages through every session once", async () => {
    await using store = await create();
    const all = Array.from({ length: 23 }, (_, index) => `s${index}`);
    for (const sessionId of all)
      await store.admit(scopeOf({ sessionId }), { runId: "r", message: asked("Hi") });
    const seen: string[] = [];
    const pages: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.sessions(scopeOf(), { limit: 10, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.sessions.map((session) => session.sessionId));
      pages.push(page.sessions.length);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect([seen, pages]).toEqual([all.toReversed(), [10, 10, 3]]);
  });

  it("gives no cursor when the last page is exactly full", async () => {
    await using store = await create();
    for (const sessionId of ["a", "b"])
      await takeTurn(store, scopeOf({ sessionId }), { runId: "r", text: "Hi" });
    expect((await store.sessions(scopeOf(), { limit: 2 })).nextCursor).toBeUndefined();
    expect((await store.sessions(scopeOf(), { limit: 1 })).nextCursor).toBeTypeOf("string");
  });

  it("brings a limit of nothing or too much back into 1 to 200", async () => {
    await using store = await create();
    for (const sessionId of ["a", "b"])
      await takeTurn(store, scopeOf({ sessionId }), { runId: "r", text: "Hi" });
    for (const limit of [0, -1])
      expect((await store.sessions(scopeOf(), { limit })).sessions).toHaveLength(1);
    for (const limit of [Number.NaN, 1e12, Number.POSITIVE_INFINITY]) {
      expect((await store.sessions(scopeOf(), { limit })).sessions).toHaveLength(2);
    }
  });

  it.each(["", "zzz", "1", "-1", "' OR 1=1 --", "s1.", "s1.-5", `s1.${"z".repeat(50)}`])(
    "refuses the cursor %j, which no page gave",
    async (cursor) => {
      await using store = await create();
      await takeTurn(store, scopeOf(), { runId: "r1", text: "Hi" });
      await expect(store.sessions(scopeOf(), { cursor })).rejects.toMatchObject({ code: "BAD_CURSOR" });
    },
  );
}
