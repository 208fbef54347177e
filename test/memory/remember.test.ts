import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import type { MemorySettings } from "@pergola/config";
import { duckdb } from "@pergola/memory-duckdb";
import { defineWorkflow } from "@pergola/pipeline";
import { createInMemoryConversationStore } from "@pergola/resources";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** Ids that something might take for one another. */
const HOSTILE_IDS = [
  ...["user1", "user10", "User1", "user1 ", "a:b", "a", "b", "a:b:c", '["a","b"]', "%", "_", "*"],
  ...["'; DROP TABLE user_memory; --", '"', "\\", "../user1", "user1\u0000", "user\u200b1", "\ufeffuser1"],
  ...["us\u00e9r1", "use\u0301r1", "us\u0435r1", "null", "undefined", "__proto__", "0"],
  ...["x".repeat(10_240), `${"x".repeat(10_239)}y`],
];

/** Does what the message says: `remember KEY VALUE`, `forget KEY`, or answers with what is kept under a key. */
const workflow = defineWorkflow({
  stages: {
    parse: [
      async function keep({ message, remember, forget }) {
        const [order, key = "", value] = JSON.parse(message) as string[];
        if (order === "remember") await remember(key, { value });
        if (order === "forget") await forget(key);
      },
    ],
    deliver: [
      async ({ message, memory, setResponse }) => {
        const [, key = ""] = JSON.parse(message) as string[];
        const kept = await memory<{ value: string }>(key, { value: "nothing" });
        setResponse(`${kept?.value}`);
      },
    ],
  },
});

const start = (memory: MemorySettings) =>
  createAgent({ name: "keeper" }).withMemory(memory).withWorkflow(workflow).start();

type Keeper = Awaited<ReturnType<typeof start>>;
interface Whose {
  readonly userId: string;
  readonly tenantId?: string;
}

const say = async (agent: Keeper, whose: Whose, ...order: readonly string[]) =>
  (await agent.chat(JSON.stringify(order), whose)).text;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-remember-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.each<[string, () => MemorySettings]>([
  ["in memory", () => ({ type: "conversation" })],
  [
    "in a DuckDB file",
    () => ({ type: "conversation", provider: duckdb({ path: join(folder, "m.duckdb") }) }),
  ],
])("remember, memory and forget of a workflow, %s", (_, memory) => {
  it("keep values of a user from one session to another, until they are forgotten", async () => {
    await using agent = await start(memory());
    const ada = { userId: "ada" };
    expect(await say(agent, ada, "recall", "tea")).toBe("nothing");
    expect(await say(agent, ada, "remember", "tea", "green")).toBe("green");
    expect(await say(agent, ada, "recall", "tea")).toBe("green");
    expect(await say(agent, ada, "remember", "tea", "black")).toBe("black");
    expect(await say(agent, { userId: "bob" }, "recall", "tea")).toBe("nothing");
    expect(await say(agent, { userId: "bob" }, "forget", "tea")).toBe("nothing");
    expect(await say(agent, ada, "recall", "tea")).toBe("black");
    expect(await say(agent, ada, "forget", "tea")).toBe("nothing");
    expect(await say(agent, ada, "recall", "tea")).toBe("nothing");
  });

  it("mix up no two users or tenants, many at once, whatever they and the keys are called", async () => {
    await using agent = await start(memory());
    const everybody: Whose[] = [
      ...HOSTILE_IDS.map((userId) => ({ userId })),
      ...HOSTILE_IDS.map((tenantId) => ({ tenantId, userId: "ada" })),
    ];
    const keyOf = (index: number) => HOSTILE_IDS[index % (HOSTILE_IDS.length - 2)] as string;
    await Promise.all(
      everybody.map((whose, index) => say(agent, whose, "remember", "name", `I am ${index}`)),
    );
    await Promise.all(
      everybody.map((whose, index) => say(agent, whose, "remember", keyOf(index), `own of ${index}`)),
    );
    const names = await Promise.all(everybody.map((whose) => say(agent, whose, "recall", "name")));
    expect(names).toEqual(everybody.map((_whose, index) => `I am ${index}`));
    for (const [index, { userId, tenantId = "local" }] of everybody.entries()) {
      const scope = { tenantId, userId, agentId: agent.name };
      const { entries } = await agent.memory.userMemory.entries(scope);
      expect(Object.fromEntries(entries.map(({ key, value }) => [key, value]))).toEqual(
        Object.fromEntries([
          ["name", { value: `I am ${index}` }],
          [keyOf(index), { value: `own of ${index}` }],
        ]),
      );
    }
  }, 60_000);
});

it("what is remembered in a DuckDB file is there after a restart, of each user alone", async () => {
  const memory: MemorySettings = { database: duckdb({ path: join(folder, "m.duckdb") }) };
  for (const [round, before] of ["nothing", "0", "1"].entries()) {
    await using agent = await start(memory);
    for (const userId of ["ada", "bob"]) {
      const own = before === "nothing" ? before : `${userId} ${before}`;
      expect(await say(agent, { userId }, "recall", "round")).toBe(own);
      await say(agent, { userId }, "remember", "round", `${userId} ${round}`);
    }
  }
});

it("what is too much for a user fails the turn with its code, and keeps what was there", async () => {
  const store = createInMemoryConversationStore({ userMemory: { maxEntriesPerUser: 1 } });
  await using agent = await createAgent({ name: "keeper" }).withMemory(store).withWorkflow(workflow).start();
  const ada = { userId: "ada" };
  await say(agent, ada, "remember", "a", "kept");
  await expect(say(agent, ada, "remember", "b", "refused")).rejects.toMatchObject({
    code: "USER_MEMORY_QUOTA_EXCEEDED",
  });
  expect(await say(agent, ada, "recall", "a")).toBe("kept");
});

it("tells null from nothing", async () => {
  const asked = defineWorkflow({
    stages: {
      parse: [({ remember }) => remember("a", null)],
      deliver: [
        async ({ memory, setResponse }) =>
          setResponse(JSON.stringify([await memory("a", "no a"), await memory("b", "no b")])),
      ],
    },
  });
  await using agent = await createAgent().withMemory({ type: "conversation" }).withWorkflow(asked).start();
  expect((await agent.chat("hello")).text).toBe('[null,"no b"]');
});
