import { type AIMessage, AIMessageChunk, HumanMessage, SystemMessage } from "@langchain/core/messages";
import { createScope, type RunEventInput, silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import {
  type ChatModel,
  createLlmResource,
  createProviderRegistry,
  createRetryBudget,
  isDirect,
  type ModelParameters,
} from "@pergola/resources";
import { describe, expect, it } from "vitest";

const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };
const clockTool = {
  name: "clock",
  description: "Tells the time",
  parameters: { type: "object", properties: {} },
};

/** A run's handle on the model, and the events that it emits. */
function handleOn(
  model: ChatModel,
  over: { readonly callbacks?: object[]; readonly parameters?: ModelParameters } = {},
) {
  const events: RunEventInput[] = [];
  const controller = new AbortController();
  const llm = createLlmResource({ registry: createProviderRegistry(), model, env: {} }).bind({
    runId: "run-1",
    scope: createScope({ tenantId: "local", userId: "ada", agentId: "helper" }),
    signal: controller.signal,
    emit: (event) => void events.push(event),
    logger: silentLogger,
    retryBudget: createRetryBudget(0),
    parameters: over.parameters,
    runnableConfig: { callbacks: over.callbacks },
  });
  return { llm, events, controller };
}

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error) => (error as { code?: unknown }).code,
  );

function thrownBy(act: () => void): { code?: string; message?: string } {
  try {
    act();
  } catch (error) {
    return error as { code?: string; message?: string };
  }
  return {};
}

describe("a scripted model in LangChain", () => {
  it("answers one reply for each call, streamed word by word", async () => {
    const model = new ScriptedChatModel(["Hello there", "Bye"]);
    const chunks: string[] = [];
    for await (const chunk of await model.stream("hi")) chunks.push(chunk.text);
    expect(chunks.filter((text) => text !== "")).toEqual(["Hello", " there"]);
    expect((await model.invoke("and now?")).content).toBe("Bye");
    expect(model.calls.map((call) => call.via)).toEqual(["stream", "invoke"]);
  });

  it("streams exactly the tokens of the script", async () => {
    const model = new ScriptedChatModel([{ tokens: ["a b", "", "c"] }]);
    const chunks: string[] = [];
    for await (const chunk of await model.stream("hi")) chunks.push(chunk.text);
    expect(chunks.join("|")).toBe("a b||c|");
  });

  it.each(["stream", "invoke"] as const)("gives tool calls, usage and reason on %s", async (via) => {
    const model = new ScriptedChatModel([
      { text: "ok", toolCalls: [{ name: "clock", arguments: { zone: "UTC" } }], usage },
    ]);
    let message: AIMessage | AIMessageChunk;
    if (via === "invoke") message = await model.invoke("hi");
    else {
      let whole: AIMessageChunk | undefined;
      for await (const chunk of await model.stream("hi"))
        whole = whole === undefined ? chunk : whole.concat(chunk);
      message = whole ?? new AIMessageChunk("");
    }
    expect(message.tool_calls).toEqual([
      { type: "tool_call", id: "call-0-0", name: "clock", args: { zone: "UTC" } },
    ]);
    expect(message.usage_metadata).toMatchObject({ input_tokens: 3, output_tokens: 2, total_tokens: 5 });
    expect(message.response_metadata.finish_reason).toBe("tool_calls");
  });

  it("records bound tools and call options in our words", async () => {
    const model = new ScriptedChatModel(["ok"]);
    const tool = { type: "function", function: clockTool };
    await model.bindTools([tool], { tool_choice: "any" }).invoke("hi", { stop: ["END"] });
    expect(model.calls[0]?.tools).toEqual([clockTool]);
    expect(model.calls[0]?.parameters).toEqual({ stop: ["END"], toolChoice: "required" });
  });

  it("records a choice of one tool, and refuses one that names none", async () => {
    const model = new ScriptedChatModel(["ok", "ok"]);
    const choose = (named: object) =>
      model.invoke("hi", { tool_choice: { type: "function", function: named } });
    await choose({ name: "clock" });
    expect(model.calls[0]?.parameters).toEqual({ toolChoice: { name: "clock" } });
    await expect(choose({})).rejects.toMatchObject({ code: "TOOL_CHOICE_INVALID" });
  });

  it("runs LangChain's callbacks for each token", async () => {
    const tokens: string[] = [];
    const callbacks = [{ handleLLMNewToken: (token: string) => void tokens.push(token) }];
    for await (const _ of await new ScriptedChatModel(["a b"]).stream("hi", { callbacks }));
    expect(tokens.filter((token) => token !== "")).toEqual(["a", " b"]);
  });
});

