import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore, type ProviderFactory } from "@pergola/resources";
import { calculator } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AgentBuilder, createAgent } from "../index.ts";

const noop = () => undefined;
const idle = (builder = createAgent()) => builder.withStep("custom", { step: noop });

async function messageOf(builder: Pick<AgentBuilder, "build">): Promise<string> {
  const error = await builder.build().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: "INVALID_AGENT_CONFIG" });
  return (error as Error).message;
}

describe("build() of a careless definition", () => {
  it("drops no step that has no type, and takes no strategy that is incomplete", async () => {
    const builder = idle()
      .withStep(undefined as never, {} as never)
      .withStep({ name: "half" } as never, {} as never);
    const message = await messageOf(builder);
    expect(message).toContain("steps[1].step: It is missing; expected a text or an object.");
    expect(message).toContain("steps[2].step: The step strategy half lacks: configSchema");
  });

  it("names a step that is none at all", async () => {
    expect(await messageOf(createAgent({ steps: [null as never] }))).toContain(
      'steps[0]: Got null; expected an object. Write { step: "llm", config: {} }',
    );
  });

  it("names things given as tools and providers that are none", async () => {
    const builder = idle()
      .withTools([null as never, 7 as never])
      .withProvider(null as never);
    const message = await messageOf(builder);
    for (const path of ["tools[0]", "tools[1]", "providers[0]"]) expect(message).toContain(path);
  });

  it("tells the option that was meant by one that a step does not have", async () => {
    const message = await messageOf(idle().withStep("tools-loop", { systempromt: "Be brief." } as never));
    expect(message).toMatch(
      /steps\[1\]\.systempromt: There is no option "systempromt"\. Did you mean "systemPrompt"\? Known: .*maxIterations/,
    );
  });

  it("refuses a tool that is not in a list at once", () => {
    expect(() => idle().withTools(calculator() as never)).toThrow(
      expect.objectContaining({
        code: "INVALID_AGENT_CONFIG",
        message: expect.stringContaining("tools: Got an object; expected a list"),
      }),
    );
  });

  it("refuses a memory that is no settings object at once", () => {
    expect(() => idle().withMemory("conversation" as never)).toThrow(
      expect.objectContaining({ code: "INVALID_AGENT_CONFIG" }),
    );
  });

  it.each(["a:b", "a|b", "__start__", "__error__", "__proto__", "constructor", "toString"])(
    "refuses %j as the name of a node, which LangGraph would take for its own",
    async (nodeName) => {
      expect(await messageOf(createAgent().withStep("custom", { step: noop, nodeName }))).toContain(
        `nodeName "${nodeName}" cannot be used`,
      );
    },
  );

  it("names tools that the agent does not have, in every step that may name one", async () => {
    const model = new ScriptedChatModel([]);
    const builder = createAgent()
      .withTools([calculator()])
      .withStep("llm", { model, tools: ["calculater"] })
      .withStep("tools-loop", { model, tools: ["calculater"] })
      .withStep("tool", { tool: "calculater", as: "name" });
    const message = await messageOf(builder);
    for (const path of ["steps[0].tools", "steps[1].tools", "steps[2].tool"])
      expect(message).toContain(`${path}: The agent has no tool "calculater".`);
    expect(message).toContain('Did you mean "calculator"?');
  });

  it("refuses to put a value where the conversation is", async () => {
    const builder = createAgent().withStep("llm", {
      model: new ScriptedChatModel([]),
      as: "messages",
    });
    expect(await messageOf(builder)).toContain('steps[0].as: "messages" holds the conversation');
  });
});

describe("the memory of a definition", () => {
  const seen: unknown[] = [];
  const provider: ProviderFactory<"memory"> = {
    category: "memory",
    name: "shelf",
    configSchema: z.strictObject({ path: z.string().optional() }),
    async create(config, { env }) {
      seen.push([config, env]);
      return createInMemoryConversationStore();
    },
  };
  const memory = { type: "conversation", provider } as const;

  it("is opened with the builder's environment and its own config", async () => {
    const env = { SHELF: "1" };
    const agent = await idle(createAgent({}, { env }))
      .withMemory({ ...memory, config: { path: "x" } })
      .start();
    expect(seen.at(-1)).toEqual([{ path: "x" }, env]);
    await agent.close();
  });

  it("is checked at build, by the provider's schema or by the provider itself", async () => {
    const wrong = { ...memory, config: { pth: "x" } };
    expect(await messageOf(idle().withMemory(wrong))).toContain(
      'memory.config.pth: There is no option "pth". Did you mean "path"?',
    );
    const strict: typeof provider = {
      ...provider,
      validateConfig: (_config, { env }) =>
        env.SHELF === undefined ? [{ path: ["path"], message: "SHELF is not set." }] : [],
    };
    const named = { type: "conversation", provider: "shelf" } as const;
    const withEnv = (env: Record<string, string>) =>
      idle(createAgent({}, { env })).withProvider(strict).withMemory(named);
    expect(await messageOf(withEnv({}))).toContain("memory.config.path: SHELF is not set.");
    await expect(withEnv({ SHELF: "1" }).build()).resolves.toBeDefined();
  });
});

describe("a strategy that names its nodes badly", () => {
  it("is told so, like the author of a nodeName", async () => {
    const strategy = {
      name: "odd",
      configSchema: z.object({}),
      nodeName: () => "odd:1",
      createStep: () => noop,
    };
    expect(await messageOf(createAgent().withStep(strategy, {} as never))).toContain('"odd:1"');
  });
});
