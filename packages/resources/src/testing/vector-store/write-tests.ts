import { expect, it } from "vitest";
import { allIds, entryOf, scopeOf } from "./samples.ts";
import type { VectorStoreSubject } from "./vector-store-subject.ts";

export function writeTests({ create, reopen }: VectorStoreSubject): void {
  const ada = scopeOf();

  it("replaces an entry of the same id, whole", async () => {
    await using store = await create();
    await store.add(ada, [entryOf("a", { text: "old", metadata: { source: "old" } }), entryOf("b")]);
    await store.add(ada, [entryOf("a", { vector: [0, 1, 0] })]);
    expect(await store.search(ada, [0, 1, 0], { k: 1 })).toEqual([{ id: "a", score: expect.closeTo(1, 5) }]);
    expect(await allIds(store, ada)).toEqual(["a", "b"]);
  });

  it("adds all or none", async () => {
    await using store = await create();
    await store.add(ada, [entryOf("a")]);
    const wrong = [
      [entryOf("b"), entryOf("c", { vector: [Number.NaN, 0, 0] })],
      [entryOf("b"), entryOf("c", { vector: [1, 0] })],
      [entryOf("b"), entryOf("b")],
      [entryOf("b"), entryOf("c", { metadata: { size: 1n } })],
    ];
    for (const entries of wrong) await expect(store.add(ada, entries)).rejects.toThrow();
    expect(await allIds(store, ada)).toEqual(["a"]);
  });

  it("deletes what is there, and says how much that was", async () => {
    await using store = await create();
    await store.add(
      ada,
      ["a", "b", "c"].map((id) => entryOf(id)),
    );
    expect(await store.delete(ada, ["b", "b", "nobody"])).toBe(1);
    expect(await store.delete(ada, [])).toBe(0);
    expect(await allIds(store, ada)).toEqual(["a", "c"]);
    expect(await store.clear(ada)).toBe(2);
    expect(await store.clear(ada)).toBe(0);
    expect(await allIds(store, ada)).toEqual([]);
  });

  it("takes nothing as nothing", async () => {
    await using store = await create();
    await store.add(ada, []);
    expect(await allIds(store, ada)).toEqual([]);
  });

  if (reopen === undefined) return;

  it("has everything again when it is opened again", async () => {
    const store = await create();
    await store.add(ada, [entryOf("a", { text: "é", metadata: { page: 1 } })], { embedder: "one" });
    await using again = await reopen(store);
    expect(await again.search(ada, [1, 0, 0], { embedder: "one" })).toMatchObject([
      { id: "a", text: "é", metadata: { page: 1 } },
    ]);
    await expect(again.search(ada, [1, 0, 0], { embedder: "two" })).rejects.toMatchObject({
      code: "VECTOR_EMBEDDER_MISMATCH",
    });
  });
}