describe("a scripted model behind the llm resource", () => {
  const ways: [string, boolean, object[] | undefined, "direct" | "stream"][] = [
    ["directly", true, undefined, "direct"],
    [
      "through LangChain, as a direct model with a listener",
      true,
      [{ handleLLMStart: () => undefined }],
      "stream",
    ],
    ["through LangChain", false, undefined, "stream"],
  ];

  it.each(ways)("gives the same answer %s", async (_way, direct, callbacks, via) => {
    const script: ScriptedReply[] = [
      {
        reasoning: "hm",
        text: "It is noon",
        toolCalls: [{ id: "c", name: "clock", arguments: { a: 1 } }],
        usage,
      },
    ];
    const model = new ScriptedChatModel(script, { direct });
    const { llm, events } = handleOn(model, { callbacks });
    const {
      message,
      content,
      finishReason,
      usage: counted,
    } = await llm.generate("time?", { tools: [clockTool] });
    expect({ content, calls: message.tool_calls, unified: finishReason.unified, counted }).toEqual({
      content: "It is noon",
      calls: [{ type: "tool_call", id: "c", name: "clock", args: { a: 1 } }],
      unified: "tool-calls",
      counted: usage,
    });
    expect(message.additional_kwargs.reasoning_content).toBe("hm");
    expect(events.map((event) => event.type)).toEqual([
      "model-started",
      "reasoning-delta",
      ...["text-delta", "text-delta", "text-delta"],
      "model-finished",
    ]);
    model.expectCall(0, { lastMessage: "time?", tools: ["clock"], messageCount: 1 });
    expect(model.calls[0]).toMatchObject({ via, tokenCount: 3, state: "answered" });
  });

  it.each([undefined, [{ handleLLMStart: () => undefined }]])(
    "is sent the parameters of a run (callbacks: %j)",
    async (callbacks) => {
      const model = new ScriptedChatModel(["ok"], { direct: true });
      await handleOn(model, { callbacks, parameters: { temperature: 0 } }).llm.generate("hi", {
        parameters: { topP: 0.5 },
      });
      model.expectCall(0, { parameters: { temperature: 0, topP: 0.5 } });
    },
  );

  it("has the direct way only when asked for", () => {
    expect(isDirect(new ScriptedChatModel([]))).toBe(false);
    expect(isDirect(new ScriptedChatModel([], { direct: true }))).toBe(true);
  });

  it("fails as the script says, at the start or after some tokens", async () => {
    const broken = Object.assign(new Error("reset"), { code: "ECONNRESET" });
    const model = new ScriptedChatModel([broken, { tokens: ["half"], error: broken }], { direct: true });
    for (const expected of [[], ["half"]]) {
      const { llm, events } = handleOn(model);
      expect(await codeOf(llm.generate("hi"))).toBe("MODEL_STREAM_BROKEN");
      expect(events.flatMap((event) => (event.type === "text-delta" ? [event.text] : []))).toEqual(expected);
    }
    expect(model.calls.map((call) => [call.state, call.tokenCount])).toEqual([
      ["failed", 0],
      ["failed", 1],
    ]);
  });
});

