import { MemorySaver } from "@langchain/langgraph";
import { StateTypeFactory } from "@pergola/config";
import type { Logger } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import {
  branch,
  definePromptStep,
  defineWorkflow,
  fallbackAnswer,
  formatFailure,
  logFailure,
  Workflow,
} from "@pergola/pipeline";
import { calculator } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, createAgent } from "../index.ts";
import { turn } from "./turn.test-helper.ts";

describe.each([
  ["", () => ({})],
  [" with a node for each step", () => ({ checkpointer: new MemorySaver() })],
])("steps of registered types in a workflow%s", (_, form) => {
  it("store what they answer under their name, read what is stored, and say nothing to the user but in deliver", async () => {
    const workflow = defineWorkflow({
      stages: {
        parse: [({ store }) => store("topic", "tea")],
        think: [
          { step: "llm", name: "draft", config: { promptTemplate: "Write about {topic}." } },
          { step: "tools-loop", name: "facts", config: {} },
        ],
        do: [
          {
            step: "tool",
            name: "sum",
            config: { tool: "calculator", arguments: { expression: "1+2" }, as: "sum" },
          },
        ],
        deliver: [{ step: "llm", config: { promptTemplate: "Say {draft} {facts} {sum.result}" } }],
      },
    });
    const { result, streamed, events } = await turn(workflow, {
      replies: ["a draft", "some facts", "The answer."],
      tools: [calculator()],
      ...form(),
    });
    expect(result?.text).toBe("The answer.");
    expect(result?.messages).toHaveLength(1);
    expect(streamed).toBe("The answer.");
    const prompts = events.flatMap((event) =>
      event.type === "model-started" ? [JSON.stringify(event.request.messages)] : [],
    );
    expect(prompts[0]).toContain("Write about tea.");
    expect(prompts[2]).toContain("Say a draft some facts 3");
    const steps = events.flatMap((event) => (event.type === "step-started" ? [event.step] : []));
    expect(steps.filter((step) => step.includes(".")).slice(1)).toEqual([
      "workflow.think.draft",
      "workflow.think.facts",
      "workflow.do.sum",
      "workflow.deliver.llm",
    ]);
  });

  it("write the keys of the agent's state, in order, with its reducers", async () => {
    const State = StateTypeFactory.mergeable(
      z.object({ log: z.array(z.string()).default([]), last: z.string().optional() }),
      {
        log: "append",
      },
    );
    const note = (text: string) => ({
      step: "custom",
      name: `note-${text}`,
      config: {
        step: ({ log }: { log?: string[] }) => ({ log: [`${text} after ${log?.length}`], last: text }),
      },
    });
    const workflow = defineWorkflow({ stages: { think: [note("a"), note("b")], deliver: [() => "done"] } });
    const builder = new AgentBuilder(State).withWorkflow(workflow);
    const { checkpointer } = form() as { checkpointer?: MemorySaver };
    await using agent = await (checkpointer === undefined
      ? builder
      : builder.withCheckpointer(checkpointer)
    ).start();
    expect(await agent.run({ log: ["x"] })).toMatchObject({
      log: ["x", "a after 1", "b after 2"],
      last: "b",
    });
  });
});

describe("what a workflow says of its steps", () => {
  it("is checked with everything else when the agent is built, with the place of each defect", async () => {
    const workflow = defineWorkflow({
      stages: {
        parse: [definePromptStep({ name: "early", needs: ["late"], run: () => 1 })],
        do: [
          () => 1,
          { step: "llmm", config: {} },
          { step: "llm", name: "late", config: { promptTemplate: 7 } },
        ],
      },
    });
    const built = createAgent().withLlm(new ScriptedChatModel([])).withWorkflow(workflow).build();
    const error = await built.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "INVALID_AGENT_CONFIG" });
    const { problems } = (error as { details: { problems: { path: unknown[]; message: string }[] } }).details;
    const told = problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringContaining("steps.0.workflow.stages.do.1.step: Unknown step type: llmm"),
        expect.stringContaining("steps.0.workflow.stages.do.2.promptTemplate:"),
        'steps.0.workflow.stages.parse.0: The step "early" of parse needs "late", which only "late" of do gives, and that comes later.',
      ]),
    );
  });

  it("refuses an agent without a model for a step that calls one", async () => {
    const workflow = defineWorkflow({
      stages: { think: [definePromptStep({ name: "ask", prompt: () => "Hi" })] },
    });
    await expect(createAgent({}, { sources: [] }).withWorkflow(workflow).build()).rejects.toMatchObject({
      code: "INVALID_AGENT_CONFIG",
    });
  });

  it("is told once where it is unusual", async () => {
    const notes: string[] = [];
    const logger = { debug() {}, info: (text: string) => void notes.push(text), warn() {}, error() {} };
    const review = definePromptStep({ name: "review-it", stages: "review", run: () => "fine" });
    const workflow = Workflow.empty.step(review).step(function plain() {});
    await using agent = await createAgent({}, { logger: logger as unknown as Logger })
      .withWorkflow(workflow)
      .start();
    await agent.chat("one");
    await agent.chat("two");
    expect(notes).toEqual([
      'The step "review-it" is of the kind prompt and runs in review; usual is think.',
      'The function "plain" says neither its kind nor its stage: it is a prompt step and runs in think.',
    ]);
  });

  it("is drawn with its stages, its conditions and its ways back", async () => {
    const workflow = defineWorkflow({
      stages: {
        think: [function a() {}, branch(() => true, [function b() {}], [function c() {}])],
        deliver: [() => "done"],
        error: [fallbackAnswer()],
      },
    });
    await using agent = await createAgent({}).withWorkflow(workflow).build();
    const { nodes, edges } = agent.describe();
    expect(nodes.map(({ id, parentId }) => [id, parentId])).toEqual([
      ["__start__", undefined],
      ["workflow", undefined],
      ["workflow#think", undefined],
      ["workflow#deliver", undefined],
      ["workflow#error", undefined],
      ["workflow.think.a", "workflow#think"],
      ["workflow.think.b", "workflow#think"],
      ["workflow.think.c", "workflow#think"],
      ["workflow.deliver.deliver_1", "workflow#deliver"],
      ["workflow.error.fallback-answer", "workflow#error"],
      ["__end__", undefined],
    ]);
    expect(
      edges.map(({ from, to, label, isConditional }) => [from, to, label, isConditional === true]),
    ).toEqual([
      ["__start__", "workflow", undefined, false],
      ["workflow", "workflow.think.a", undefined, false],
      ["workflow.think.a", "workflow.think.b", undefined, true],
      ["workflow.think.a", "workflow.think.c", undefined, true],
      ["workflow.think.b", "workflow.deliver.deliver_1", undefined, false],
      ["workflow.think.c", "workflow.deliver.deliver_1", undefined, false],
      ["workflow.deliver.deliver_1", "workflow", "no response", true],
      ["workflow", "workflow.error.fallback-answer", "failure", true],
      ["workflow.deliver.deliver_1", "__end__", undefined, false],
      ["workflow.error.fallback-answer", "__end__", undefined, false],
    ]);
  });
});

