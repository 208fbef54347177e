import { AIMessage, AIMessageChunk, HumanMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { InvokeOnlyModel, StreamingModel } from "./foreign-models.test-helper.ts";
import { bound, clock, metadata, usage } from "./llm-handle.test-helper.ts";

describe("a LangChain model that streams", () => {
  it("streams its chunks and puts text, tool calls, usage and reason together", async () => {
    const model = new StreamingModel(() => [
      new AIMessageChunk({ content: "Let me ", id: "msg-1" }),
      new AIMessageChunk("look."),
      new AIMessageChunk({
        content: "",
        tool_call_chunks: [{ index: 0, id: "c1", name: "clock", args: '{"zo' }],
      }),
      new AIMessageChunk({
        content: "",
        tool_call_chunks: [{ index: 1, id: "c2", name: "clock", args: "{" }],
      }),
      new AIMessageChunk({ content: "", tool_call_chunks: [{ index: 0, args: 'ne":"UTC"}' }] }),
      new AIMessageChunk({
        content: "",
        usage_metadata: metadata,
        response_metadata: { finish_reason: "tool_calls" },
      }),
    ]);
    const { run, llm } = bound(model);
    const { message, content, finishReason, usage: counted } = await llm.generate("hi", { tools: [clock] });
    expect(run.types()).toEqual(["model-started", "text-delta", "text-delta", "model-finished"]);
    expect(content).toBe("Let me look.");
    expect(message).toBeInstanceOf(AIMessage);
    expect(message).toMatchObject({ id: "msg-1", content: "Let me look.", usage_metadata: metadata });
    expect(message.tool_calls).toEqual([
      { type: "tool_call", id: "c1", name: "clock", args: { zone: "UTC" } },
    ]);
    expect(message.invalid_tool_calls).toMatchObject([{ id: "c2", args: "{" }]);
    expect(finishReason).toEqual({ unified: "tool-calls", raw: "tool_calls" });
    expect(counted).toEqual(usage);
  });

  it("keeps content blocks in order, and streams their text and reasoning", async () => {
    const model = new StreamingModel(() => [
      new AIMessageChunk({ content: [{ type: "reasoning", reasoning: "hm", index: 0 }] }),
      new AIMessageChunk({ content: [{ type: "text", text: "so ", index: 1 }] }),
      new AIMessageChunk({ content: [{ type: "text", text: "yes", index: 1 }] }),
    ]);
    const { run, llm } = bound(model);
    const { message, content } = await llm.generate("hi");
    expect(run.types()).toEqual([
      "model-started",
      "reasoning-delta",
      "text-delta",
      "text-delta",
      "model-finished",
    ]);
    expect(content).toBe("so yes");
    expect(message.content).toEqual([
      { type: "reasoning", reasoning: "hm", index: 0 },
      { type: "text", text: "so yes", index: 1 },
    ]);
  });

  it("keeps plain text around a chunk that carries more", async () => {
    const model = new StreamingModel(() => [
      new AIMessageChunk("a"),
      new AIMessageChunk({ content: "b", additional_kwargs: { citation: "x" } }),
      new AIMessageChunk("c"),
    ]);
    const { message } = await bound(model).llm.generate("hi");
    expect(message.content).toBe("abc");
    expect(message.additional_kwargs).toEqual({ citation: "x" });
  });

  it("keeps two calls apart when a server gives both the index 0", async () => {
    const piece = (id: string) =>
      new AIMessageChunk({ content: "", tool_call_chunks: [{ index: 0, id, name: "clock", args: "{}" }] });
    const { message } = await bound(new StreamingModel(() => [piece("a"), piece("b")])).llm.generate("hi");
    expect(message.tool_calls?.map((call) => call.id)).toEqual(["a", "b"]);
  });

  it("keeps two calls apart that come without index and id, by their names", async () => {
    const pieces = [
      { name: "clo", args: "" },
      { name: "ck", args: '{"zo' },
      { args: 'ne":1}' },
      { name: "units", args: "{}" },
    ];
    const chunks = pieces.map((piece) => new AIMessageChunk({ content: "", tool_call_chunks: [piece] }));
    const { message } = await bound(new StreamingModel(() => chunks)).llm.generate("hi");
    expect(message.tool_calls?.map(({ name, args }) => [name, args])).toEqual([
      ["clock", { zone: 1 }],
      ["units", {}],
    ]);
  });

  it("gives its message an id of its own when the model's is in the conversation already", async () => {
    const model = new StreamingModel(() => [new AIMessageChunk({ content: "x", id: "same" })]);
    const { llm } = bound(model);
    const first = await llm.generate("hi");
    const second = await llm.generate([new HumanMessage("hi"), first.message, new HumanMessage("again")]);
    expect(first.message.id).toBe("same");
    expect(second.message.id).not.toBe("same");
  });

  it("gives a tool call without id one, so that its result can name it", async () => {
    const chunk = new AIMessageChunk({
      content: "",
      tool_calls: [
        { name: "clock", args: {} },
        { name: "clock", args: {} },
      ],
    });
    const { message } = await bound(new StreamingModel(() => [chunk])).llm.generate("hi");
    const ids = message.tool_calls?.map((call) => call.id);
    expect(new Set(ids).size).toBe(2);
    expect(ids?.every((id) => typeof id === "string" && id !== "")).toBe(true);
  });

  it("tells LangChain's callbacks, with tags, metadata and configurable of the node", async () => {
    const starts: unknown[][] = [];
    const callbacks = [{ handleChatModelStart: (...args: unknown[]) => void starts.push(args) }];
    const runnableConfig = {
      callbacks,
      tags: ["t"],
      metadata: { m: 1 },
      configurable: { thread_id: "x" },
      timeout: 1,
    };
    await bound(new StreamingModel(() => [new AIMessageChunk("a")]), { runnableConfig }).llm.generate("hi");
    expect(starts).toHaveLength(1);
    expect(starts[0]?.[5]).toEqual(["t"]);
    expect(starts[0]?.[6]).toMatchObject({ m: 1 });
  });

  it("passes what LangChain has options for, and binds tools in the common shape", async () => {
    const model = new StreamingModel(() => [new AIMessageChunk("a")]);
    await bound(model).llm.generate("hi", {
      tools: [clock],
      parameters: { stop: ["END"], toolChoice: "required" },
    });
    expect(model.sent[0]?.options).toMatchObject({
      stop: ["END"],
      tool_choice: "any",
      tools: [
        {
          type: "function",
          function: { name: "clock", description: "Tells the time", parameters: clock.parameters },
        },
      ],
    });
  });

  it("names a parameter that it cannot pass, before anything is emitted", async () => {
    const model = new StreamingModel(() => [new AIMessageChunk("a")]);
    const { run, llm } = bound(model, { parameters: { temperature: 0 } });
    await expect(llm.generate("hi", { parameters: { seed: 1 } })).rejects.toMatchObject({
      code: "MODEL_PARAMETER_UNSUPPORTED",
      details: { parameters: ["seed", "temperature"] },
    });
    expect(model.sent).toEqual([]);
    expect(run.events).toEqual([]);
  });

  it("uses invoke when its streaming is switched off", async () => {
    const model = new StreamingModel(() => [new AIMessageChunk("a"), new AIMessageChunk("b")], {
      disableStreaming: true,
    });
    const { run, llm } = bound(model);
    await llm.generate("hi");
    expect(run.types()).toEqual(["model-started", "text-delta", "model-finished"]);
    expect(run.text()).toBe("ab");
  });
});

describe("a LangChain model that does not stream", () => {
  it("gives its text as one delta and keeps its message's parts", async () => {
    const answer = new AIMessage({
      content: "whole",
      id: "m1",
      tool_calls: [{ name: "clock", args: {}, id: "c1" }],
      invalid_tool_calls: [{ name: "clock", args: "{", id: "c2", error: "cut" }],
      usage_metadata: metadata,
      response_metadata: { stop_reason: "max_tokens" },
    });
    const { run, llm } = bound(new InvokeOnlyModel(() => answer));
    const { message, finishReason } = await llm.generate("hi");
    expect(run.types()).toEqual(["model-started", "text-delta", "model-finished"]);
    expect(message).toMatchObject({ id: "m1", content: "whole", usage_metadata: metadata });
    expect(message.tool_calls).toMatchObject([{ id: "c1", name: "clock", args: {} }]);
    expect(message.invalid_tool_calls).toMatchObject([{ id: "c2", error: "cut" }]);
    expect(message.response_metadata).toMatchObject({
      finish_reason: "max_tokens",
      stop_reason: "max_tokens",
    });
    expect(finishReason).toEqual({ unified: "length", raw: "max_tokens" });
  });

  it("has stopped when it says no reason", async () => {
    const { finishReason } = await bound(new InvokeOnlyModel(() => new AIMessage("a"))).llm.generate("hi");
    expect(finishReason).toEqual({ unified: "stop" });
  });

  it("cannot be given tools without bindTools", async () => {
    const { llm } = bound(new InvokeOnlyModel(() => new AIMessage("a")));
    await expect(llm.generate("hi", { tools: [clock] })).rejects.toMatchObject({
      code: "MODEL_PARAMETER_UNSUPPORTED",
      details: { parameters: ["tools"] },
    });
    await expect(llm.generate("hi", { tools: [] })).resolves.toMatchObject({ content: "a" });
  });
});