describe("time and stopping", () => {
  it("waits on the injected clock, before the answer and before each token", async () => {
    const clock = createVirtualClock();
    const model = new ScriptedChatModel([{ delayMs: 50, tokens: ["a", "b"], tokenDelayMs: 10 }], {
      clock,
      direct: true,
    });
    const answer = handleOn(model).llm.generate("hi");
    const counts: (number | undefined)[] = [];
    for (const byMs of [59, 1, 9, 1]) {
      await clock.advance(byMs);
      counts.push(model.calls[0]?.tokenCount);
    }
    expect(counts).toEqual([0, 1, 1, 2]);
    expect((await answer).content).toBe("ab");
  });

  it.each([true, false])("hangs until aborted, and records when that was (direct: %s)", async (direct) => {
    const clock = createVirtualClock(1000);
    const model = new ScriptedChatModel([{ tokens: ["a"], hang: true }], { clock, direct });
    const { llm, controller } = handleOn(model);
    const answer = codeOf(llm.generate("hi"));
    await clock.advance(500);
    expect(model.calls[0]).toMatchObject({ state: "running", tokenCount: 1 });
    controller.abort("enough");
    expect(await answer).toBe("ABORTED");
    await expect.poll(() => model.calls[0]?.state).toBe("failed");
    expect(model.calls[0]?.abortedAt).toBe(1500);
  });

  it("ends a wait for the next token as soon as it is aborted", async () => {
    const clock = createVirtualClock();
    const model = new ScriptedChatModel([{ tokens: ["a", "b"], tokenDelayMs: 1000 }], { clock });
    const { llm, controller } = handleOn(model);
    const answer = codeOf(llm.generate("hi"));
    await clock.advance(1500);
    controller.abort("enough");
    expect(await answer).toBe("ABORTED");
    await expect.poll(() => clock.pendingTimers).toBe(0);
    expect(model.calls[0]?.tokenCount).toBe(1);
  });
});

describe("what was sent", () => {
  it("is what a reply may be made of", async () => {
    const model = new ScriptedChatModel([({ messages }) => `You said: ${messages.at(-1)?.text}`]);
    expect((await model.invoke("hi")).content).toBe("You said: hi");
  });

  it("is recorded as it was, whatever becomes of the array later", async () => {
    const model = new ScriptedChatModel(["ok"], { direct: true });
    const messages = [new HumanMessage("hi")];
    await handleOn(model).llm.generate(messages);
    messages.push(new HumanMessage("later"));
    expect(model.calls[0]?.messages).toHaveLength(1);
  });

  it("is compared with what a test expects, and every difference is told", async () => {
    const model = new ScriptedChatModel(["ok"], { direct: true });
    const { llm } = handleOn(model, { parameters: { temperature: 0 } });
    await llm.generate([new SystemMessage("Be short."), new HumanMessage("time?")], { tools: [clockTool] });
    model.expectCalls(1);
    model.expectScriptDone();
    model.expectCall(0, {
      system: /short/,
      lastMessage: "time?",
      tools: ["clock"],
      parameters: { temperature: 0 },
    });
    const wrong = {
      system: "x",
      lastMessage: /y/,
      messageCount: 3,
      tools: [],
      parameters: { temperature: 1 },
    };
    expect(thrownBy(() => model.expectCall(0, wrong))).toMatchObject({
      code: "SCRIPT_MISMATCH",
      message:
        'Call 0: 2 messages were sent, expected 3; the last message is "time?", expected /y/; ' +
        'the system message is "Be short.", expected "x"; the tools are ["clock"], expected []; temperature is 0, expected 1.',
    });
  });

  it("is missed when there was no call, or more calls than expected", async () => {
    const model = new ScriptedChatModel(["a", "b"]);
    expect(thrownBy(() => model.expectCall(0, {})).code).toBe("SCRIPT_MISMATCH");
    await model.invoke("hi");
    expect(thrownBy(() => model.expectCalls(2)).code).toBe("SCRIPT_MISMATCH");
    expect(thrownBy(() => model.expectScriptDone()).code).toBe("SCRIPT_MISMATCH");
  });

  it("beyond the script is an error that shows the extra call", async () => {
    const model = new ScriptedChatModel(["only"]);
    await model.invoke("hi");
    await expect(model.invoke("again")).rejects.toMatchObject({
      code: "SCRIPT_EXHAUSTED",
      message: expect.stringContaining('with "again" as the last message'),
    });
    expect(model.calls).toHaveLength(2);
    expect(await codeOf(handleOn(model).llm.generate("more"))).toBe("SCRIPT_EXHAUSTED");
  });
});
