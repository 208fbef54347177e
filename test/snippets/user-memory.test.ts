// #region values
import { createScope } from "@pergola/core";
import { createInMemoryConversationStore } from "@pergola/resources";
// #endregion
import { expect, test } from "vitest";

test("values of users are set, listed and deleted", async () => {
  // #region values
  const { userMemory } = createInMemoryConversationStore();
  const ada = createScope({ tenantId: "acme", agentId: "helper", userId: "ada" });

  await userMemory.set(ada, "likes/tea", { kind: "green", cups: 2 });
  const tea = await userMemory.get(ada, "likes/tea"); // undefined if there is nothing
  const { keys, nextCursor } = await userMemory.keys(ada, { prefix: "likes/", limit: 20 });

  await userMemory.delete(ada, "likes/tea"); // whether there was something
  await userMemory.clear(ada); // how many there were
  // #endregion
  expect(tea).toEqual({ kind: "green", cups: 2 });
  expect([keys, nextCursor]).toEqual([["likes/tea"], undefined]);
  expect(await userMemory.keys(ada)).toEqual({ keys: [] });
});
