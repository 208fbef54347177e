import { RunnableLambda } from "@langchain/core/runnables";
import { START, StateGraph } from "@langchain/langgraph";
import { toGraphState } from "@pergola/config";
import { silentLogger } from "@pergola/core";
import { customStep, llmStep } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { AgentBuilder } from "./index.ts";

const State = z.object({
  topic: z.string().optional(),
  user: z.object({ name: z.string() }).optional(),
  answer: z.unknown().optional(),
  sum: z.number().optional(),
});
const add = defineTool({
  name: "add",
  description: "Adds.",
  input: z.object({ a: z.number(), b: z.number() }),
  execute: ({ a, b }) => a + b,
});
const texts = (model: ScriptedChatModel, call = 0) =>
  model.calls[call]?.messages.map((message) => message.text);

describe("the llm step", () => {
  it("renders its prompts from the state, nested values too", async () => {
    const model = new ScriptedChatModel(["ok"]);
    const agent = await new AgentBuilder(State)
      .withStep("llm", {
        model,
        systemPrompt: "You help {user.name}.",
        promptTemplate: "About {topic}: {{x}}",
      })
      .build();
    await agent.run({ topic: "bees", user: { name: "Ada" } });
    expect(texts(model)).toEqual(["You help Ada.", "About bees: {x}"]);
  });

  it("names a variable that the state lacks, and calls no model", async () => {
    const model = new ScriptedChatModel(["ok"]);
    const agent = await new AgentBuilder(State)
      .withStep("llm", { model, promptTemplate: "About {topic}" })
      .build();
    await expect(agent.run({})).rejects.toMatchObject({
      code: "MISSING_VARIABLE",
      details: { variable: "topic" },
    });
    model.expectCalls(0);
  });

  it("sends the state's messages without a prompt, and says when there are none", async () => {
    const model = new ScriptedChatModel(["ok"]);
    const agent = await new AgentBuilder(State).withStep("llm", { model }).build();
    await agent.run({ messages: [{ role: "user", content: "hi" }] } as never);
    expect(texts(model)).toEqual(["hi"]);
    await expect(agent.run({})).rejects.toMatchObject({ code: "NO_MODEL_INPUT" });
  });

  it("puts the rendered prompt after an answer, and in the place of the user's message", async () => {
    const model = new ScriptedChatModel(["draft", "final"]);
    const agent = await new AgentBuilder(State)
      .withStep("llm", { model, promptTemplate: "Draft: {input}", as: "answer" })
      .withStep("llm", { model, promptTemplate: "Improve: {answer}" })
      .build();
    await agent.chat("bees");
    expect(texts(model, 0)).toEqual(["Draft: bees"]);
    expect(texts(model, 1)).toEqual(["bees", "draft", "Improve: draft"]);
  });

  it("honours temperature 0 and maxTokens, and sends nothing that nobody set", async () => {
    const model = new ScriptedChatModel(["a", "b", "c"], { direct: true });
    const build = (config: object) =>
      new AgentBuilder(State).withStep("llm", { model, promptTemplate: "x", ...config }).build();
    await (await build({ temperature: 0, maxTokens: 7 })).run({});
    await (await build({})).run({});
    await (await build({ temperature: 1 })).run({}, { parameters: { temperature: 0.5, seed: 0 } });
    expect(model.calls.map((call) => call.parameters)).toEqual([
      { temperature: 0, maxTokens: 7 },
      {},
      { temperature: 0.5, seed: 0 },
    ]);
  });

  it("gives the parsed value of an output schema to its key", async () => {
    const output = z.object({ title: z.string(), stars: z.number() });
    for (const direct of [true, false]) {
      const reply = direct
        ? '{"title":"Bees","stars":5}'
        : { toolCalls: [{ name: "output", arguments: { title: "Bees", stars: 5 } }] };
      const agent = await new AgentBuilder(State)
        .withStep("llm", {
          model: new ScriptedChatModel([reply], { direct }),
          promptTemplate: "x",
          output,
          as: "answer",
        })
        .build();
      expect((await agent.run({})).answer).toEqual({ title: "Bees", stars: 5 });
    }
  });

  it("refuses an answer that does not fit the output schema, and keeps it", async () => {
    for (const reply of ["not json", '{"title": 7}']) {
      const agent = await new AgentBuilder(State)
        .withStep("llm", {
          model: new ScriptedChatModel([reply], { direct: true }),
          promptTemplate: "x",
          output: z.object({ title: z.string() }),
        })
        .build();
      await expect(agent.run({})).rejects.toMatchObject({
        code: "OUTPUT_INVALID",
        details: { received: reply },
      });
    }
  });

  it("offers the tools of the caller, who gets the call", async () => {
    const model = new ScriptedChatModel([{ toolCalls: [{ id: "1", name: "pick", arguments: { n: 1 } }] }]);
    const agent = await new AgentBuilder(State).withTools([add]).withStep("llm", { model }).build();
    const pick = { name: "pick", description: "Picks.", parameters: { type: "object" } };
    const result = await agent.chat("go", { tools: [pick] });
    expect(model.calls[0]?.tools.map((tool) => tool.name)).toEqual(["pick"]);
    expect(result.toolCalls).toMatchObject([{ id: "1", name: "pick", arguments: { n: 1 } }]);
  });

  it("offers tools, and a tool step after it answers the calls", async () => {
    const model = new ScriptedChatModel([
      { toolCalls: [{ id: "c1", name: "add", arguments: { a: 1, b: 2 } }] },
      "three",
    ]);
    const agent = await new AgentBuilder(State)
      .withTools([add])
      .withStep("llm", { model, tools: ["add"] })
      .withStep("tool", {})
      .withStep("llm", { model, as: "answer" })
      .build();
    const result = await agent.chat("1+2?");
    expect(model.calls[0]?.tools.map((tool) => tool.name)).toEqual(["add"]);
    expect(result.messages.map((message) => [message.getType(), message.text])).toEqual([
      ["ai", ""],
      ["tool", "3"],
      ["ai", "three"],
    ]);
  });
});

