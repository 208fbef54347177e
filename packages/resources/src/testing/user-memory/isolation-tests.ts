import type { Scope } from "@pergola/core";
import { expect, it } from "vitest";
import type { UserMemory } from "../../memory/user/user-memory.ts";
import { HOSTILE_IDS } from "../conversation-store/hostile-ids.ts";
import { takeTurn, textsOf } from "../conversation-store/take-turn.ts";
import { allKeys, callsOn, memoryOf, scopeOf } from "./samples.ts";
import type { UserMemorySubject } from "./user-memory-subject.ts";

const PARTS = ["tenantId", "agentId", "userId"] as const;

export function isolationTests({ create }: UserMemorySubject): void {
  it.each(PARTS)("shows a value to nobody of another %s, and lets nobody else touch it", async (part) => {
    await using store = await create();
    const memory = memoryOf(store);
    const [own, other] = [scopeOf(), scopeOf({ [part]: "other" })];
    await memory.set(own, "a", "mine");
    expect(await memory.get(other, "a")).toBeUndefined();
    expect(await memory.keys(other)).toEqual({ keys: [] });
    expect(await memory.entries(other)).toEqual({ entries: [] });
    expect(await memory.delete(other, "a")).toBe(false);
    expect(await memory.clear(other)).toBe(0);
    await memory.set(other, "a", "theirs");
    expect(await memory.get(own, "a")).toBe("mine");
    expect(await memory.clear(other)).toBe(1);
    expect(await memory.get(own, "a")).toBe("mine");
  });

  it("shares the values of a user among all sessions, and apart from what is said in them", async () => {
    await using store = await create();
    const memory = memoryOf(store);
    const [one, two] = ["one", "two"].map((sessionId) => ({ ...scopeOf(), sessionId }));
    await memory.set(one as Scope, "a", 1);
    expect(await memory.get(two as Scope, "a")).toBe(1);
    expect(await memory.get(scopeOf(), "a")).toBe(1);
    const session = { ...scopeOf(), sessionId: "one" };
    await takeTurn(store, session, { runId: "r1", text: "Hi" });
    await store.delete(session);
    expect(await memory.get(scopeOf(), "a")).toBe(1);
    await takeTurn(store, session, { runId: "r2", text: "again" });
    await memory.clear(session);
    expect(await textsOf(store, session)).toEqual(["again", "Hello."]);
  });

  it.each(PARTS)(
    "keeps every %s apart",
    async (part) => {
      await using store = await create();
      const memory = memoryOf(store);
      const scopes = HOSTILE_IDS.map((id) => scopeOf({ [part]: id }));
      await Promise.all(scopes.map((scope, index) => memory.set(scope, "a", index)));
      await Promise.all(scopes.map((scope, index) => expectOnly(memory, scope, index)));
      for (const scope of scopes.filter((_, index) => index % 2 === 0)) await memory.clear(scope);
      for (const [index, scope] of scopes.entries()) {
        if (index % 2 === 1) await expectOnly(memory, scope, index);
        else expect(await allKeys(memory, scope)).toEqual([]);
      }
    },
    60_000,
  );

  it("keeps every key apart", async () => {
    await using store = await create();
    const memory = memoryOf(store);
    const keys = HOSTILE_IDS.filter((id) => id.length <= 1024);
    await Promise.all(keys.map((key) => memory.set(scopeOf(), key, key)));
    for (const key of keys) expect(await memory.get(scopeOf(), key)).toBe(key);
    const { entries } = await memory.entries(scopeOf(), { limit: 200 });
    expect(entries.map(({ key }) => key).sort()).toEqual([...keys].sort());
    expect(entries.every(({ key, value }) => value === key)).toBe(true);
    for (const key of keys) expect(await memory.delete(scopeOf(), key)).toBe(true);
  }, 60_000);

  it("draws the line between two parts, and to the key, where it is", async () => {
    await using store = await create();
    const memory = memoryOf(store);
    const parts = ["a", "b", "/", "a/b", "b/a", '","', 'a","b', "\u0000"];
    const places = parts.flatMap((userId) => parts.map((key) => ({ scope: scopeOf({ userId }), key })));
    await Promise.all(places.map(({ scope, key }, index) => memory.set(scope, key, index)));
    for (const [index, { scope, key }] of places.entries()) expect(await memory.get(scope, key)).toBe(index);
  }, 60_000);

  it.each(PARTS)("runs no call without a %s", async (part) => {
    await using store = await create();
    for (const value of ["", undefined, null, 5, "\ud83d", "x".repeat(20_000)]) {
      const scope = { ...scopeOf(), [part]: value } as Scope; // wrong on purpose
      for (const call of Object.values(callsOn(memoryOf(store), scope)))
        await expect(call()).rejects.toMatchObject({ code: "INVALID_SCOPE" });
    }
    for (const call of Object.values(callsOn(memoryOf(store), undefined as never)))
      await expect(call()).rejects.toMatchObject({ code: "INVALID_SCOPE" });
  });
}

async function expectOnly(memory: UserMemory, scope: Scope, index: number): Promise<void> {
  expect((await memory.entries(scope)).entries).toMatchObject([{ key: "a", value: index }]);
  expect(await memory.get(scope, "a")).toBe(index);
}
