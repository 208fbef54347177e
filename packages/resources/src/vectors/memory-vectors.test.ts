import type { Scope } from "@pergola/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bindVectors } from "./bind-vectors.ts";
import type { Embedder } from "./embedder.ts";
import { createHashingEmbedder } from "./hashing-embedder.ts";
import { createInMemoryVectorStore } from "./in-memory-vector-store.ts";
import { createMemoryVectors } from "./memory-vectors.ts";
import type { Vector } from "./vector-store.ts";

const ada: Scope = { tenantId: "tenant", agentId: "agent", userId: "ada" };

/** A memory over a store that can be looked at. */
function opened(embedder: Embedder | undefined = createHashingEmbedder()) {
  const store = createInMemoryVectorStore();
  return { store, vectors: createMemoryVectors({ store, ...(embedder !== undefined && { embedder }) }) };
}

/** An embedder of two dimensions, and what it was asked. */
function spy(embed: Embedder["embed"] = async (texts) => texts.map((text) => [text.length, 1])) {
  const asked: string[][] = [];
  const embedder: Embedder = {
    id: "spy",
    dimensions: 2,
    embed(texts, options) {
      asked.push([...texts]);
      return embed(texts, options);
    },
  };
  return { asked, embedder };
}

describe("the vectors of a memory", () => {
  it("are made of texts, and found by texts", async () => {
    const { vectors } = opened();
    const [tea] = await vectors.add(ada, "Ada likes green tea in the morning.");
    await vectors.add(ada, [
      { id: "car", text: "The car is in the garage.", metadata: { source: "notes" } },
      "Interest rates rose in June.",
    ]);
    expect(await vectors.search(ada, "What tea does Ada like?", { k: 1 })).toMatchObject([
      { id: tea, text: "Ada likes green tea in the morning." },
    ]);
    expect(await vectors.search(ada, "tea", { filter: { source: "notes" } })).toMatchObject([{ id: "car" }]);
    expect(await vectors.delete(ada, "car")).toBe(1);
    expect(await vectors.clear(ada)).toBe(2);
  });

  it("embeds all texts of a call at once, in order, and no text that has a vector", async () => {
    const { asked, embedder } = spy();
    const { vectors, store } = opened(embedder);
    const ids = await vectors.add(ada, ["a", { text: "own", vector: [0, 1] }, { id: "c", text: "ccc" }]);
    expect(asked).toEqual([["a", "ccc"]]);
    const hits = await store.search(ada, [3, 1], { embedder: "spy", k: 3 });
    expect(hits.map(({ id, text }) => [id, text])).toEqual([
      ["c", "ccc"],
      [ids[0], "a"],
      [ids[1], "own"],
    ]);
  });

  it("gives every item without an id one of its own", async () => {
    const { vectors } = opened();
    const texts = fc.array(fc.string(), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        const ids = await vectors.add(ada, list);
        expect(new Set(ids).size).toBe(list.length);
        expect(await vectors.clear(ada)).toBe(list.length);
      }),
      { numRuns: 30 },
    );
  });

  it("refuse the vectors of another embedder, and say so before the model that was configured is believed", async () => {
    const { store, vectors } = opened();
    await vectors.add(ada, "green tea");
    const other = createMemoryVectors({ store, embedder: { ...createHashingEmbedder(), id: "other" } });
    await expect(other.search(ada, "tea")).rejects.toMatchObject({
      code: "VECTOR_EMBEDDER_MISMATCH",
      message: expect.stringContaining('"other"'),
      details: { received: "other", expected: "hashing-v1-384" },
    });
    await expect(other.add(ada, "tea")).rejects.toMatchObject({ code: "VECTOR_EMBEDDER_MISMATCH" });
  });

  it("take vectors alone without an embedder, and say what to configure for texts", async () => {
    const vectors = createMemoryVectors({ store: createInMemoryVectorStore() });
    await vectors.add(ada, { id: "a", vector: [1, 0], text: "kept beside it" });
    expect(await vectors.search(ada, [1, 0])).toMatchObject([{ id: "a", text: "kept beside it" }]);
    const missing = { code: "EMBEDDINGS_NOT_CONFIGURED", hint: expect.stringContaining("embeddings:") };
    await expect(vectors.add(ada, "text")).rejects.toMatchObject(missing);
    await expect(vectors.search(ada, "text")).rejects.toMatchObject(missing);
  });

  it("take a vector only if it is as long as the embedder's, also the first one", async () => {
    const { vectors } = opened();
    const mismatch = { code: "VECTOR_DIMENSION_MISMATCH", details: { received: 2, expected: 384 } };
    await expect(vectors.add(ada, { vector: [1, 0] })).rejects.toMatchObject(mismatch);
    await expect(vectors.search(ada, [1, 0])).rejects.toMatchObject(mismatch);
  });

  it.each([
    ["nothing", undefined],
    ["a number", 5],
    ["an item without a text or a vector", {}],
    ["numbers, which are no items", [1, 0]],
    ["a text that is none", { text: 5 }],
    ["an id that is none", { id: "", text: "a" }],
  ])("are not made of %s", async (_, items) => {
    const { asked, embedder } = spy();
    const { vectors } = opened(embedder);
    await expect(vectors.add(ada, items as never)).rejects.toMatchObject({ code: "VECTOR_ARGUMENT_INVALID" });
    expect(asked).toEqual([]);
  });

  it("send no text anywhere for a call without a whole scope, wrong options or a signal that has fired", async () => {
    const { asked, embedder } = spy();
    const { vectors } = opened(embedder);
    const nobody = { ...ada, userId: "" };
    await expect(vectors.add(nobody, "secret")).rejects.toMatchObject({ code: "INVALID_SCOPE" });
    await expect(vectors.search(nobody, "secret")).rejects.toMatchObject({ code: "INVALID_SCOPE" });
    await expect(vectors.search(ada, "secret", { k: 0 })).rejects.toMatchObject({
      code: "VECTOR_ARGUMENT_INVALID",
    });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(vectors.add(ada, "secret", { signal })).rejects.toThrow("enough");
    await expect(vectors.search(ada, "secret", { signal })).rejects.toThrow("enough");
    expect(asked).toEqual([]);
  });

  it.each([
    ["too few vectors", async () => []],
    [
      "too many",
      async () => [
        [1, 2],
        [1, 2],
      ],
    ],
    ["another length than it says", async () => [[1, 2, 3]]],
    ["no numbers", async () => [["1", "2"]]],
    ["no list", async () => ({})],
    ["nothing", () => undefined],
  ])("store nothing when the embedder gives %s", async (_, embed) => {
    const { vectors, store } = opened(spy(embed as never).embedder);
    const refused = { code: "EMBEDDING_INVALID", details: { embedder: "spy" } };
    await expect(vectors.add(ada, "a")).rejects.toMatchObject(refused);
    await expect(vectors.search(ada, "a")).rejects.toMatchObject(refused);
    expect(await store.clear(ada)).toBe(0);
  });

  it("do not wait for an embedder that hangs", async () => {
    const { vectors, store } = opened(spy(() => new Promise(() => undefined)).embedder);
    const controller = new AbortController();
    const adding = vectors.add(ada, "a", { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(adding).rejects.toThrow("enough");
    expect(await store.clear(ada)).toBe(0);
  });
});

