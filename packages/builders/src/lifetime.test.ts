import { createScope } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import {
  type ConversationStore,
  createInMemoryConversationStore,
  type ProviderFactory,
} from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createAgent } from "./index.ts";

const scope = createScope({ tenantId: "local", agentId: "agent", userId: "default" });

/** A provider of stores over the same data, and how many of them are open. */
function counting(over: Partial<ConversationStore> = {}) {
  const open = new Set<object>();
  const identity = {};
  const provider: ProviderFactory<"memory"> = {
    category: "memory",
    name: "counting",
    configSchema: z.object({}),
    async create() {
      const store = createInMemoryConversationStore();
      open.add(store);
      const close = async () => void open.delete(store);
      return Object.assign(store, { identity, close, ...over });
    },
  };
  return { provider, open, memory: { type: "conversation" as const, provider } };
}

const talking = (model = new ScriptedChatModel(["hello"])) => createAgent().withStep("llm", { model });

describe("close()", () => {
  it("waits for a turn that was asked for just before", async () => {
    const { open, memory } = counting();
    const agent = await talking().withMemory(memory).start();
    const turn = agent.chat("a");
    await agent.close();
    expect((await turn).text).toBe("hello");
    expect(open.size).toBe(0);
  });

  it("waits for a turn whose agent is still being opened, and for a child run", async () => {
    const { open, memory } = counting();
    const agent = await talking(new ScriptedChatModel(["hello", "hello"]))
      .withMemory(memory)
      .build();
    const turn = agent.chat("a");
    const child = agent.invoke("b", { scope, signal: new AbortController().signal });
    await agent.close();
    expect([(await turn).text, (await child).text]).toEqual(["hello", "hello"]);
    expect(open.size).toBe(0);
  });

  it("refuses everything that is asked for afterwards, also while it still waits", async () => {
    const model = new ScriptedChatModel([{ hang: true }]);
    const agent = await talking(model).start();
    const stop = new AbortController();
    const turn = agent.chat("a", { signal: stop.signal });
    const closing = agent.close();
    await expect(agent.chat("b")).rejects.toMatchObject({ code: "AGENT_CLOSED" });
    await expect(agent.start()).rejects.toMatchObject({ code: "AGENT_CLOSED" });
    stop.abort();
    await expect(turn).rejects.toThrow();
    await closing;
    expect(agent.close()).toBe(agent.close());
  });

  it("closes the rest when one part fails to close, and says so", async () => {
    const { memory } = counting({ close: () => Promise.reject(new Error("disk")) });
    let isClosed = false;
    const close = () => {
      isClosed = true;
    };
    const llm: ProviderFactory<"llm"> = {
      category: "llm",
      name: "x",
      configSchema: z.object({}),
      create: async () => Object.assign(new ScriptedChatModel(["a"]), { close }),
    };
    const agent = await createAgent().withProvider(llm).withMemory(memory).withStep("llm", {}).start();
    await agent.chat("a");
    await expect(agent.close()).rejects.toThrow("disk");
    expect(isClosed).toBe(true);
  });

  it("is what `await using` does", async () => {
    const { open, memory } = counting();
    {
      await using agent = await talking().withMemory(memory).start();
      await agent.chat("a");
    }
    expect(open.size).toBe(0);
  });
});

describe("start()", () => {
  it("of a builder closes what it opened when it fails", async () => {
    const { open, memory } = counting();
    const first = await talking().withMemory(memory).start();
    const second = talking().withMemory(memory).withVersion("2.0.0");
    await expect(second.start()).rejects.toMatchObject({ code: "AGENT_CONFLICT" });
    expect(open.size).toBe(1);
    await first.close();
    await (await second.start()).close();
    expect(open.size).toBe(0);
  });

  it("may be tried again after a failure", async () => {
    let attempts = 0;
    const { provider } = counting();
    const flaky: typeof provider = {
      ...provider,
      async create(config, context) {
        attempts += 1;
        if (attempts === 1) throw new Error("locked");
        return provider.create(config, context);
      },
    };
    const agent = await talking().withMemory({ type: "conversation", provider: flaky }).build();
    await expect(agent.start()).rejects.toThrow("locked");
    expect(() => agent.memory).toThrow(expect.objectContaining({ code: "AGENT_NOT_STARTED" }));
    expect(await agent.start()).toBe(agent);
    expect(agent.memory).toBeDefined();
    await agent.close();
    expect(attempts).toBe(2);
  });

  it("compares definitions whatever their configs hold", async () => {
    const config: Record<string, unknown> = { big: 1n, when: new Date(0), run: () => 1, none: null };
    config.self = config;
    const strategy = {
      name: "odd",
      configSchema: z.looseObject({}),
      nodeName: () => "odd",
      createStep: () => () => undefined,
    };
    const store = createInMemoryConversationStore();
    const builder = createAgent()
      .withMemory(store)
      .withStep(strategy, config as never);
    const [first, same] = [await builder.start(), await builder.start()];
    const other = createAgent()
      .withMemory(store)
      .withStep(strategy, { ...config, big: 2n } as never);
    await expect(other.start()).rejects.toMatchObject({ code: "AGENT_CONFLICT" });
    await Promise.all([first.close(), same.close()]);
    await (await other.start()).close();
  });
});

describe("an agent without memory", () => {
  it("says so when its conversations are asked for", async () => {
    const agent = await talking().build();
    expect(() => agent.memory).toThrow(expect.objectContaining({ code: "MEMORY_NOT_CONFIGURED" }));
  });
});
