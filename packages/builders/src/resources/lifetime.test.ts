import { createScope, isPergolaError, type Logger, silentLogger } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import {
  createInMemoryConversationStore,
  createInMemoryStorage,
  type ResourceDefinition,
} from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createAgent } from "../index.ts";

const noop = () => undefined;
const talking = () => createAgent().withStep("custom", { step: noop });
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Definitions that write down what happens to them. */
function diary() {
  const entries: string[] = [];
  const resource = (key: string, part: Partial<ResourceDefinition> = {}): ResourceDefinition => ({
    key,
    create: () => {
      entries.push(`create ${key}`);
      return {
        async close() {
          entries.push(`close ${key}`);
        },
      };
    },
    ...part,
  });
  return { entries, resource };
}

const failing = (key: string, message: string) => ({
  create: () => {
    throw new Error(`${key} ${message}`);
  },
});

describe("the resources of an agent", () => {
  it("start in order of what they need, and close in reverse", async () => {
    const { entries, resource } = diary();
    const agent = await talking()
      .withResource("search", resource("search", { dependencies: ["index"] }))
      .withResource("index", resource("index", { dependencies: ["files"] }))
      .withResource("files", resource("files"))
      .start();
    await agent.close();
    await agent.close();
    expect(entries).toEqual([
      ...["create files", "create index", "create search"],
      ...["close search", "close index", "close files"],
    ]);
  });

  it("that fail close those that had started, name the failing one with its chain, and may be started again", async () => {
    const { entries, resource } = diary();
    let isDown = true;
    const index = resource("index", { dependencies: ["files"] });
    const create: ResourceDefinition["create"] = (needed, context) => {
      if (isDown) throw new Error("no index");
      return index.create(needed, context);
    };
    const agent = await talking()
      .withMemory({ type: "conversation" })
      .withResource("search", resource("search", { dependencies: ["index"] }))
      .withResource("index", { ...index, create })
      .withResource("files", resource("files"))
      .build();
    await expect(agent.start()).rejects.toMatchObject({
      code: "RESOURCE_START_FAILED",
      message: 'The resource "index" (needed by search → index) failed while it was made: no index',
      details: { key: "index", chain: ["search", "index"] },
    });
    expect(entries).toEqual(["create files", "close files"]);
    expect(() => agent.memory).toThrow(expect.objectContaining({ code: "AGENT_NOT_STARTED" }));
    isDown = false;
    await agent.chat("x", { sessionId: "s" });
    await agent.close();
    expect(entries.slice(2)).toEqual([
      ...["create files", "create index", "create search"],
      ...["close search", "close index", "close files"],
    ]);
  });

  it("all close even if one of them fails, and it is told", async () => {
    const { entries, resource } = diary();
    const stuck = {
      create: () => ({
        async close() {
          throw new Error("stuck");
        },
      }),
    };
    const agent = await talking()
      .withResource("files", resource("files"))
      .withResource("stuck", stuck)
      .withResource("index", resource("index"))
      .start();
    await expect(agent.close()).rejects.toMatchObject({
      code: "RESOURCE_CLOSE_FAILED",
      message: expect.stringContaining('"stuck": stuck'),
    });
    expect(entries.slice(2)).toEqual(["close index", "close files"]);
  });

  it("close after the runs that use them", async () => {
    const storage = createInMemoryStorage();
    const { promise, resolve } = Promise.withResolvers<void>();
    let isWriting = false;
    const agent = await createAgent()
      .withStorage({
        provider: {
          category: "storage",
          name: "own",
          configSchema: z.looseObject({}),
          create: async () => storage,
        },
      })
      .withStep("custom", {
        async step(_state, { run }) {
          isWriting = true;
          await promise;
          await run?.resource("storage").write("a.md", "x");
        },
      })
      .start();
    const turn = agent.chat("x");
    await expect.poll(() => isWriting).toBe(true);
    const closing = agent.close();
    await tick();
    resolve();
    await turn;
    await closing;
    const scope = createScope({ tenantId: "local", agentId: "agent", userId: "default" });
    await expect(storage.list(scope)).rejects.toMatchObject({ code: "STORE_CLOSED" });
  });

  it("that were handed in ready are their owner's to start and to close", async () => {
    const calls: string[] = [];
    const queue = {
      initialize: async () => void calls.push("initialize"),
      close: async () => void calls.push("close"),
    };
    const [storage, store] = [createInMemoryStorage(), createInMemoryConversationStore()];
    const agent = await talking().withStorage(storage).withMemory(store).withResource("queue", queue).start();
    expect([agent.storage, agent.resource("memory"), agent.resource("queue")]).toEqual([
      storage,
      store,
      queue,
    ]);
    await agent.close();
    expect(calls).toEqual([]);
    const scope = createScope({ tenantId: "local", agentId: "agent", userId: "ada" });
    expect(await storage.list(scope)).toEqual([]);
    expect((await store.sessions(scope, {})).sessions).toEqual([]);
  });

  it("stop starting when nobody waits any more: start({ signal }), or a run that is stopped", async () => {
    const { entries, resource } = diary();
    const signals: AbortSignal[] = [];
    const hanging: ResourceDefinition["create"] = (_needed, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const agent = await talking()
      .withResource("files", resource("files"))
      .withResource("hangs", { create: hanging })
      .build();
    const ways = [
      (signal: AbortSignal) => agent.start({ signal }),
      (signal: AbortSignal) => agent.chat("x", { signal }),
    ];
    for (const [index, way] of ways.entries()) {
      const stop = new AbortController();
      const waiting = way(stop.signal);
      await expect.poll(() => signals.length).toBe(index + 1);
      stop.abort(new Error("enough"));
      await expect(waiting).rejects.toThrow("enough");
      expect(signals[index]?.aborted).toBe(true);
    }
    expect(entries).toEqual(["create files", "close files", "create files", "close files"]);
    await agent.close();
  });

  it("stop starting, and the agent is closed, when the signal of a builder's start fires", async () => {
    const { entries, resource } = diary();
    const stop = new AbortController();
    const starting = talking()
      .withResource("files", resource("files"))
      .withResource("hangs", {
        create: () => {
          stop.abort(new Error("enough"));
          return new Promise<object>(() => {});
        },
      })
      .start({ signal: stop.signal });
    await expect(starting).rejects.toThrow("enough");
    expect(entries).toEqual(["create files", "close files"]);
    await expect(talking().start({ signal: stop.signal })).rejects.toThrow("enough");
  });

  it("stop starting when the agent is closed meanwhile", async () => {
    let isStarting = false;
    const hanging = {
      create: () => {
        isStarting = true;
        return new Promise<object>(() => {});
      },
    };
    const agent = await talking().withResource("hangs", hanging).build();
    const starting = agent.start();
    await expect.poll(() => isStarting).toBe(true);
    await Promise.all([
      expect(starting).rejects.toMatchObject({ code: "AGENT_CLOSED" }),
      expect(agent.close()).resolves.toBeUndefined(),
    ]);
  });

  it("are opened once for all that start at the same time", async () => {
    const { entries, resource } = diary();
    const agent = await talking().withResource("files", resource("files")).build();
    await Promise.all([agent.start(), agent.chat("a"), agent.start(), agent.chat("b")]);
    await agent.close();
    expect(entries).toEqual(["create files", "close files"]);
  });

  it("that do not close after a start that failed hide nothing of why it failed", async () => {
    const lines: unknown[] = [];
    const logger: Logger = {
      ...silentLogger,
      warn: (message, fields) => void lines.push(message, fields?.error),
      child: () => logger,
    };
    const store = createInMemoryConversationStore();
    await using other = await talking().withMemory(store).start();
    const stuck = new Error("stuck");
    const conflicting = createAgent({}, { logger })
      .withStep("custom", { step: noop, nodeName: "another" })
      .withMemory(store)
      .withResource("files", {
        create: () => ({
          close() {
            throw stuck;
          },
        }),
      });
    await expect(conflicting.start()).rejects.toMatchObject({ code: "AGENT_CONFLICT" });
    expect(lines).toMatchObject([
      "What could not be started did not close.",
      { code: "RESOURCE_CLOSE_FAILED" },
    ]);
    expect(other.name).toBe("agent");
  });

  it("are gone from a builder whose start fails", async () => {
    const { entries, resource } = diary();
    const starting = talking()
      .withResource("files", resource("files"))
      .withResource("bad", failing("bad", "is down"))
      .start();
    await expect(starting).rejects.toThrow("bad is down");
    expect(entries).toEqual(["create files", "close files"]);
  });
});

describe("what was never configured", () => {
  it.each([
    ["memory", "MEMORY_NOT_CONFIGURED", "No memory configured: call withMemory() first."],
    ["storage", "STORAGE_NOT_CONFIGURED", "No storage configured: call withStorage() first."],
    ["tools", "TOOLS_NOT_CONFIGURED", "No tools configured: call withTools() first."],
    ["llm", "LLM_NOT_CONFIGURED", "No LLM configured: call withLlm() first."],
  ] as const)("is told in one voice: %s", async (key, code, message) => {
    await using agent = await talking().start();
    expect(() => agent.resource(key)).toThrow(expect.objectContaining({ code, message }));
    if (key !== "llm") expect(() => agent[key]).toThrow(expect.objectContaining({ code, message }));
  });

  it("is told apart from what is not open yet, what is closed, and what there is not", async () => {
    const agent = await talking()
      .withLlm(new ScriptedChatModel([]))
      .withStorage(createInMemoryStorage())
      .build();
    const code = (use: () => unknown) => {
      try {
        return use();
      } catch (error) {
        return isPergolaError(error) ? error.code : error;
      }
    };
    const codes = () => [code(() => agent.storage), code(() => agent.resource("llm"))];
    expect(codes()).toEqual(["AGENT_NOT_STARTED", "AGENT_NOT_STARTED"]);
    await agent.start();
    expect(code(() => agent.resource("reports"))).toBe("RESOURCE_NOT_FOUND");
    expect(agent.resource("llm").describe()).toContain("scripted");
    await agent.close();
    expect(codes()).toEqual(["AGENT_CLOSED", "AGENT_CLOSED"]);
  });
});

describe("the resources as a graph", () => {
  it("have a node each and an edge to what each needs, before and after the start", async () => {
    const agent = await talking()
      .withName("library")
      .withLlm(new ScriptedChatModel([]))
      .withMemory({ type: "conversation" })
      .withStorage(createInMemoryStorage())
      .withResource("index", { dependencies: ["storage"], create: () => ({}) })
      .build();
    const states = () => agent.describeResources().nodes.map(({ id, metadata }) => [id, metadata?.state]);
    const keys = ["llm", "memory", "storage", "index"];
    expect(agent.describeResources()).toMatchObject({
      name: "library",
      kind: "resources",
      edges: [{ from: "index", to: "storage" }],
    });
    expect(states()).toEqual(keys.map((key) => [key, "idle"]));
    await agent.start();
    expect(states()).toEqual(keys.map((key) => [key, "ready"]));
    await agent.close();
  });
});
