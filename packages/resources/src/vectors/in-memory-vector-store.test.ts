import type { Scope } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { vectorStoreContract } from "../testing/vector-store-contract.ts";
import { createInMemoryVectorStore } from "./in-memory-vector-store.ts";

vectorStoreContract({
  name: "the in-memory vector store",
  create: async () => createInMemoryVectorStore({ maxEntriesPerUser: 1000, maxDimensions: 1000 }),
  fuzzRuns: 100,
});

const ada: Scope = { tenantId: "tenant", agentId: "agent", userId: "ada" };
const bob: Scope = { ...ada, userId: "bob" };
const entry = (id: string) => ({ id, vector: [1, 2] });

describe("createInMemoryVectorStore", () => {
  it("takes so many vectors of one user, and replacing one takes no room", async () => {
    await using store = createInMemoryVectorStore({ maxEntriesPerUser: 2 });
    const full = { code: "VECTOR_QUOTA_EXCEEDED", details: { maxEntriesPerUser: 2 } };
    await expect(store.add(ada, ["a", "b", "c"].map(entry))).rejects.toMatchObject(full);
    await store.add(ada, [entry("a"), entry("b")]);
    await expect(store.add(ada, [entry("c")])).rejects.toMatchObject(full);
    await store.add(ada, [entry("b")]);
    await store.add(bob, [entry("a"), entry("b")]);
    await store.delete(ada, ["a"]);
    await store.add(ada, [entry("c")]);
  });

  it("takes so many bytes of all users, and gets them back", async () => {
    await using store = createInMemoryVectorStore({ maxBytes: 2_000 });
    const large = { ...entry("a"), text: "x".repeat(700) };
    const full = { code: "STORE_FULL" };
    await store.add(ada, [large]);
    await expect(store.add(bob, [large])).rejects.toMatchObject(full);
    await store.add(ada, [large]);
    for (const free of [() => store.delete(ada, ["a"]), () => store.clear(ada)]) {
      await free();
      await store.add(bob, [large]);
      await expect(store.add(ada, [large])).rejects.toMatchObject(full);
      await store.clear(bob);
      await store.add(ada, [large]);
    }
    await store.add(ada, [entry("a")]);
    await store.add(bob, [entry("a")]);
  });

  it("takes vectors of so many dimensions", async () => {
    await using store = createInMemoryVectorStore({ maxDimensions: 2 });
    await store.add(ada, [entry("a")]);
    await expect(store.search(ada, [1, 2, 3])).rejects.toMatchObject({
      code: "VECTOR_INVALID",
      message: "The vector has 3 dimensions; expected 1 to 2.",
    });
  });

  it.each(["maxEntriesPerUser", "maxDimensions", "maxBytes"])(
    "is not made with a %s that is none",
    (name) => {
      for (const value of [Number.NaN, 0, -1, 1.5, "many"])
        expect(() => createInMemoryVectorStore({ [name]: value })).toThrow(
          expect.objectContaining({ code: "PROVIDER_CONFIG_INVALID" }),
        );
    },
  );
});
