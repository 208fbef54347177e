import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { type ChatModel, isDirect } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { type OfflineOptions, offline } from "./offline.ts";

const context = { logger: silentLogger, env: {} };
const SAY = "say: one two three four";

async function directModel(options?: OfflineOptions) {
  const model: ChatModel = await offline(options).create({}, context);
  if (!isDirect(model)) throw new Error("The offline model has lost its direct way.");
  return model;
}

const request = { messages: [new HumanMessage(SAY)] };
const never = new AbortController().signal;

describe("offline", () => {
  it("streams word by word, in order, and resolves with the same text", async () => {
    const model = await directModel();
    const pieces: string[] = [];
    const completion = await model.streamDirect(request, {
      signal: never,
      onDelta: ({ text }) => void pieces.push(text),
    });
    expect(pieces).toEqual(["one", " two", " three", " four"]);
    expect(completion.text).toBe(pieces.join(""));
    expect(completion.usage).toEqual({ inputTokens: 5, outputTokens: 4, totalTokens: 9 });
  });

  it("answers the same through LangChain's invoke and stream, with usage and reason", async () => {
    const model = await directModel();
    const invoked = await model.invoke(SAY);
    let streamed = "";
    for await (const chunk of await model.stream(SAY)) streamed += chunk.text;
    expect(invoked.text).toBe("one two three four");
    expect(streamed).toBe(invoked.text);
    expect(invoked.usage_metadata).toMatchObject({ input_tokens: 5, output_tokens: 4, total_tokens: 9 });
    expect(invoked.response_metadata).toMatchObject({ model_name: "offline", finish_reason: "stop" });
  });

  it("refuses a choice of LangChain's that names no tool", async () => {
    const model = await directModel();
    const call = model.invoke(SAY, { tool_choice: { type: "function", function: {} } });
    await expect(call).rejects.toMatchObject({ code: "TOOL_CHOICE_INVALID" });
  });

  it("waits for a reader that is behind", async () => {
    const model = await directModel();
    let waiting = 0;
    let most = 0;
    await model.streamDirect(request, {
      signal: never,
      async onDelta() {
        most = Math.max(most, ++waiting);
        await new Promise(setImmediate);
        waiting--;
      },
    });
    expect(most).toBe(1);
  });

  it("keeps the pace that it is given", async () => {
    const clock = createVirtualClock();
    const model = await directModel({ tokensPerSecond: 40, clock });
    const pieces: string[] = [];
    const done = model.streamDirect(request, {
      signal: never,
      onDelta: ({ text }) => void pieces.push(text),
    });
    await clock.advance(24);
    expect(pieces).toEqual([]);
    await clock.advance(26);
    expect(pieces).toEqual(["one", " two"]);
    await clock.advance(50);
    expect((await done).text).toBe("one two three four");
  });

  it.each([
    ["before the first word", 0],
    ["mid-stream", 50],
  ])("stops at once when aborted %s", async (_when, afterMs) => {
    const clock = createVirtualClock();
    const model = await directModel({ tokensPerSecond: 40, clock });
    const controller = new AbortController();
    const pieces: string[] = [];
    const done = model.streamDirect(request, {
      signal: controller.signal,
      onDelta: ({ text }) => void pieces.push(text),
    });
    const rejected = expect(done).rejects.toThrow("enough");
    await clock.advance(afterMs);
    const seen = pieces.length;
    controller.abort(new Error("enough"));
    await rejected;
    expect(pieces).toHaveLength(seen);
    expect(clock.pendingTimers).toBe(0);
  });

  it("rejects with the reason when the signal has fired already", async () => {
    const model = await directModel();
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(model.streamDirect(request, { signal, onDelta() {} })).rejects.toThrow("too late");
    await expect(model.invoke(SAY, { signal })).rejects.toThrow();
  });

  it("stops between two words when its reader aborts", async () => {
    const model = await directModel();
    const controller = new AbortController();
    const pieces: string[] = [];
    const done = model.streamDirect(request, {
      signal: controller.signal,
      onDelta({ text }) {
        pieces.push(text);
        controller.abort(new Error("enough"));
      },
    });
    await expect(done).rejects.toThrow("enough");
    expect(pieces).toEqual(["one"]);
  });

  it("makes a round trip through a bound tool", async () => {
    const parameters = {
      type: "object",
      properties: { expression: { type: "string" } },
      required: ["expression"],
    };
    const tool = {
      type: "function",
      function: { name: "calculator", description: "Calculates.", parameters },
    };
    const model = (await directModel()).bindTools?.([tool]);
    if (model === undefined) throw new Error("The offline model cannot bind tools.");
    const question = new HumanMessage("what is 12*7?");
    const asked = await model.invoke([question]);
    expect(asked.tool_calls).toMatchObject([{ name: "calculator", args: { expression: "12*7" } }]);
    const result = new ToolMessage({ tool_call_id: asked.tool_calls?.[0]?.id ?? "", content: "84" });
    const calls = new AIMessage({ content: "", tool_calls: asked.tool_calls });
    expect((await model.invoke([question, calls, result])).text).toBe("`12*7` = **84**.");
  });

  it("describes the request that it answers", async () => {
    const model = await directModel();
    expect(model.describeRequest({ ...request, parameters: { maxTokens: 9 } })).toEqual({
      model: "offline",
      messages: [{ role: "user", text: SAY }],
      maxTokens: 9,
    });
  });

  it("refuses config that it does not know", () => {
    expect(offline().configSchema.safeParse({ tokensPerSecond: 40 }).success).toBe(true);
    expect(offline().configSchema.safeParse({ tokensPerSecond: -1 }).success).toBe(false);
    expect(offline().configSchema.safeParse({ model: "gpt" }).success).toBe(false);
    expect(offline().configSchema.safeParse({ speed: 1 }).success).toBe(false);
  });

  it("says in one line that it is not a language model", () => {
    expect(offline().describe?.({}, context)).toContain("not a language model");
  });
});