describe("the vectors that a run is lent", () => {
  it("are those of its user, and nobody else's", async () => {
    const { store, vectors } = opened();
    const embedder = createHashingEmbedder();
    const { signal } = new AbortController();
    const own = bindVectors({ store, embedder }, { scope: ada, signal });
    const other = bindVectors({ store, embedder }, { scope: { ...ada, tenantId: "other" }, signal });
    await own.add({ id: "a", text: "green tea" });
    await other.add({ id: "b", text: "black tea" });
    expect(await own.search("tea")).toMatchObject([{ id: "a" }]);
    expect(await vectors.search(ada, "tea")).toMatchObject([{ id: "a" }]);
    expect(await own.delete(["b"])).toBe(0);
    expect(await own.clear()).toBe(1);
    expect(await other.search("tea")).toMatchObject([{ id: "b" }]);
  });

  it("end with the run, also between its embedding and its writing", async () => {
    const store = createInMemoryVectorStore();
    let isOver = false;
    let embedded: (vectors: readonly Vector[]) => void = () => undefined;
    const { embedder } = spy(
      () =>
        new Promise((resolve) => {
          embedded = resolve;
        }),
    );
    const assertRunning = () => {
      if (isOver) throw new Error("over");
    };
    const { signal } = new AbortController();
    const handle = bindVectors({ store, embedder }, { scope: ada, signal, assertRunning });
    const adding = handle.add("a");
    isOver = true;
    embedded([[1, 2]]);
    await expect(adding).rejects.toThrow("over");
    expect(await store.clear(ada)).toBe(0);
    for (const call of [
      () => handle.add("a"),
      () => handle.search("a"),
      () => handle.delete("a"),
      () => handle.clear(),
    ])
      await expect(call()).rejects.toThrow("over");
  });

  it("stop with the run, and with the signal of a call", async () => {
    const store = createInMemoryVectorStore();
    const { embedder } = spy(() => new Promise(() => undefined));
    const [run, call] = [new AbortController(), new AbortController()];
    const handle = bindVectors({ store, embedder }, { scope: ada, signal: run.signal });
    const [one, other] = [handle.search("a", { signal: call.signal }), handle.search("a")];
    call.abort(new Error("call"));
    await expect(one).rejects.toThrow("call");
    run.abort(new Error("run"));
    await expect(other).rejects.toThrow("run");
    await expect(handle.clear()).rejects.toThrow("run");
  });
});
