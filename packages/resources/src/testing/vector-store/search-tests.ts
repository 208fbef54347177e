import { expect, it } from "vitest";
import { entryOf, idsOf, scopeOf } from "./samples.ts";
import type { VectorStoreSubject } from "./vector-store-subject.ts";

export function searchTests({ create }: VectorStoreSubject): void {
  const ada = scopeOf();

  it("finds the nearest by angle, whatever their length, best first", async () => {
    await using store = await create();
    await store.add(ada, [
      entryOf("against", { vector: [-3, 0, 0] }),
      entryOf("across", { vector: [0, 5, 0] }),
      entryOf("near", { vector: [9, 1, 0] }),
      entryOf("same", { vector: [0.5, 0, 0] }),
    ]);
    const hits = await store.search(ada, [2, 0, 0], { k: 4 });
    expect(idsOf(hits)).toEqual(["same", "near", "across", "against"]);
    const scores = [1, 9 / Math.sqrt(82), 0, -1];
    for (const [index, { score }] of hits.entries()) expect(score).toBeCloseTo(scores[index] as number, 5);
  });

  it("gives three hits, or as many as asked for and there", async () => {
    await using store = await create();
    expect(await store.search(ada, [1, 0, 0])).toEqual([]);
    await store.add(
      ada,
      ["a", "b", "c", "d"].map((id) => entryOf(id)),
    );
    expect(await store.search(ada, [1, 0, 0])).toHaveLength(3);
    expect(await store.search(ada, [1, 0, 0], { k: 1 })).toHaveLength(1);
    expect(await store.search(ada, [1, 0, 0], { k: 1000 })).toHaveLength(4);
  });

  it("orders equal hits the same each time", async () => {
    await using store = await create();
    await store.add(
      ada,
      ["c", "a", "d", "b"].map((id) => entryOf(id)),
    );
    const first = idsOf(await store.search(ada, [1, 0, 0], { k: 2 }));
    expect(idsOf(await store.search(ada, [1, 0, 0], { k: 2 }))).toEqual(first);
    expect(idsOf(await store.search(ada, [1, 0, 0], { k: 4 })).slice(0, 2)).toEqual(first);
  });

  it("gives back text and metadata as they were, and neither where there was none", async () => {
    await using store = await create();
    const metadata = { source: "faq", page: 3, tags: ["a", { deep: null }], "": "é", __proto: 1 };
    await store.add(ada, [entryOf("a", { text: "Größe 💥\u0000", metadata })]);
    const [hit] = await store.search(ada, [1, 0, 0]);
    expect(hit).toEqual({ id: "a", score: expect.closeTo(1, 5), text: "Größe 💥\u0000", metadata });
    await store.add(ada, [entryOf("a")]);
    expect(Object.keys((await store.search(ada, [1, 0, 0]))[0] ?? {}).sort()).toEqual(["id", "score"]);
  });

  it("is all zeros' 0 from everything", async () => {
    await using store = await create();
    await store.add(ada, [entryOf("zero", { vector: [0, 0, 0] }), entryOf("some")]);
    expect(await store.search(ada, [-1, 0, 0])).toEqual([
      { id: "zero", score: 0 },
      { id: "some", score: expect.closeTo(-1, 5) },
    ]);
    const hits = await store.search(ada, [0, 0, 0]);
    expect(hits.map(({ score }) => score)).toEqual([0, 0]);
  });

  it("keeps what was handed in and out apart from what it holds", async () => {
    await using store = await create();
    const [vector, metadata] = [[1, 0, 0], { source: "faq" }];
    await store.add(ada, [entryOf("a", { vector, metadata })]);
    vector[0] = -1;
    metadata.source = "changed";
    const [hit] = await store.search(ada, new Float32Array([1, 0, 0]));
    (hit?.metadata as { source: string }).source = "changed";
    expect(await store.search(ada, [1, 0, 0])).toMatchObject([{ score: 1, metadata: { source: "faq" } }]);
  });

  it("filters by values of the metadata, each of which must be the same in kind too", async () => {
    await using store = await create();
    const kinds = { text: "1", number: 1, truth: true, nothing: null } as const;
    await store.add(ada, [
      ...Object.entries(kinds).map(([id, value]) => entryOf(id, { metadata: { value, group: "x" } })),
      entryOf("bare"),
      entryOf("other", { metadata: { group: "y" } }),
    ]);
    for (const [id, value] of Object.entries(kinds))
      expect(idsOf(await store.search(ada, [1, 0, 0], { filter: { value } }))).toEqual([id]);
    const two = await store.search(ada, [1, 0, 0], { filter: { value: 1, group: "y" } });
    expect(two).toEqual([]);
    expect(await store.search(ada, [1, 0, 0], { filter: { group: "x" }, k: 9 })).toHaveLength(4);
    for (const key of ["constructor", "__proto__", "a.b", "value'", '"'])
      expect(await store.search(ada, [1, 0, 0], { filter: Object.fromEntries([[key, "x"]]) })).toEqual([]);
  });
}
