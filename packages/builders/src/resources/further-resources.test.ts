import { createScope } from "@pergola/core";
import type { StepRun } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import {
  createInMemoryConversationStore,
  createInMemoryStorage,
  defineResource,
  type RunBinding,
} from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createAgent } from "../index.ts";

const noop = () => undefined;
const scope = createScope({ tenantId: "local", agentId: "agent", userId: "ada" });

/** An agent whose one step looks at its run. */
const looking = (look: (run: StepRun) => unknown) =>
  createAgent().withStep("custom", {
    step: async (_state, { run }) => void (await look(run as StepRun)),
  });

/** A provider of a category that this project knows nothing of. */
const speaker = {
  category: "tts",
  name: "acme",
  configSchema: z.strictObject({ voice: z.string() }),
  create: async ({ voice }: { voice: string }) => ({ say: (text: string) => `${voice}: ${text}` }),
} as never;

interface Speaker {
  say(text: string): string;
}

describe("a further resource", () => {
  it.each([
    ["its key is the category", "tts", { provider: "acme", voice: "Ida" }],
    ["category and name", "voice", { provider: "tts/acme", voice: "Ida" }],
    ["a category of its own", "voice", { provider: "acme", category: "tts", voice: "Ida" }],
  ])("comes from a provider by its name: %s", async (_how, key, reference) => {
    const said: string[] = [];
    await using agent = await looking((run) => said.push((run.resource(key) as Speaker).say("hello")))
      .withProvider(speaker)
      .withResource(key, reference)
      .start();
    await agent.chat("x");
    expect(said).toEqual(["Ida: hello"]);
    expect((agent.resource(key) as Speaker).say("you")).toBe("Ida: you");
  });

  it("comes from a provider as it is, with the config beside it", async () => {
    await using agent = await looking(noop).withResource("tts", speaker, { voice: "Bo" }).start();
    expect((agent.resource("tts") as Speaker).say("x")).toBe("Bo: x");
  });

  it("that can be bound is bound to the run that asks", async () => {
    const bound: Partial<RunBinding>[] = [];
    const counter = {
      name: "counter",
      category: "counter",
      bind: (run: RunBinding) => void bound.push(run),
      close: async () => {},
    };
    await using agent = await looking((run) => run.resource("counter"))
      .withResource("counter", counter)
      .start();
    await agent.chat("x", { userId: "ada" });
    expect(bound).toMatchObject([{ scope, step: "custom_step_0" }]);
  });

  it("that has a bind() of its own is not bound", async () => {
    const directory = { bind: () => expect.fail("a directory's bind is its own") };
    const seen: unknown[] = [];
    await using agent = await looking((run) => seen.push(run.resource("ldap")))
      .withResource("ldap", directory)
      .start();
    await agent.chat("x");
    expect(seen).toEqual([directory]);
  });

  it.each([
    ["handed in ready", () => createInMemoryStorage()],
    ["of a definition", () => ({ create: () => createInMemoryStorage() })],
    [
      "of a provider of another category",
      () => ({
        category: "archive",
        name: "acme",
        configSchema: z.object({}),
        create: async () => createInMemoryStorage(),
      }),
    ],
  ])(
    "that is a storage gives each user his own files, whatever it is called: %s",
    async (_how, reference) => {
      await using agent = await looking(async (run) => {
        const reports = run.resource("reports") as { list(): Promise<unknown[]> };
        expect(await reports.list()).toHaveLength(run.scope.userId === "ada" ? 1 : 0);
      })
        .withResource("reports", reference())
        .start();
      await (agent.resource("reports") as typeof agent.storage).write(scope, "a.md", "x");
      await agent.chat("x", { userId: "ada" });
      await agent.chat("x", { userId: "bob" });
    },
  );

  it.each([
    ["the storage", (provider: never) => createAgent().withStorage(provider)],
    ["a further resource", (provider: never) => createAgent().withResource("reports", provider)],
  ])("that a provider calls a storage and that lacks methods does not start: as %s", async (_, given) => {
    const half = { read: async () => "of anybody", write: noop, list: async () => ["ada", "bob"] };
    const provider = {
      category: "storage",
      name: "half",
      configSchema: z.object({}),
      create: async () => half,
    };
    await using agent = await given(provider as never)
      .withStep("custom", { step: noop })
      .build();
    await expect(agent.start()).rejects.toMatchObject({
      code: "RESOURCE_START_FAILED",
      cause: {
        code: "RESOURCE_MALFORMED",
        message: expect.stringMatching(/storage\/half.*stat\(\)/),
        details: { provider: "half", missing: expect.arrayContaining(["stat", "delete"]) },
      },
    });
  });

  it("that is a model answers a step beside the agent's own", async () => {
    const answers: string[] = [];
    const tts = { category: "llm", name: "acme", configSchema: z.looseObject({}) } as const;
    const made: unknown[] = [];
    const provider = {
      ...tts,
      create: async (config: unknown) => {
        made.push(config);
        return new ScriptedChatModel(["from the provider"]);
      },
    };
    await using agent = await looking(async (run) => {
      for (const key of ["llm", "reasoning", "claude"]) {
        const llm = run.resource(key) as ReturnType<typeof run.resource<"llm">>;
        answers.push((await llm.generate("x")).content);
      }
    })
      .withLlm(new ScriptedChatModel(["from the agent"]))
      .withResource("reasoning", new ScriptedChatModel(["from the other"]))
      .withResource("claude", provider, { model: "large" })
      .start();
    await agent.chat("x");
    expect(answers).toEqual(["from the agent", "from the other", "from the provider"]);
    expect(made).toEqual([{ model: "large" }]);
  });

  it("that is a model answers a tool, and what it says to that is not the answer of the run", async () => {
    const ask = defineTool({
      name: "ask",
      description: "Asks the judge.",
      input: z.object({}),
      execute: async (_input, { resource }) => {
        const judge = resource("judge") as ReturnType<typeof resource<"llm">>;
        return (await judge.generate("x")).content;
      },
    });
    await using agent = await createAgent()
      .withLlm(new ScriptedChatModel([{ toolCalls: [{ name: "ask", arguments: {} }] }, "Done."]))
      .withResource("judge", new ScriptedChatModel(["Guilty."], { direct: true }))
      .withTools([ask])
      .start();
    const stream = agent.stream("x");
    let told = "";
    for await (const text of stream.text) told += text;
    expect(told).toBe("Done.");
    expect((await stream.result).toolCalls).toMatchObject([{ name: "ask", result: "Guilty." }]);
  });

  it("is made after what it needs, and gets it", async () => {
    const index = defineResource({
      key: "index",
      dependencies: ["storage"],
      create: ({ storage }) => ({ storage }),
    });
    await using agent = await looking(noop).withResource(index).withStorage(createInMemoryStorage()).start();
    expect(agent.resource("index")).toEqual({ storage: agent.storage });
  });

  it("that nobody has configured is told with those that there are", async () => {
    const codes: unknown[] = [];
    const asked = ["index", "memory-database", "store", "storage", "constructor"];
    await using agent = await looking((run) => {
      for (const key of asked)
        try {
          run.resource(key);
        } catch (error) {
          codes.push((error as { code: string; hint: string }).code, (error as { hint: string }).hint);
        }
    })
      .withMemory(createInMemoryConversationStore())
      .withResource("reports", createInMemoryStorage())
      .withResource("store", { create: () => createInMemoryConversationStore() })
      .start();
    await agent.chat("x");
    expect(codes).toEqual([
      "RESOURCE_NOT_FOUND",
      expect.stringContaining("llm, memory, reports, store, tools"),
      "RESOURCE_NOT_FOUND",
      expect.stringContaining("agent.memory"),
      "RESOURCE_NOT_FOUND",
      expect.stringContaining("agent.memory"),
      "STORAGE_NOT_CONFIGURED",
      expect.stringContaining("withStorage()"),
      "RESOURCE_NOT_FOUND",
      expect.any(String),
    ]);
  });
});