describe("the tool step", () => {
  it("calls a tool with values from the state, keeping their types", async () => {
    const agent = await new AgentBuilder(State.extend({ n: z.number() }))
      .withStep("tool", { tool: add, arguments: { a: "{n}", b: 2 }, as: "sum" })
      .build();
    expect((await agent.run({ n: 40 })).sum).toBe(42);
  });

  it("throws the tool's error, and does nothing when no call waits", async () => {
    const agent = await new AgentBuilder(State)
      .withTools([add])
      .withStep("tool", { tool: "add", arguments: { a: "{topic}", b: 1 }, as: "sum" })
      .build();
    await expect(agent.run({ topic: "x" })).rejects.toMatchObject({ code: "TOOL_INVALID_ARGUMENTS" });
    const idle = await new AgentBuilder(State).withStep("tool", {}).build();
    expect(await idle.run({ topic: "x" })).toMatchObject({ topic: "x" });
  });
});

describe("the tools-loop step", () => {
  const ask = (id: string, name = "add") => ({ toolCalls: [{ id, name, arguments: { a: 1, b: 2 } }] });

  it("runs several calls of one answer and keeps their order", async () => {
    const model = new ScriptedChatModel([
      {
        toolCalls: [
          { id: "1", name: "add", arguments: { a: 1, b: 1 } },
          { id: "2", name: "add", arguments: { a: 2, b: 2 } },
        ],
      },
      "done",
    ]);
    const agent = await new AgentBuilder(State)
      .withTools([add])
      .withStep("tools-loop", { model, as: "answer" })
      .build();
    const result = await agent.chat("go");
    expect(result.toolCalls.map((call) => call.result)).toEqual([2, 4]);
    expect(result.state).toMatchObject({ answer: "done" });
    expect(result.iterations).toBe(2);
  });

  it("tells the model of a tool that does not exist and of arguments that do not fit", async () => {
    const model = new ScriptedChatModel([
      ask("1", "ad"),
      { toolCalls: [{ id: "2", name: "add", arguments: { a: "one" } }] },
      { toolCalls: [{ id: "3", name: "add", arguments: "{not json" }] },
      "sorry",
    ]);
    const agent = await new AgentBuilder(State).withTools([add]).withStep("tools-loop", { model }).build();
    await agent.chat("go");
    expect(texts(model, 1)?.at(-1)).toMatch(/TOOL_NOT_FOUND.*Did you mean "add"/);
    expect(texts(model, 2)?.at(-1)).toMatch(/a: .*expected number/);
    expect(texts(model, 3)?.at(-1)).toMatch(/TOOL_INVALID_ARGUMENTS.*not valid JSON/);
  });

  it("keeps a huge result out of the events and the conversation", async () => {
    const flood = defineTool({
      name: "flood",
      description: "Says a lot.",
      input: z.object({}),
      execute: () => "x".repeat(1_000_000),
    });
    const model = new ScriptedChatModel([{ toolCalls: [{ name: "flood", arguments: {} }] }, "ok"]);
    const agent = await new AgentBuilder(State).withTools([flood]).withStep("tools-loop", { model }).build();
    const result = await agent.chat("go");
    expect(JSON.stringify(result.toolCalls).length).toBeLessThan(110_000);
    expect(JSON.stringify(result.messages).length).toBeLessThan(110_000);
  });

  it("forces a tool on the model only until one has been called", async () => {
    for (const toolChoice of ["required", { name: "add" }] as const) {
      const model = new ScriptedChatModel([ask("1"), "done"], { direct: true });
      const agent = await new AgentBuilder(State).withTools([add]).withStep("tools-loop", { model }).build();
      await agent.chat("go", { parameters: { toolChoice, seed: 1 } });
      expect(model.calls.map((call) => call.parameters)).toEqual([{ toolChoice, seed: 1 }, { seed: 1 }]);
    }
  });

  it("offers only the tools that it was given", async () => {
    const model = new ScriptedChatModel(["x"]);
    const other = defineTool({ name: "other", description: "Other.", input: z.object({}), execute: () => 1 });
    const agent = await new AgentBuilder(State)
      .withTools([add, other])
      .withStep("tools-loop", { model, tools: ["other"] })
      .build();
    await agent.chat("go");
    expect(model.calls[0]?.tools.map((tool) => tool.name)).toEqual(["other"]);
  });

  it("completes with the calls that only the caller can make", async () => {
    const model = new ScriptedChatModel([
      { toolCalls: [...ask("1").toolCalls, { id: "2", name: "pick", arguments: { n: 1 } }] },
    ]);
    const agent = await new AgentBuilder(State).withTools([add]).withStep("tools-loop", { model }).build();
    const pick = { name: "pick", description: "Picks.", parameters: { type: "object" } };
    const result = await agent.chat("go", { tools: [pick] });
    expect(model.calls[0]?.tools.map((tool) => tool.name)).toEqual(["add", "pick"]);
    expect(result.toolCalls).toMatchObject([
      { id: "1", name: "add", result: 3 },
      { id: "2", name: "pick", arguments: { n: 1 } },
    ]);
    expect(result.finishReason).toBe("tool-calls");
  });
});

