import { expect, it } from "vitest";
import { allIds, entryOf, scopeOf } from "./samples.ts";
import type { VectorStoreSubject } from "./vector-store-subject.ts";

export function argumentTests({ create }: VectorStoreSubject): void {
  const ada = scopeOf();
  const refused = (name: string) => ({ code: "VECTOR_ARGUMENT_INVALID", details: { name } });
  const query = [1, 0, 0];

  it.each([0, -1, 1.5, 1001, Number.NaN, "3", null])("refuses %j as a number of hits", async (k) => {
    await using store = await create();
    await expect(store.search(ada, query, { k: k as never })).rejects.toMatchObject(refused("k"));
  });

  it.each([
    ["filter", "faq"],
    ["filter", ["faq"]],
    ["filter", null],
    ["filter.source", { source: undefined }],
    ["filter.source", { source: Number.NaN }],
    ["filter.source", { source: ["faq"] }],
    ["filter.source", { source: { $ne: null } }],
  ])("refuses a wrong %s, which would let everything through", async (name, filter) => {
    await using store = await create();
    await store.add(ada, [entryOf("a")]);
    await expect(store.search(ada, query, { filter: filter as never })).rejects.toMatchObject(refused(name));
  });

  it.each(["", 5, null, undefined, "x".repeat(1025), "\ud83d"])("refuses %j as an id", async (id) => {
    await using store = await create();
    const wrong = id as string;
    await expect(store.add(ada, [entryOf(wrong)])).rejects.toMatchObject(refused("id"));
    await expect(store.delete(ada, [wrong])).rejects.toMatchObject(refused("id"));
  });

  it.each([
    ["entries", {}],
    ["entries", "a"],
    ["entries", Array.from({ length: 1001 }, (_, index) => entryOf(`${index}`))],
    ["entry", [null]],
    ["text", [entryOf("a", { text: 5 as never })]],
    ["metadata", [entryOf("a", { metadata: [] as never })]],
    ["metadata", [entryOf("a", { metadata: "x" as never })]],
    ["metadata", [entryOf("a", { metadata: { toJSON: () => 5 } })]],
  ])("refuses wrong %s", async (name, entries) => {
    await using store = await create();
    await expect(store.add(ada, entries as never)).rejects.toMatchObject(refused(name));
    expect(await allIds(store, ada)).toEqual([]);
  });

  it("refuses options that are none", async () => {
    await using store = await create();
    const { signal } = new AbortController();
    for (const options of [null, 5, "x", [], signal] as never[])
      for (const call of [
        () => store.add(ada, [entryOf("a")], options),
        () => store.search(ada, query, options),
        () => store.delete(ada, ["a"], options),
        () => store.clear(ada, options),
      ])
        await expect(call()).rejects.toMatchObject(refused("options"));
    await expect(store.clear(ada, { signal: {} as never })).rejects.toMatchObject(refused("signal"));
    await expect(store.add(ada, [], { embedder: "" })).rejects.toMatchObject(refused("embedder"));
    await expect(store.search(ada, query, { embedder: 5 as never })).rejects.toMatchObject(
      refused("embedder"),
    );
    await expect(store.delete(ada, "a" as never)).rejects.toMatchObject(refused("ids"));
  });
}
