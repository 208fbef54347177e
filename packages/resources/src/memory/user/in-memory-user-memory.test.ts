import { describe, expect, it } from "vitest";
import { userMemoryContract } from "../../testing/user-memory-contract.ts";
import { composeMemory } from "../compose-memory.ts";
import { createInMemoryConversationStore } from "../in-memory-conversation-store.ts";
import { compareKeys } from "./user-memory-key.ts";

userMemoryContract({
  name: "createInMemoryConversationStore()",
  create: async (userMemory = {}) => createInMemoryConversationStore({ userMemory }),
});

userMemoryContract({
  name: "a composed memory",
  create: async (userMemory = {}) =>
    composeMemory({ database: createInMemoryConversationStore({ userMemory }) }),
  fuzzRuns: 3,
});

const scopeOf = (userId: string) => ({ tenantId: "t", agentId: "a", userId });

describe("the bytes of an in-memory store", () => {
  it("are bounded over all users, and free again when a value goes", async () => {
    await using store = createInMemoryConversationStore({ userMemory: { maxBytes: 5000 } });
    const memory = store.userMemory;
    const set = (userId: string, size: number) => memory.set(scopeOf(userId), "a", "x".repeat(size));
    const full = { code: "STORE_FULL", details: { maxBytes: 5000 } };
    await set("ada", 1000);
    await set("bob", 1000);
    await expect(set("eve", 1000)).rejects.toMatchObject(full);
    await expect(set("bob", 2000)).rejects.toMatchObject(full);
    await set("bob", 10);
    await set("eve", 1000);
    for (let round = 0; round < 20; round++) {
      await memory.delete(scopeOf("ada"), "a");
      await memory.delete(scopeOf("ada"), "a");
      await memory.clear(scopeOf("eve"));
      await set("ada", 1000);
      await set("eve", 1000);
    }
    await expect(set("dan", 1000)).rejects.toMatchObject(full);
  });
});

it("a database that keeps conversations only says so when values are asked for", async () => {
  const { userMemory: _, ...database } = createInMemoryConversationStore();
  const memory = composeMemory({ database: database as never });
  const unsupported = expect.objectContaining({ code: "USER_MEMORY_NOT_SUPPORTED" });
  expect(() => memory.userMemory).toThrow(unsupported);
  const told: unknown[] = [];
  const handle = memory.bind({
    scope: scopeOf("ada"),
    signal: new AbortController().signal,
    emit: (event: unknown) => told.push(event),
  } as never);
  await expect(handle.get("a")).rejects.toEqual(unsupported);
  expect(told).toMatchObject([
    { type: "resource-used", operation: "get", error: { code: "USER_MEMORY_NOT_SUPPORTED" } },
  ]);
});

it("keys are compared as their UTF-8 is", () => {
  const keys = [
    "a",
    "ab",
    "\ud7ff",
    "\ue000",
    "\uffff",
    "\u{10000}",
    "\u{10ffff}",
    "a\uffff",
    "a\u{10000}",
    "b",
  ];
  for (const one of keys)
    for (const other of keys)
      expect(Math.sign(compareKeys(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
});
