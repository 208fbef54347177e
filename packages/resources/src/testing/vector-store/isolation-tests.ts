import type { Scope } from "@pergola/core";
import { expect, it } from "vitest";
import type { VectorStore } from "../../vectors/vector-store.ts";
import { HOSTILE_IDS } from "../conversation-store/hostile-ids.ts";
import { allIds, callsOn, entryOf, idsOf, scopeOf } from "./samples.ts";
import type { VectorStoreSubject } from "./vector-store-subject.ts";

const PARTS = ["tenantId", "agentId", "userId"] as const;

export function isolationTests({ create }: VectorStoreSubject): void {
  it.each(PARTS)("shows a vector to nobody of another %s, and lets nobody else touch it", async (part) => {
    await using store = await create();
    const [own, other] = [scopeOf(), scopeOf({ [part]: "other" })];
    await store.add(own, [entryOf("a", { text: "mine" })]);
    expect(await store.search(other, [1, 0, 0])).toEqual([]);
    expect(await store.delete(other, ["a"])).toBe(0);
    expect(await store.clear(other)).toBe(0);
    await store.add(other, [entryOf("a", { text: "theirs" })]);
    expect(await store.search(own, [1, 0, 0])).toMatchObject([{ id: "a", text: "mine" }]);
    expect(await store.clear(other)).toBe(1);
    expect(await store.search(own, [1, 0, 0])).toMatchObject([{ id: "a", text: "mine" }]);
  });

  it("shares the vectors of a user among all sessions", async () => {
    await using store = await create();
    await store.add(scopeOf({ sessionId: "one" }), [entryOf("a")]);
    expect(await allIds(store, scopeOf({ sessionId: "two" }))).toEqual(["a"]);
    expect(await allIds(store, scopeOf())).toEqual(["a"]);
  });

  it.each(PARTS)(
    "keeps every %s apart",
    async (part) => {
      await using store = await create();
      const scopes = HOSTILE_IDS.map((id) => scopeOf({ [part]: id }));
      await Promise.all(scopes.map((scope, index) => store.add(scope, [entryOf("a", { text: `${index}` })])));
      await Promise.all(scopes.map((scope, index) => expectOnly(store, scope, index)));
      for (const scope of scopes.filter((_, index) => index % 2 === 0)) await store.clear(scope);
      for (const [index, scope] of scopes.entries()) {
        if (index % 2 === 1) await expectOnly(store, scope, index);
        else expect(await allIds(store, scope)).toEqual([]);
      }
    },
    60_000,
  );

  it("keeps every id apart", async () => {
    await using store = await create();
    const ids = HOSTILE_IDS.filter((id) => id.length <= 1024);
    await store.add(
      scopeOf(),
      ids.map((id) => entryOf(id, { text: id })),
    );
    const hits = await store.search(scopeOf(), [1, 0, 0], { k: 1000 });
    expect(idsOf(hits).sort()).toEqual([...ids].sort());
    expect(hits.every(({ id, text }) => text === id)).toBe(true);
    for (const id of ids) expect(await store.delete(scopeOf(), [id])).toBe(1);
  }, 60_000);

  it("draws the line between two parts where it is", async () => {
    await using store = await create();
    const parts = ["a", "b", "/", "a/b", "b/a", '","', 'a","b', "\u0000"];
    const scopes = parts.flatMap((agentId) => parts.map((userId) => scopeOf({ agentId, userId })));
    await Promise.all(scopes.map((scope, index) => store.add(scope, [entryOf("a", { text: `${index}` })])));
    await Promise.all(scopes.map((scope, index) => expectOnly(store, scope, index)));
  }, 60_000);

  it.each(PARTS)("runs no call without a %s", async (part) => {
    await using store = await create();
    for (const value of ["", undefined, null, 5, "\ud83d", "x".repeat(20_000)]) {
      const scope = { ...scopeOf(), [part]: value } as Scope; // wrong on purpose
      for (const call of Object.values(callsOn(store, scope)))
        await expect(call()).rejects.toMatchObject({ code: "INVALID_SCOPE" });
    }
    for (const call of Object.values(callsOn(store, undefined as never)))
      await expect(call()).rejects.toMatchObject({ code: "INVALID_SCOPE" });
  });
}

async function expectOnly(store: VectorStore, scope: Scope, index: number): Promise<void> {
  expect(await store.search(scope, [1, 0, 0], { k: 9 })).toMatchObject([{ id: "a", text: `${index}` }]);
}
