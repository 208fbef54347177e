import { randomInt } from "node:crypto";
import { DuckDBInstance } from "@duckdb/node-api";
import type { ConversationStore, UserMemoryLimits } from "@pergola/resources";
import { userMemoryContract } from "@pergola/resources/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDuckDbConversationStore } from "../open-duckdb-conversation-store.ts";
import { temporaryFolder } from "../temporary-folder.test-helper.ts";
import { startWorker } from "../worker-process.test-helper.ts";

/** How a store was opened, to open it again. */
const opened = new WeakMap<ConversationStore, { path: string; userMemory: UserMemoryLimits }>();

async function open(path: string, userMemory: UserMemoryLimits = {}) {
  const store = await openDuckDbConversationStore({ path, userMemory });
  opened.set(store, { path, userMemory });
  return store;
}

userMemoryContract({
  name: "openDuckDbConversationStore()",
  async create(limits) {
    const folder = await temporaryFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    return open(folder.file("memory.duckdb"), limits);
  },
  async reopen(store) {
    await store.close();
    const { path = "", userMemory = {} } = opened.get(store) ?? {};
    return open(path, userMemory);
  },
  fuzzRuns: 8,
});

const scopeOf = (userId: string) => ({ tenantId: "t", agentId: "a", userId });

describe("the values of users in a file", () => {
  it("are those of every store of the file, each with limits of its own", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await using narrow = await open(path, { maxEntriesPerUser: 1 });
    await using wide = await open(path);
    await narrow.userMemory.set(scopeOf("ada"), "a", 1);
    await wide.userMemory.set(scopeOf("ada"), "b", 2);
    expect(await narrow.userMemory.get(scopeOf("ada"), "b")).toBe(2);
    await expect(narrow.userMemory.set(scopeOf("ada"), "c", 3)).rejects.toMatchObject({
      code: "USER_MEMORY_QUOTA_EXCEEDED",
    });
  });

  it("go into the file together with those of others, in the order of the calls", async () => {
    await using folder = await temporaryFolder();
    await using store = await open(folder.file("memory.duckdb"), { maxEntriesPerUser: 2 });
    const { userMemory } = store;
    const ada = scopeOf("ada");
    const outcomes = await Promise.allSettled([
      userMemory.set(ada, "a", 1),
      userMemory.set(ada, "b", 2),
      userMemory.set(ada, "c", 3),
      userMemory.delete(ada, "a"),
      userMemory.set(ada, "c", 4),
      userMemory.clear(ada),
      userMemory.delete(ada, "c"),
      userMemory.set(ada, "a", 5),
      userMemory.clear(scopeOf("bob")),
    ]);
    const results = outcomes.map((each) => (each.status === "fulfilled" ? each.value : each.reason.code));
    const [kept, refused] = [undefined, "USER_MEMORY_QUOTA_EXCEEDED"];
    expect(results).toEqual([kept, kept, refused, true, kept, 2, false, kept, 0]);
    expect((await userMemory.entries(ada)).entries).toMatchObject([{ key: "a", value: 5 }]);
  });

  it.each([
    ["user_memory.value", `ALTER TABLE pergola.user_memory ALTER value TYPE VARCHAR USING 'no JSON'`],
  ])("are an error that names %s when somebody else wrote them, never an answer", async (column, sql) => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    const before = await open(path);
    await before.userMemory.set(scopeOf("ada"), "a", 1);
    await before.close();
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run(sql);
    connection.closeSync();
    instance.closeSync();
    await using store = await open(path);
    const invalid = { code: "DUCKDB_DATA_INVALID", details: { column } };
    await expect(store.userMemory.get(scopeOf("ada"), "a")).rejects.toMatchObject(invalid);
    await expect(store.userMemory.entries(scopeOf("ada"))).rejects.toMatchObject(invalid);
  });

  it("of many users at once are each their own", async () => {
    await using folder = await temporaryFolder();
    await using store = await open(folder.file("memory.duckdb"));
    const users = Array.from({ length: 300 }, (_, index) => scopeOf(`user${index}`));
    await Promise.all(users.map((scope) => store.userMemory.set(scope, "name", scope.userId)));
    const found = await Promise.all(users.map((scope) => store.userMemory.get(scope, "name")));
    expect(found).toEqual(users.map(({ userId }) => userId));
  });
});

const ROUNDS = 8;

describe("a process that is killed with SIGKILL", () => {
  it(`loses no value that was acknowledged, in ${ROUNDS} rounds at random points`, async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("killed.duckdb");
    /** By user and key, what was acknowledged last; undefined for a deletion. */
    const acknowledged = new Map<string, string | undefined>();
    for (let round = 0; round < ROUNDS; round++) {
      await using worker = startWorker(path, `round${round}`, "./user-memory/worker.test-helper.ts");
      await worker.reach(randomInt(1, 40));
      await worker.kill();
      const lines = worker.lines.map((line) => line.split(" "));
      for (const [, userId, key, value] of lines) acknowledged.set(`${userId} ${key}`, value);
      await using store = await open(path);
      // Of each user one write may be in the file that was not told of: the next one.
      expect(await differences(store, acknowledged)).toSatisfy((all: readonly string[]) =>
        ["ada", "bob", "eve", "dan"].every((user) => all.filter((each) => each.startsWith(user)).length <= 1),
      );
      for (const userId of ["ada", "bob", "eve", "dan"]) await store.userMemory.clear(scopeOf(userId));
      acknowledged.clear();
      await store.userMemory.set(scopeOf("kept"), `${round}`, round);
      const { keys } = await store.userMemory.keys(scopeOf("kept"));
      expect(keys).toHaveLength(round + 1);
    }
  }, 60_000);
});

/** The users and keys whose value is not the one that was acknowledged last. */
async function differences(
  store: Awaited<ReturnType<typeof open>>,
  acknowledged: ReadonlyMap<string, string | undefined>,
): Promise<string[]> {
  const found = new Map<string, unknown>();
  for (const userId of ["ada", "bob", "eve", "dan"])
    for (const { key, value } of (await store.userMemory.entries(scopeOf(userId))).entries)
      found.set(`${userId} ${key}`, value);
  const places = new Set([...found.keys(), ...acknowledged.keys()]);
  return [...places].filter((place) => found.get(place) !== acknowledged.get(place));
}
