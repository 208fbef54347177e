import { describe, expect, it } from "vitest";
import { allIds, entryOf, scopeOf } from "./samples.ts";
import type { VectorStoreSubject } from "./vector-store-subject.ts";

/** What may not be compared with each other. */
export function kindTests({ create }: VectorStoreSubject): void {
  const ada = scopeOf();
  const otherEmbedder = { code: "VECTOR_EMBEDDER_MISMATCH", hint: expect.stringContaining("clear()") };

  describe("vectors of another embedder", () => {
    it.each([
      ["one", "two"],
      ["one", undefined],
      [undefined, "one"],
      ["one", "One"],
    ])("are refused, also as a query: %j and %j", async (stored, received) => {
      await using store = await create();
      await store.add(ada, [entryOf("a")], { embedder: stored });
      await expect(store.add(ada, [entryOf("b")], { embedder: received })).rejects.toMatchObject(
        otherEmbedder,
      );
      await expect(store.search(ada, [1, 0, 0], { embedder: received })).rejects.toMatchObject(otherEmbedder);
      expect(await store.search(ada, [1, 0, 0], { embedder: stored })).toMatchObject([{ id: "a" }]);
    });

    it("are another user's business", async () => {
      await using store = await create();
      const bob = scopeOf({ userId: "bob" });
      await store.add(ada, [entryOf("a")], { embedder: "one" });
      await store.add(bob, [entryOf("b", { vector: [1, 0] })], { embedder: "two" });
      expect(await store.search(bob, [1, 0], { embedder: "two" })).toMatchObject([{ id: "b" }]);
    });

    it.each(["delete", "clear"] as const)("are taken after the last %s", async (call) => {
      await using store = await create();
      await store.add(ada, [entryOf("a")], { embedder: "one" });
      await (call === "clear" ? store.clear(ada) : store.delete(ada, ["a"]));
      await store.add(ada, [entryOf("b", { vector: [1, 0] })], { embedder: "two" });
      expect(await store.search(ada, [1, 0], { embedder: "two" })).toMatchObject([{ id: "b" }]);
    });
  });

  it("refuses a vector of another length, also as a query", async () => {
    await using store = await create();
    const mismatch = { code: "VECTOR_DIMENSION_MISMATCH", details: { received: 2, expected: 3 } };
    await store.add(ada, [entryOf("a")]);
    await expect(store.add(ada, [entryOf("b", { vector: [1, 0] })])).rejects.toMatchObject(mismatch);
    await expect(store.search(ada, [1, 0])).rejects.toMatchObject(mismatch);
    await expect(
      store.add(scopeOf({ userId: "bob" }), [entryOf("a"), entryOf("b", { vector: [1, 0] })]),
    ).rejects.toMatchObject(mismatch);
    expect(await allIds(store, ada)).toEqual(["a"]);
  });

  it.each([
    ["nothing", undefined],
    ["a text", "1,0,0"],
    ["an object", { length: 3, 0: 1, 1: 0, 2: 0 }],
    ["empty", []],
    ["too long", new Array(100_000).fill(0)],
    ["NaN", [1, Number.NaN, 0]],
    ["endless", [1, Number.POSITIVE_INFINITY, 0]],
    ["beyond 32 bits", [1, 1e300, 0]],
    ["a text in it", [1, "0", 0]],
    ["a hole in it", Object.assign(new Array(3), { 0: 1, 2: 0 })],
    ["BigInts", new BigInt64Array(3)],
    ["bytes without numbers", new DataView(new ArrayBuffer(3))],
  ])("refuses a vector that is %s", async (_, vector) => {
    await using store = await create();
    const wrong = vector as never;
    await expect(store.add(ada, [entryOf("a", { vector: wrong })])).rejects.toMatchObject({
      code: "VECTOR_INVALID",
    });
    await expect(store.search(ada, wrong)).rejects.toMatchObject({ code: "VECTOR_INVALID" });
    expect(await allIds(store, ada)).toEqual([]);
  });
}