describe("a step that fails", () => {
  it("is tried again as it says, and what a failed attempt did to the context is undone", async () => {
    let attempts = 0;
    const workflow = defineWorkflow({
      stages: {
        think: [
          definePromptStep({
            name: "shaky",
            retry: { maxRetries: 2, backoffBaseMs: 0 },
            run({ store, load }) {
              store("seen", [...(load<number[]>("seen") ?? []), ++attempts]);
              if (attempts < 3) throw new Error("not yet");
            },
          }),
        ],
        deliver: [({ load }) => `seen ${load("seen")}`],
      },
    });
    expect((await turn(workflow)).result?.text).toBe("seen 3");
  });

  const retry = { maxRetries: 1, backoffBaseMs: 0 };
  const fails = () => {
    throw new Error("never");
  };
  it.each([
    ["a function", definePromptStep({ name: "shaky", retry, run: fails })],
    ["a registered type", { step: "custom", name: "shaky", config: { step: fails, retry } }],
  ])("leads to the error steps that ship, with the number of its attempts: %s", async (_, step) => {
    const errors: unknown[] = [];
    const logger = {
      debug() {},
      info() {},
      warn() {},
      error: (...line: unknown[]) => void errors.push(line),
    };
    const workflow = defineWorkflow({
      stages: {
        do: [step],
        error: [
          logFailure(),
          formatFailure(),
          fallbackAnswer("Sorry."),
          ({ load }) => void errors.push(load("format-failure")),
        ],
      },
    });
    await using agent = await createAgent({}, { logger: logger as unknown as Logger })
      .withWorkflow(workflow)
      .start();
    expect((await agent.chat("go")).text).toBe("Sorry.");
    expect(errors).toEqual([
      ["A step failed in do", expect.objectContaining({ step: "shaky", attempt: 2 })],
      expect.stringContaining("shaky (do) failed with STEP_FAILED:"),
    ]);
  });
});

describe("a step with a life of its own", () => {
  it("is initialised once when the agent starts and closed once when it closes", async () => {
    const lived: string[] = [];
    class Greeter {
      readonly name = "greeter";
      readonly stages = ["think", "do"] as const;
      #greeting = "";
      initialize() {
        lived.push("initialize");
        this.#greeting = "Hello";
      }
      run() {
        return `${this.#greeting}!`;
      }
      close() {
        lived.push("close");
      }
    }
    const agent = await createAgent({}).withWorkflow(Workflow.empty.step(new Greeter())).start();
    expect(lived).toEqual(["initialize"]);
    expect((await agent.chat("hi")).text).toBe("Hello!");
    expect((await agent.chat("hi")).text).toBe("Hello!");
    await agent.close();
    expect(lived).toEqual(["initialize", "close"]);
  });

  it("that cannot be initialised keeps the agent from starting, with its name", async () => {
    const step = { name: "needs-disk", run: () => 1, initialize: () => Promise.reject(new Error("no disk")) };
    const started = createAgent({})
      .withWorkflow(defineWorkflow({ stages: { think: [step] } }))
      .start();
    await expect(started).rejects.toMatchObject({
      code: "RESOURCE_START_FAILED",
      message: expect.stringContaining("needs-disk"),
    });
  });
});
