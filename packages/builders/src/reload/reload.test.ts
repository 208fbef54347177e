import type { AgentConfig } from "@pergola/config";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import {
  type ConversationStore,
  createInMemoryConversationStore,
  defineResource,
  type ProviderFactory,
  type StoredMessage,
} from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createAgent } from "../index.ts";

interface Made {
  readonly model: ScriptedChatModel;
  readonly config: Readonly<Record<string, unknown>>;
  isClosed: boolean;
}

/** Says the same each time, and not before the gate of the call is open. */
class HeldModel extends ScriptedChatModel {
  readonly #gate: () => Promise<void>;

  constructor(text: string, gate: () => Promise<void>) {
    super(Array.from({ length: 20 }, () => text));
    this.#gate = gate;
  }

  override async *_streamResponseChunks(...call: Parameters<ScriptedChatModel["_streamResponseChunks"]>) {
    await this.#gate();
    yield* super._streamResponseChunks(...call);
  }
}

/** A provider whose models answer with the config that they were made with, and wait where the test says. */
function answering() {
  const made: Made[] = [];
  let gate: Promise<void> = Promise.resolve();
  const provider: ProviderFactory<"llm"> = {
    category: "llm",
    name: "answering",
    configSchema: z.looseObject({ tone: z.enum(["kind", "brief", "odd"]).default("kind") }),
    async create(config) {
      const own = config as Made["config"];
      const model = new HeldModel(String(own.tone ?? "kind"), () => gate);
      const entry: Made = { model, config: own, isClosed: false };
      made.push(entry);
      return Object.assign(model, {
        close: async () => {
          entry.isClosed = true;
        },
      });
    },
  };
  return {
    provider,
    made,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

/** A memory that says when it is opened and closed. */
function remembering(diary: string[], fails?: (path: unknown) => Error | undefined) {
  const provider: ProviderFactory<"memory"> = {
    category: "memory",
    name: "remembering",
    configSchema: z.looseObject({}),
    async create(config) {
      const { path } = config as { readonly path?: string };
      const error = fails?.(path);
      if (error !== undefined) throw error;
      diary.push(`open ${path}`);
      const store = createInMemoryConversationStore();
      const close = async () => {
        diary.push(`close ${path}`);
        await store.close();
      };
      return new Proxy(store, {
        get: (target, key) => {
          if (key === "close" || key === Symbol.asyncDispose) return close;
          const value: unknown = Reflect.get(target, key);
          return typeof value === "function" ? value.bind(target) : value;
        },
      }) as ConversationStore;
    },
  };
  return provider;
}

const toned = (config: AgentConfig, tone: string) => config.withLlm({ provider: "answering", tone });

function builder({ provider }: { readonly provider: ProviderFactory<"llm"> }) {
  return createAgent({ name: "helper" })
    .withProvider(provider)
    .withLlm({ provider: "answering", tone: "kind" })
    .withStep("llm", {});
}

const contents = (messages: readonly StoredMessage[]) => messages.map(({ content }) => content);

describe("a reload", () => {
  it("makes the next run use the new values, and what it did not change goes on", async () => {
    const models = answering();
    await using agent = await builder(models).withMemory({ type: "conversation" }).start();
    const { memory } = agent;
    const session = { sessionId: "one" };
    expect((await agent.chat("a", session)).text).toBe("kind");
    const { outcome, changes } = await agent.reload(toned(agent.definition, "brief").withVersion("2.0.0"));
    expect([outcome, changes.map(({ path }) => path)]).toEqual(["reloaded", [["version"], ["llm", "tone"]]]);
    expect((await agent.chat("b", session)).text).toBe("brief");
    expect(agent.version).toBe("2.0.0");
    expect(agent.memory).toBe(memory);
    const transcript = await agent.memory.transcript({
      tenantId: "local",
      userId: "default",
      agentId: "helper",
      sessionId: "one",
    });
    expect(transcript?.turns.map(({ messages }) => contents(messages))).toEqual([
      ["a", "kind"],
      ["b", "brief"],
    ]);
    await expect.poll(() => models.made.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it("of equal definitions does nothing", async () => {
    const models = answering();
    await using agent = await builder(models).start();
    await agent.chat("a");
    const { graph } = agent;
    expect(await agent.reload(toned(agent.definition, "kind"))).toEqual({
      outcome: "unchanged",
      changes: [],
    });
    expect(agent.graph).toBe(graph);
    expect(models.made).toHaveLength(1);
  });

  it("keeps the models when only the prompts are other ones", async () => {
    const models = answering();
    await using agent = await builder(models).start();
    await agent.chat("a");
    const { definition } = agent;
    await agent.reload(definition.with({ steps: [{ step: "llm", config: { systemPrompt: "Be kind." } }] }));
    await agent.chat("b");
    // What was before has been cleared away by now.
    await new Promise((done) => setImmediate(done));
    await agent.chat("c");
    expect(models.made.map(({ isClosed }) => isClosed)).toEqual([false]);
    expect(models.made[0]?.model.calls.map(({ messages }) => messages.length)).toEqual([1, 2, 2]);
    await agent.close();
    expect(models.made[0]?.isClosed).toBe(true);
  });

  it("leaves runs that have begun alone, prompts too, and closes what they used when the last of them has ended", async () => {
    const models = answering();
    // A run of two calls: the second one comes long after the reload.
    await using agent = await builder(models).withStep("llm", { as: "name" }).start();
    const release = models.hold();
    const old = [agent.chat("a").then(({ text }) => text)];
    old.push(
      agent
        .prompt()
        .withUser("b")
        .generate()
        .then(({ content }) => content),
    );
    const opened = agent.prompt().withUser("c").stream();
    const streamed = opened.result.then(({ content }) => content);
    await agent.reload(toned(agent.definition, "brief"));
    const next = agent.prompt().withUser("d").generate();
    expect(models.made[0]?.isClosed).toBe(false);
    release();
    expect(await Promise.all([...old, streamed])).toEqual(["kind", "kind", "kind"]);
    expect((await next).content).toBe("brief");
    await expect.poll(() => models.made.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it("holds what a run uses that came while the agent was neither started nor reloaded", async () => {
    const models = answering();
    await using agent = await builder(models).withStep("llm", { as: "name" }).build();
    const release = models.hold();
    const first = agent.reload(toned(agent.definition, "brief"));
    const run = agent.chat("a");
    await first;
    await expect.poll(() => models.made.length).toBe(1);
    await agent.reload(toned(agent.definition, "odd"));
    await new Promise((done) => setImmediate(done));
    release();
    expect((await run).text).toBe("brief");
  });

  it("of an agent that has not been started is there when it is", async () => {
    const models = answering();
    const diary: string[] = [];
    await using agent = await builder(models)
      .withProvider(remembering(diary))
      .withMemory({ type: "conversation", provider: "remembering", config: { path: "a" } })
      .build();
    const { definition } = agent;
    const memory = { ...definition.memory, config: { path: "b" } };
    await agent.reload(toned(definition, "odd").withMemory(memory));
    expect(diary).toEqual([]);
    expect((await agent.chat("a")).text).toBe("odd");
    expect(diary).toEqual(["open b"]);
  });

  it("opens a changed resource before it takes it, and closes the old one after its last run", async () => {
    const models = answering();
    const diary: string[] = [];
    const agent = await builder(models)
      .withProvider(remembering(diary))
      .withMemory({ type: "conversation", provider: "remembering", config: { path: "a" } })
      .start();
    const release = models.hold();
    const run = agent.chat("a");
    const memory = { ...agent.definition.memory, config: { path: "b" } };
    await agent.reload(agent.definition.withMemory(memory));
    expect(diary).toEqual(["open a", "open b"]);
    release();
    await run;
    await expect.poll(() => diary).toEqual(["open a", "open b", "close a"]);
    await agent.close();
    expect(diary).toEqual(["open a", "open b", "close a", "close b"]);
  });

  it("that does not start leaves everything as it was", async () => {
    const models = answering();
    const diary: string[] = [];
    const fails = (path: unknown) => (path === "b" ? new Error("no such disk") : undefined);
    await using agent = await builder(models)
      .withProvider(remembering(diary, fails))
      .withMemory({ type: "conversation", provider: "remembering", config: { path: "a" } })
      .start();
    const { definition, memory } = agent;
    const other = { ...definition.memory, config: { path: "b" } };
    await expect(agent.reload(toned(definition, "odd").withMemory(other))).rejects.toMatchObject({
      code: "RESOURCE_START_FAILED",
      message: expect.stringContaining("no such disk"),
    });
    expect([agent.definition, agent.memory]).toEqual([definition, memory]);
    expect((await agent.chat("a")).text).toBe("kind");
    expect(diary).toEqual(["open a"]);
    await agent.reload(toned(definition, "odd"));
    expect((await agent.chat("a")).text).toBe("odd");
  });

  it("with a value that nobody takes is told with all defects, and changes nothing", async () => {
    const models = answering();
    await using agent = await builder(models).start();
    await expect(agent.reload(toned(agent.definition, "loud").withVersion("x"))).rejects.toMatchObject({
      code: "INVALID_AGENT_CONFIG",
      details: { problems: [{ path: ["version"] }, { path: ["llm", "tone"] }] },
    });
    expect((await agent.chat("a")).text).toBe("kind");
  });

  it.each([
    ["steps", [{ step: "llm" }], /steps\[0\]/],
    ["steps", [null, 7], /steps\[0\]/],
    ["tools", [null], /tools\[0\]/],
    ["providers", [null], /providers\[0\]/],
    ["resources", { files: null }, /resources\.files: /],
    ["storage", 7, /storage: /],
    ["limits", { timeoutMs: "soon" }, /limits\.timeoutMs: /],
  ])("of a definition with wrong %s (%j) is told what is wrong", async (part, value, message) => {
    const model = new ScriptedChatModel(["still here"]);
    await using agent = await createAgent().withLlm(model).withStep("llm", {}).start();
    const next = agent.definition.with({ [part]: value });
    await expect(agent.reload(next)).rejects.toMatchObject({
      code: "INVALID_AGENT_CONFIG",
      message: expect.stringMatching(message),
    });
    expect((await agent.chat("hello")).text).toBe("still here");
  });

  it("makes anew what needs something that has changed, and nothing else", async () => {
    const models = answering();
    const diary: string[] = [];
    const made = (key: string, dependencies: readonly string[]) =>
      defineResource({
        key,
        dependencies,
        create: (needed) => {
          diary.push(`${key} over ${Object.keys(needed).join()}`);
          return { close: async () => void diary.push(`close ${key}`) };
        },
      });
    await using agent = await builder(models)
      .withProvider(remembering(diary))
      .withMemory({ type: "conversation", provider: "remembering", config: { path: "a" } })
      .withResource("index", made("index", ["memory"]))
      .withResource("other", made("other", []))
      .start();
    const other = agent.resource("other");
    const begun = diary.length;
    await agent.reload(agent.definition.withMemory({ ...agent.definition.memory, config: { path: "b" } }));
    await expect
      .poll(() => diary.slice(begun))
      .toEqual(["open b", "index over memory", "close index", "close a"]);
    expect(agent.resource("other")).toBe(other);
  });

  it("is refused for what the agent is built of, whatever else it changes", async () => {
    const models = answering();
    await using agent = await builder(models).start();
    const other = toned(agent.definition, "odd").withStep({ step: "llm", config: {} });
    await expect(agent.reload(other)).rejects.toMatchObject({
      code: "RESTART_REQUIRED",
      details: { agent: "helper", changes: [{ path: ["steps"], from: ["llm"], to: ["llm", "llm"] }] },
    });
    expect((await agent.chat("a")).text).toBe("kind");
  });
});

describe("several reloads", () => {
  it("go one after the other, the last one counts", async () => {
    const models = answering();
    await using agent = await builder(models).start();
    const tones = ["brief", "odd", "kind", "odd"];
    const reloads = tones.map((tone) => agent.reload(toned(agent.definition, tone)));
    const bad = agent.reload(toned(agent.definition, "loud"));
    const last = agent.reload(toned(agent.definition, "brief"));
    await expect(bad).rejects.toMatchObject({ code: "INVALID_AGENT_CONFIG" });
    const changes = (await Promise.all([...reloads, last])).map((each) => each.changes[0]?.to);
    expect(changes).toEqual(["brief", "odd", "kind", "odd", "brief"]);
    expect((await agent.chat("a")).text).toBe("brief");
  });

  it("are given up by their signal, in the queue and on the way", async () => {
    const models = answering();
    const diary: string[] = [];
    const opening = Promise.withResolvers<void>();
    const memory = remembering(diary);
    const slow: ProviderFactory<"memory"> = {
      ...memory,
      async create(config, context) {
        if ((config as { path?: string }).path === "slow")
          opening.resolve(await new Promise<void>(() => undefined));
        return memory.create(config, context);
      },
    };
    await using agent = await builder(models)
      .withProvider(slow)
      .withMemory({ type: "conversation", provider: "remembering", config: { path: "a" } })
      .start();
    const { definition } = agent;
    const stop = new AbortController();
    const other = { ...definition.memory, config: { path: "slow" } };
    const stuck = agent.reload(definition.withMemory(other), { signal: stop.signal });
    const queued = agent.reload(toned(definition, "odd"), { signal: stop.signal });
    const waiting = agent.reload(toned(definition, "brief"));
    stop.abort(new Error("never mind"));
    await expect(stuck).rejects.toThrow("never mind");
    await expect(queued).rejects.toThrow("never mind");
    expect((await waiting).outcome).toBe("reloaded");
    expect((await agent.chat("a")).text).toBe("brief");
  });
});

describe("closing", () => {
  it("gives up a reload that is under way, and closes what both had", async () => {
    const models = answering();
    const diary: string[] = [];
    const agent = await builder(models)
      .withProvider(remembering(diary))
      .withMemory({ type: "conversation", provider: "remembering", config: { path: "a" } })
      .start();
    const memory = { ...agent.definition.memory, config: { path: "b" } };
    const reload = agent.reload(agent.definition.withMemory(memory));
    const refused = expect(reload).rejects.toMatchObject({ code: "AGENT_CLOSED" });
    await agent.close();
    await refused;
    const opened = diary.filter((each) => each.startsWith("open")).map((each) => each.slice(5));
    const closed = diary.filter((each) => each.startsWith("close")).map((each) => each.slice(6));
    expect(closed.toSorted()).toEqual(opened.toSorted());
    await expect(agent.reload(agent.definition)).rejects.toMatchObject({ code: "AGENT_CLOSED" });
  });

  it("waits for runs of before the reload", async () => {
    const models = answering();
    const agent = await builder(models).start();
    const release = models.hold();
    const run = agent.chat("a");
    await agent.reload(toned(agent.definition, "odd"));
    const closing = agent.close();
    release();
    expect((await run).text).toBe("kind");
    await closing;
    expect(models.made.every(({ isClosed }) => isClosed)).toBe(true);
  });
});

describe("agents of one name on one store", () => {
  it("may be reloaded one after the other; a stranger is refused before and after", async () => {
    const models = answering();
    const store = createInMemoryConversationStore();
    const shared = builder(models).withMemory(store);
    await using first = await shared.start();
    await using second = await shared.start();
    const next = first.definition.withVersion("2.0.0");
    await first.reload(next);
    const stranger = shared.withVersion("3.0.0");
    await expect(stranger.start()).rejects.toMatchObject({ code: "AGENT_CONFLICT" });
    await second.reload(next);
    await expect(shared.start()).rejects.toMatchObject({ code: "AGENT_CONFLICT" });
    await using third = await shared.withVersion("2.0.0").start();
    expect(third.version).toBe("2.0.0");
    await Promise.all([first.close(), second.close(), third.close()]);
    await using last = await stranger.start();
    expect(last.version).toBe("3.0.0");
  });
});