describe("a custom step", () => {
  it("may be a Runnable", async () => {
    const step = RunnableLambda.from(async (state: { topic?: string }) => ({ answer: `re: ${state.topic}` }));
    const agent = await new AgentBuilder(State).withStep("custom", { step }).build();
    expect((await agent.run({ topic: "x" })).answer).toBe("re: x");
  });

  it("writes to the logger of the builder, which needs no children, as the console has none", async () => {
    const lines: unknown[] = [];
    const { child: _none, ...silent } = silentLogger;
    const info = (...line: unknown[]) => lines.push(line);
    const agent = await new AgentBuilder(State, { logger: { ...silent, info } })
      .withStorage()
      .withStep("custom", {
        step: (_state, { run }) => {
          run.logger.child({ part: 1 }).info("done", { apiKey: "k" });
          return {};
        },
      })
      .start();
    await agent.run({});
    await agent.close();
    expect(lines).toContainEqual(["done", expect.objectContaining({ part: 1, apiKey: "[redacted]" })]);
  });

  it("reaches the model and the tools through its run, with their events", async () => {
    const agent = await new AgentBuilder(State)
      .withLlm(new ScriptedChatModel(["hm"]))
      .withTools([add])
      .withStep("custom", {
        step: async (_state, { run }) => {
          const { content } = await run.resource("llm").generate("think", { streamText: false });
          const sum = await run.resource("tools").run({ id: "t", name: "add", arguments: { a: 2, b: 3 } });
          run.logger.info("done");
          return { answer: [content, run.scope.userId, run.id.length > 0, run.signal.aborted], sum };
        },
      })
      .build();
    const stream = agent.stream({}, { userId: "ada" });
    const events = await allEvents(stream);
    expect(events.map((event) => event.type)).toEqual([
      "run-started",
      "step-started",
      "model-started",
      "model-finished",
      "tool-started",
      "tool-finished",
      "step-finished",
      "run-finished",
    ]);
    expect((await stream.result).state).toMatchObject({ answer: ["hm", "ada", true, false], sum: 5 });
  });

  it("is told which resources exist when it asks for another", async () => {
    const agent = await new AgentBuilder(State)
      .withStep("custom", { step: (_state, { run }) => void run.resource("lmm") })
      .build();
    await expect(agent.run({})).rejects.toMatchObject({
      code: "RESOURCE_NOT_FOUND",
      hint: expect.stringContaining('Did you mean "llm"?'),
    });
  });
});

describe("a step in raw LangGraph", () => {
  it("works if it does not touch the run", async () => {
    const step = await customStep.createStep({ step: () => ({ topic: "raw" }) });
    const graph = new StateGraph((await toGraphState(State)) as never)
      .addNode("own", step as never)
      .addEdge(START, "own" as never)
      .compile();
    expect(await graph.invoke({} as never)).toMatchObject({ topic: "raw" });
  });

  it("says what is missing if it needs the run", async () => {
    const step = await llmStep.createStep({ promptTemplate: "x", model: new ScriptedChatModel([]) });
    await expect(Promise.resolve().then(() => step({}, {} as never))).rejects.toMatchObject({
      code: "NO_RUN_CONTEXT",
    });
    await expect(
      Promise.resolve().then(() => customStep.createStep({ step: 7 as never })),
    ).rejects.toMatchObject({
      code: "STEP_NOT_CALLABLE",
    });
  });
});
