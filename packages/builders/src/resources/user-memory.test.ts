import type { RunEvent, Scope } from "@pergola/core";
import type { StepRun } from "@pergola/core-steps";
import {
  type ConversationStore,
  createInMemoryConversationStore,
  type MemoryHandle,
} from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { createAgent } from "../create-agent.ts";

const scopeOf = (userId: string, tenantId = "local"): Scope => ({ tenantId, userId, agentId: "agent" });

/** An agent of one step of its own, with a memory. */
const looking = (look: (run: StepRun) => unknown, memory = createInMemoryConversationStore()) =>
  createAgent()
    .withMemory(memory as ConversationStore)
    .withStep("custom", { step: async (_state, { run }) => void (await look(run)) });

const usesOf = (events: readonly RunEvent[]) =>
  events.filter((event): event is RunEvent<"resource-used"> => event.type === "resource-used");

describe("the memory that is lent to a run", () => {
  it("is its user's, in every session, and the program reaches it by scope", async () => {
    const seen: unknown[] = [];
    await using agent = await looking(async (run) => {
      const { scope } = run;
      const memory = run.resource("memory");
      seen.push([await memory.get("name"), (await memory.keys()).keys]);
      await memory.set("name", `${scope.tenantId} ${scope.userId}`);
    }).start();
    const { userMemory } = agent.memory;
    await userMemory.set(scopeOf("ada"), "name", "Ada");
    for (const call of [
      { userId: "ada", sessionId: "one" },
      { userId: "bob" },
      { userId: "ada", tenantId: "other" },
      { userId: "ada", sessionId: "two" },
    ])
      await agent.chat("hello", call);
    expect(seen).toEqual([
      ["Ada", ["name"]],
      [undefined, []],
      [undefined, []],
      ["local ada", ["name"]],
    ]);
    expect(await userMemory.get(scopeOf("bob"), "name")).toBe("local bob");
    expect(await userMemory.get(scopeOf("ada", "other"), "name")).toBe("other ada");
  });

  it("has all calls, of which each is told with its step, its time and its error", async () => {
    await using agent = await looking(async (run) => {
      const memory = run.resource("memory");
      await memory.set("likes/tea", { kind: "green" });
      await memory.set("likes/cake", 1);
      expect(await memory.get("likes/tea")).toEqual({ kind: "green" });
      expect(await memory.entries({ prefix: "likes/", limit: 1 })).toMatchObject({
        entries: [{ key: "likes/cake", value: 1 }],
        nextCursor: expect.any(String),
      });
      expect(await memory.keys()).toEqual({ keys: ["likes/cake", "likes/tea"] });
      expect(await memory.delete("likes/cake")).toBe(true);
      await memory.set("", 1).catch(() => undefined);
      expect(await memory.clear()).toBe(1);
    }).start();
    const used = usesOf(await allEvents(agent.stream({})));
    const told = { resource: "memory", step: "custom_step_0", latencyMs: expect.any(Number) };
    expect(used).toMatchObject([
      ...["set", "set", "get", "entries", "keys", "delete"].map((operation) => ({ ...told, operation })),
      { ...told, operation: "set", error: { code: "USER_MEMORY_ARGUMENT_INVALID" } },
      { ...told, operation: "clear" },
    ]);
    expect(used[0]).not.toHaveProperty("error");
  });

  it("tells of its vectors too, and a vector store of its own under its own key", async () => {
    await using agent = await createAgent()
      .withMemory({ vectorStore: "in-memory", embeddings: "hashing" })
      .withResource("faces", "vector-store/in-memory")
      .withStep("custom", {
        step: async (_state, { run }) => {
          await run.resource("memory").vectors.add({ id: "a", text: "tea" });
          await run.resource("memory").vectors.search("tea");
          await (run.resource("faces") as MemoryHandle["vectors"]).clear();
        },
      })
      .start();
    const used = usesOf(await allEvents(agent.stream({})));
    expect(used.map(({ resource, operation }) => `${resource} ${operation}`)).toEqual([
      "memory vectors.add",
      "memory vectors.search",
      "faces clear",
    ]);
  });

  it("is lent to tools, bound to their call", async () => {
    const remember = defineTool({
      name: "remember",
      description: "Keeps what the user likes.",
      input: z.object({ tea: z.string() }),
      sideEffect: "write",
      execute: async ({ tea }, { resource }) => {
        await resource("memory").set("tea", tea);
        return "kept";
      },
    });
    await using agent = await createAgent()
      .withMemory({ type: "conversation" })
      .withTools([remember])
      .withStep("tool", { tool: "remember", arguments: { tea: "green" }, as: "kept" } as never)
      .start();
    await agent.run({}, { userId: "ada" });
    expect(await agent.memory.userMemory.get(scopeOf("ada"), "tea")).toBe("green");
    expect(await agent.memory.userMemory.keys(scopeOf("bob"))).toEqual({ keys: [] });
  });

  it("is taken back when the run has settled", async () => {
    let kept: MemoryHandle | undefined;
    await using agent = await looking((run) => {
      kept = run.resource("memory");
    }).start();
    await agent.run({}, { userId: "ada" });
    const settled = { code: "RUN_SETTLED" };
    const memory = kept as MemoryHandle;
    const calls = [
      () => memory.get("a"),
      () => memory.set("a", 1),
      () => memory.delete("a"),
      () => memory.keys(),
      () => memory.entries(),
      () => memory.clear(),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject(settled);
    expect(await agent.memory.userMemory.keys(scopeOf("ada"))).toEqual({ keys: [] });
  });

  it("stops with the run, and with the signal of a call", async () => {
    const controller = new AbortController();
    const stopped: unknown[] = [];
    await using agent = await looking(async (run) => {
      const memory = run.resource("memory");
      const own = AbortSignal.abort(new Error("not now"));
      stopped.push(await memory.set("a", 1, { signal: own }).catch((error: Error) => error.message));
      controller.abort(new Error("enough"));
      stopped.push(await memory.set("a", 1).catch((error: Error) => error.message));
    }).start();
    await expect(agent.run({}, { userId: "ada", signal: controller.signal })).rejects.toThrow();
    expect(stopped).toEqual(["not now", "enough"]);
    expect(await agent.memory.userMemory.keys(scopeOf("ada"))).toEqual({ keys: [] });
  });

  it("says so when its database keeps conversations only", async () => {
    const database = Object.assign(createInMemoryConversationStore(), { userMemory: undefined });
    const unsupported = expect.objectContaining({
      code: "USER_MEMORY_NOT_SUPPORTED",
      hint: expect.stringContaining("withMemory("),
    });
    await using agent = await looking((run) => run.resource("memory").get("a"), database as never).start();
    expect(() => agent.memory.userMemory).toThrow(unsupported);
    await expect(agent.run({})).rejects.toEqual(unsupported);
    await agent.memory.sessions(scopeOf("ada"));
  });
});
