import type { BaseMessage } from "@langchain/core/messages";
import {
  AIMessage,
  AIMessageChunk,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import type { RunBinding } from "../run-binding.ts";
import { answering, DirectModel, InvokeOnlyModel, StreamingModel } from "./foreign-models.test-helper.ts";
import { bound, clock, metadata, usage } from "./llm-handle.test-helper.ts";

describe("a model with the direct way", () => {
  it("streams each piece as one event, between model-started and one model-finished", async () => {
    const { run, llm } = bound(new DirectModel(answering(["Hel", "", "lo"], { usage })));
    const result = await llm.generate("hi", { parameters: { temperature: 0 } });
    const callId = expect.any(String);
    expect(run.events).toEqual([
      {
        type: "model-started",
        callId,
        step: "llm_0",
        model: "streaming",
        request: { wire: ["hi"], temperature: 0 },
      },
      { type: "text-delta", callId, step: "llm_0", text: "Hel" },
      { type: "text-delta", callId, step: "llm_0", text: "lo" },
      {
        type: "model-finished",
        callId,
        step: "llm_0",
        latencyMs: expect.any(Number),
        usage,
        finishReason: "stop",
      },
    ]);
    expect(new Set(run.events.map((event) => "callId" in event && event.callId)).size).toBe(1);
    expect(result).toMatchObject({ content: "Hello", finishReason: { unified: "stop" }, usage });
  });

  it("builds a message with id, usage, reasoning, reason and the vendor's names", async () => {
    const completion = {
      usage,
      reasoning: "hm",
      model: "m-1",
      id: "chatcmpl-1",
      finishReason: { unified: "stop", raw: "eos" },
    } as const;
    const { message } = await bound(new DirectModel(answering(["a"], completion))).llm.generate("hi");
    expect(message).toBeInstanceOf(AIMessage);
    expect(message.id).toEqual(expect.any(String));
    expect(message.usage_metadata).toEqual(metadata);
    expect(message.response_metadata).toEqual({ finish_reason: "eos", model_name: "m-1", id: "chatcmpl-1" });
    expect(message.additional_kwargs).toEqual({ reasoning_content: "hm" });
  });

  it("gives two answers two ids, also when the vendor repeats its own", async () => {
    const { llm } = bound(new DirectModel(answering(["a"], { id: "chatcmpl-1" })));
    const answers = [await llm.generate("hi"), await llm.generate("hi")];
    expect(new Set(answers.map(({ message }) => message.id)).size).toBe(2);
  });

  it("gives every tool call an id of its own when the vendor repeats one or gives none", async () => {
    const toolCalls = [
      { id: "c", name: "clock", arguments: "{}" },
      { id: "c", name: "clock", arguments: "{}" },
      { id: "", name: "clock", arguments: "{}" },
      { id: "", name: "clock", arguments: "{" },
    ];
    const { message } = await bound(new DirectModel(answering([], { toolCalls }))).llm.generate("hi");
    const { tool_calls = [], invalid_tool_calls = [] } = message;
    const ids = [...tool_calls, ...invalid_tool_calls].map((call) => call.id);
    expect(ids[0]).toBe("c");
    expect(new Set(ids).size).toBe(4);
    expect(ids).not.toContain("");
  });

  it("parses tool calls strictly: half an argument is an invalid call", async () => {
    const toolCalls = [
      { id: "1", name: "clock", arguments: '{"zone":"UTC"}' },
      { id: "2", name: "clock", arguments: "" },
      { id: "3", name: "clock", arguments: '{"zone":"U' },
      { id: "4", name: "clock", arguments: "[1]" },
    ];
    const model = new DirectModel(answering([], { toolCalls, finishReason: { unified: "tool-calls" } }));
    const { message } = await bound(model).llm.generate("hi", { tools: [clock] });
    expect(message.tool_calls?.map((call) => [call.id, call.args])).toEqual([
      ["1", { zone: "UTC" }],
      ["2", {}],
    ]);
    expect(message.invalid_tool_calls?.map((call) => [call.id, call.args])).toEqual([
      ["3", '{"zone":"U'],
      ["4", "[1]"],
    ]);
  });

  it("lets the call's parameters win over the step's, and keeps 0", async () => {
    const model = new DirectModel(answering(["a"]));
    const { llm } = bound(model, { parameters: { temperature: 0, seed: undefined } });
    await llm.generate("hi", { parameters: { temperature: 1, seed: 4 } });
    expect(model.directCalls[0]?.[0].parameters).toEqual({ temperature: 0, seed: 4 });
  });

  it("emits reasoning apart from text", async () => {
    const model = new DirectModel(async (_request, { onDelta }) => {
      await onDelta({ type: "reasoning", text: "hm" });
      await onDelta({ type: "text", text: "yes" });
      return { text: "yes", toolCalls: [], finishReason: { unified: "stop" } };
    });
    const { run, llm } = bound(model);
    await llm.generate("hi");
    expect(run.types()).toEqual(["model-started", "reasoning-delta", "text-delta", "model-finished"]);
  });

  it("emits no deltas with streamText: false", async () => {
    const { run, llm } = bound(new DirectModel(answering(["a", "b"])));
    expect((await llm.generate("hi", { streamText: false })).content).toBe("ab");
    expect(run.types()).toEqual(["model-started", "model-finished"]);
  });

  it('emits text as reasoning with streamText: "reasoning"', async () => {
    const { run, llm } = bound(new DirectModel(answering(["a", "b"])));
    expect((await llm.generate("hi", { streamText: "reasoning" })).content).toBe("ab");
    expect(run.types()).toEqual(["model-started", "reasoning-delta", "reasoning-delta", "model-finished"]);
  });

  it("waits for a reader that is behind before it takes the next piece", async () => {
    const taken: string[] = [];
    let readOn: () => void = () => undefined;
    const model = new DirectModel(async (_request, { onDelta }) => {
      for (const text of ["a", "b"]) {
        taken.push(text);
        await onDelta({ type: "text", text });
      }
      return { text: "ab", toolCalls: [], finishReason: { unified: "stop" } };
    });
    const emit: RunBinding["emit"] = (event) =>
      event.type === "text-delta"
        ? new Promise<void>((resolve) => {
            readOn = resolve;
          })
        : undefined;
    const answer = bound(model, { emit }).llm.generate("hi");
    await expect.poll(() => taken.length).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toEqual(["a"]);
    readOn();
    await expect.poll(() => taken.length).toBe(2);
    readOn();
    expect((await answer).content).toBe("ab");
  });

  it("goes through LangChain when somebody listens there, with the same parameters and tools", async () => {
    const tokens: string[] = [];
    const callbacks = [{ handleLLMNewToken: (token: string) => void tokens.push(token) }];
    const model = new DirectModel(answering(["direct"]), () => [
      new AIMessageChunk("lang"),
      new AIMessageChunk("chain"),
    ]);
    const { run, llm } = bound(model, { runnableConfig: { callbacks, tags: ["t"], metadata: { m: 1 } } });
    await llm.generate("hi", { parameters: { temperature: 0 }, tools: [clock] });
    expect(run.text()).toBe("langchain");
    expect(model.directCalls).toEqual([]);
    expect(model.sent[0]?.options).toMatchObject({
      parameters: { temperature: 0 },
      toolDefinitions: [clock],
    });
  });

  it.each([
    ["LangSmith tracing is on", {}, { LANGSMITH_TRACING: "true" }, {}],
    ["the model has callbacks of its own", {}, {}, { callbacks: [{ handleLLMStart: () => undefined }] }],
    ["the model has a cache", {}, {}, { cache: { lookup: async () => null, update: async () => undefined } }],
  ])("goes through LangChain when %s", async (_when, over, env, fields) => {
    const model = Object.assign(
      new DirectModel(answering(["direct"]), () => [new AIMessageChunk("langchain")]),
      fields,
    );
    const { run, llm } = bound(model, over, env);
    await llm.generate("hi");
    expect(run.text()).toBe("langchain");
  });

  it("stays direct when the config has no handler", async () => {
    const { run, llm } = bound(new DirectModel(answering(["direct"])), { runnableConfig: { callbacks: [] } });
    await llm.generate("hi");
    expect(run.text()).toBe("direct");
  });
});

describe("model-started", () => {
  it("shows a neutral request when the model cannot say its own", async () => {
    const { run, llm } = bound(new StreamingModel(() => [new AIMessageChunk("a")]));
    const messages: BaseMessage[] = [
      new SystemMessage("be short"),
      new HumanMessage({ content: "time?", name: "ada" }),
      new AIMessage({ content: "", tool_calls: [{ type: "tool_call", id: "c1", name: "clock", args: {} }] }),
      new ToolMessage({ content: "noon", tool_call_id: "c1" }),
    ];
    await llm.generate(messages, { tools: [clock], parameters: { stop: ["."] } });
    expect(run.events[0]).toMatchObject({
      request: {
        model: "streaming",
        messages: [
          { role: "system", content: "be short" },
          { role: "user", content: "time?", name: "ada" },
          { role: "assistant", content: "", tool_calls: [{ id: "c1", name: "clock", args: {} }] },
          { role: "tool", content: "noon", tool_call_id: "c1" },
        ],
        tools: [clock],
        stop: ["."],
      },
    });
  });
});

describe("an error", () => {
  it("is coded, told in model-finished, and thrown with its cause", async () => {
    const original = Object.assign(new Error("no such key"), { status: 401 });
    const { run, llm } = bound(new InvokeOnlyModel(() => Promise.reject(original)));
    await expect(llm.generate("hi")).rejects.toMatchObject({ code: "MODEL_AUTH", cause: original });
    expect(run.types()).toEqual(["model-started", "model-finished"]);
    expect(run.events[1]).toMatchObject({
      error: { code: "MODEL_AUTH", message: "invoke-only failed: no such key" },
    });
  });

  it("is an error of ours also when something else than an Error was thrown", async () => {
    const model = new DirectModel(() => Promise.reject("just text"));
    await expect(bound(model).llm.generate("hi")).rejects.toMatchObject({
      code: "MODEL_FAILED",
      cause: "just text",
    });
    const throwing = new DirectModel(() => {
      throw undefined;
    });
    await expect(bound(throwing).llm.generate("hi")).rejects.toMatchObject({ code: "MODEL_FAILED" });
  });

  it("is what a stream without any chunk is", async () => {
    const { llm } = bound(new StreamingModel(() => []));
    await expect(llm.generate("hi")).rejects.toMatchObject({ code: "MODEL_BAD_RESPONSE" });
  });

  it("comes after the text that was said before it", async () => {
    const model = new StreamingModel(function* () {
      yield new AIMessageChunk("half");
      throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
    });
    const { run, llm } = bound(model);
    await expect(llm.generate("hi")).rejects.toMatchObject({ code: "MODEL_STREAM_BROKEN" });
    expect(run.types()).toEqual(["model-started", "text-delta", "model-finished"]);
  });
});
