import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { type AIMessageChunk, HumanMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { type Answer, reply, startVendorServer } from "@pergola/resources/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { fetchOf, openaiModel, streamText } from "./model.test-helper.ts";

const messages = [new HumanMessage("Hi")];
const { signal } = new AbortController();
const person = z.object({ name: z.string(), age: z.number() });

const modelSaying = (stream: string) => openaiModel({ apiKey: "sk-test", fetch: fetchOf([stream]) });
const directly = async (stream: string) => {
  const deltas: object[] = [];
  const model = await modelSaying(stream);
  const completion = await model.streamDirect(
    { messages },
    { signal, onDelta: (delta) => void deltas.push(delta) },
  );
  return { completion, deltas };
};

describe("tools", () => {
  test("bindTools takes LangChain tools, zod schemas and the vendor's form", async () => {
    await using server = await startVendorServer({ reply: () => reply.text("ok") });
    const model = await openaiModel({ baseURL: server.baseURL });
    const add = tool(({ left }) => left, {
      name: "add",
      description: "Adds.",
      schema: z.object({ left: z.number() }),
    });
    const raw = { type: "function", function: { name: "raw", parameters: { type: "object" } } };
    await model.bindTools([add, raw], { tool_choice: "raw" }).invoke("Hi");
    expect(server.requests[0]?.body).toMatchObject({
      tools: [
        {
          type: "function",
          function: { name: "add", parameters: { properties: { left: { type: "number" } } } },
        },
        raw,
      ],
      tool_choice: { type: "function", function: { name: "raw" } },
    });
  });

  test("a choice that names no tool is refused, and nothing is sent", async () => {
    await using server = await startVendorServer({ reply: () => reply.text("ok") });
    const model = await openaiModel({ baseURL: server.baseURL });
    const call = model.invoke("Hi", { tool_choice: { type: "function", function: {} } });
    await expect(call).rejects.toMatchObject({ code: "TOOL_CHOICE_INVALID" });
    expect(server.requests).toEqual([]);
  });

  test("arguments that are no JSON object are an invalid call, with what the model wrote", async () => {
    const calls = [{ id: "a", name: "add", arguments: '{"left":' }];
    await using server = await startVendorServer({ reply: () => reply.toolCalls(...calls) });
    const model = await openaiModel({ baseURL: server.baseURL });
    const answer = await model.invoke("Hi");
    expect(answer.tool_calls).toEqual([]);
    expect(answer.invalid_tool_calls).toMatchObject([{ id: "a", name: "add", args: '{"left":' }]);
  });

  const fragment = (fields: object) => ({ tool_calls: [fields] });
  test.each([
    [
      "no index",
      [
        fragment({ id: "a", function: { name: "add", arguments: "{}" } }),
        fragment({ id: "b", function: { name: "add", arguments: "" } }),
        fragment({ id: "b", function: { arguments: '{"x":1}' } }),
      ],
    ],
    [
      "the index 0 for all",
      [
        fragment({ index: 0, id: "a", function: { name: "add", arguments: "{}" } }),
        fragment({ index: 0, id: "b", function: { name: "add", arguments: '{"x":1}' } }),
      ],
    ],
    [
      "id and name in every fragment",
      [
        fragment({ index: 0, id: "a", function: { name: "add", arguments: "{" } }),
        fragment({ index: 0, id: "a", function: { name: "add", arguments: "}" } }),
        fragment({ index: 1, id: "b", function: { name: "add", arguments: '{"x":1}' } }),
      ],
    ],
    [
      "fragments that alternate",
      [
        fragment({ index: 0, id: "a", function: { name: "add", arguments: "{" } }),
        fragment({ index: 1, id: "b", function: { name: "add", arguments: '{"x"' } }),
        fragment({ index: 0, function: { arguments: "}" } }),
        fragment({ index: 1, function: { arguments: ":1}" } }),
      ],
    ],
    [
      "arguments as an object",
      [
        fragment({ index: 0, id: "a", function: { name: "add", arguments: {} } }),
        fragment({ index: 1, id: "b", function: { name: "add", arguments: { x: 1 } } }),
      ],
    ],
  ])("servers with %s are understood", async (_, deltas) => {
    const { completion } = await directly(streamText(deltas, "tool_calls"));
    expect(completion.toolCalls).toEqual([
      { id: "a", name: "add", arguments: "{}" },
      { id: "b", name: "add", arguments: '{"x":1}' },
    ]);
    expect(completion.finishReason).toEqual({ unified: "tool-calls", raw: "tool_calls" });
  });

  test("calls without ids get ids of their own", async () => {
    const nameless = { tool_calls: [{ function: { name: "add", arguments: "{}" } }] };
    const { completion } = await directly(streamText([nameless, nameless]));
    expect(new Set(completion.toolCalls.map(({ id }) => id)).size).toBe(2);
  });
});

describe("answers", () => {
  test.each(["reasoning_content", "reasoning"])(
    "%s comes apart from the text, in both ways",
    async (field) => {
      const stream = streamText([{ [field]: "Hm, " }, { [field]: "well." }, { content: "Yes." }]);
      const { completion, deltas } = await directly(stream);
      expect(completion).toMatchObject({ reasoning: "Hm, well.", text: "Yes." });
      expect(deltas).toEqual([
        { type: "reasoning", text: "Hm, " },
        { type: "reasoning", text: "well." },
        { type: "text", text: "Yes." },
      ]);
      const message = await (await modelSaying(stream)).invoke("Hi");
      expect(message).toMatchObject({
        content: "Yes.",
        additional_kwargs: { reasoning_content: "Hm, well." },
      });
    },
  );

  test("a refusal is what the model has to say", async () => {
    const { completion } = await directly(streamText([{ refusal: "I can't." }]));
    expect(completion.text).toBe("I can't.");
  });

  test("text parts are read as text", async () => {
    const { completion } = await directly(streamText([{ content: [{ type: "text", text: "Hi" }] }]));
    expect(completion.text).toBe("Hi");
  });

  test.each([
    ["stop", "stop"],
    ["length", "length"],
    ["tool_calls", "tool-calls"],
    ["function_call", "tool-calls"],
    ["content_filter", "content-filter"],
    ["eos", "other"],
    ["constructor", "other"],
  ])("the finish reason %s is %s", async (raw, unified) => {
    const { completion } = await directly(streamText([{ content: "Hi" }], raw));
    expect(completion.finishReason).toEqual({ unified, raw });
  });

  test("other choices than the first are left out", async () => {
    const other = 'data: {"choices":[{"index":1,"delta":{"content":"No"},"finish_reason":"stop"}]}\n\n';
    const { completion } = await directly(`${other}${streamText([{ content: "Yes" }], "length")}`);
    expect(completion).toMatchObject({ text: "Yes", finishReason: { raw: "length" } });
  });

  test("vendor's id and model are kept, and the message's id is LangChain's own", async () => {
    const message = await (await modelSaying(streamText([{ content: "Hi" }]))).invoke("Hi");
    expect(message.response_metadata).toMatchObject({
      id: "chatcmpl-1",
      model_name: "m",
      finish_reason: "stop",
    });
    expect(message.id).not.toBe("chatcmpl-1");
  });

  test("an answer that is longer than the limit is refused", async () => {
    const event = `data: {"choices":[{"index":0,"delta":{"content":"${"x".repeat(1_000_000)}"}}]}\n\n`;
    const model = await openaiModel({ apiKey: "sk-test", fetch: fetchOf(Array(18).fill(event)) });
    await expect(model.invoke("Hi")).rejects.toMatchObject({
      code: "MODEL_BAD_RESPONSE",
      message: expect.stringContaining("longer than"),
    });
  });

  test("a server that answers a request for a stream with one JSON object is understood", async () => {
    const completion = {
      choices: [{ index: 0, message: { role: "assistant", content: "Hi" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    };
    const headers = { "content-type": "application/json" };
    const fetch = fetchOf([JSON.stringify(completion)], { headers });
    const answer = await (await openaiModel({ apiKey: "sk-test", fetch })).invoke("Hi");
    expect(answer).toMatchObject({ content: "Hi", usage_metadata: { total_tokens: 3 } });
  });
});

describe("streaming: false", () => {
  const answer: Answer = {
    tokens: ["Hello", " there"],
    reasoning: ["Hm"],
    toolCalls: [{ id: "a", name: "add", arguments: { left: 1 } }],
  };

  test("the whole answer is the same as the streamed one", async () => {
    await using server = await startVendorServer({ reply: () => answer });
    const read = async (streaming: boolean) => {
      const model = await openaiModel({ baseURL: server.baseURL, streaming });
      const { usage: _, ...rest } = await model.streamDirect({ messages }, { signal, onDelta() {} });
      return rest;
    };
    expect(await read(false)).toEqual(await read(true));
    expect(server.requests[0]?.body).not.toHaveProperty("stream");
  });

  test.each([
    ["truncate", "MODEL_BAD_RESPONSE"],
    ["reset", "MODEL_STREAM_BROKEN"],
    ["hang", "MODEL_TIMEOUT"],
  ] as const)("a body that ends in %s is %s", async (kind, code) => {
    await using server = await startVendorServer({
      replies: [reply.answer(answer, { fault: { afterTokens: 1, kind } })],
    });
    const timeoutMs = kind === "hang" ? 100 : undefined;
    const model = await openaiModel({ baseURL: server.baseURL, streaming: false, timeoutMs });
    await expect(model.invoke("Hi")).rejects.toMatchObject({ code });
  });

  test.each(["{}", "[]", "null", "", '{"choices":[]}', '{"choices":[{"message":{"content":"Hi"}}]}'])(
    "%j is no answer",
    async (body) => {
      const headers = { "content-type": "application/json" };
      const model = await openaiModel({
        apiKey: "sk-test",
        fetch: fetchOf([body], { headers }),
        streaming: false,
      });
      await expect(model.invoke("Hi")).rejects.toMatchObject({ code: "MODEL_BAD_RESPONSE" });
    },
  );
});

describe("structured output", () => {
  test("asks for the schema and checks what comes", async () => {
    await using server = await startVendorServer({
      replies: ['{"name":"Ada","age":36}', '{"name":"Ada"}', "I would rather not."],
    });
    const model = (await openaiModel({ baseURL: server.baseURL })).withStructuredOutput(person, {
      name: "person",
    });
    const ada = await model.invoke("Who?");
    expect(ada).toEqual({ name: "Ada", age: 36 });
    expect(server.requests[0]?.body?.response_format).toMatchObject({
      type: "json_schema",
      json_schema: { name: "person", schema: { required: ["name", "age"] } },
    });
    await expect(model.invoke("Who?")).rejects.toThrow();
    await expect(model.invoke("Who?")).rejects.toThrow();
  });

  test("keeps the schema when the call has parameters of its own", async () => {
    await using server = await startVendorServer({ reply: () => '{"name":"Ada","age":36}' });
    const model = (await openaiModel({ baseURL: server.baseURL })).withStructuredOutput(person);
    await model.invoke("Who?", { parameters: { temperature: 0 } } as object);
    expect(server.requests[0]?.body).toMatchObject({
      temperature: 0,
      response_format: { type: "json_schema" },
    });
  });

  test("asks through a tool or for any JSON when told so, and gives the raw message when asked", async () => {
    await using server = await startVendorServer({
      replies: [
        reply.toolCalls({ name: "person", arguments: { name: "Ada", age: 36 } }),
        '{"name":"Ada","age":36}',
      ],
    });
    const model = await openaiModel({ baseURL: server.baseURL });
    const byTool = model.withStructuredOutput(person, { name: "person", method: "functionCalling" });
    expect(await byTool.invoke("Who?")).toEqual({ name: "Ada", age: 36 });
    expect(server.requests[0]?.body).toMatchObject({
      tools: [{ type: "function", function: { name: "person" } }],
      tool_choice: { type: "function", function: { name: "person" } },
    });
    const byJson = model.withStructuredOutput(person, { method: "jsonMode", includeRaw: true });
    const { parsed, raw } = await byJson.invoke("Who?");
    expect(parsed).toEqual({ name: "Ada", age: 36 });
    expect(raw.text).toBe('{"name":"Ada","age":36}');
    expect(server.requests[1]?.body?.response_format).toEqual({ type: "json_object" });
  });
});

describe("as a LangChain model", () => {
  test("callbacks get every token and the usage", async () => {
    await using server = await startVendorServer({ reply: () => "one two three" });
    const model = await openaiModel({ baseURL: server.baseURL });
    const tokens: string[] = [];
    const ends: unknown[] = [];
    const handler = BaseCallbackHandler.fromMethods({
      handleLLMNewToken: (token) => void tokens.push(token),
      handleLLMEnd: (output) => void ends.push(output.llmOutput),
    });
    for await (const _ of await model.stream("Hi", { callbacks: [handler] }));
    expect(tokens.filter((token) => token !== "")).toEqual(["one", " two", " three"]);
    expect(ends).toMatchObject([{ tokenUsage: { completionTokens: 3 } }]);
  });

  test("break closes the vendor's socket", async () => {
    const controlled = reply.controlled();
    await using server = await startVendorServer({ replies: [controlled] });
    const model = await openaiModel({ baseURL: server.baseURL });
    const chunks = model.stream("Hi");
    const { closed } = await controlled.started;
    await controlled.push("one");
    for await (const chunk of (await chunks) as AsyncIterable<AIMessageChunk>) {
      expect(chunk.text).toBe("one");
      // The reader of LangChain's stream asks for one chunk ahead: that one ends the wait.
      await controlled.push("two");
      break;
    }
    expect((await closed).by).toBe("client");
  });

  test("tracers learn the provider, the model and the parameters", async () => {
    const model = await openaiModel({ apiKey: "sk-test", temperature: 0, maxTokens: 5 });
    expect(model.getLsParams({})).toMatchObject({
      ls_provider: "openai",
      ls_model_name: "gpt-5-mini",
      ls_temperature: 0,
      ls_max_tokens: 5,
    });
    expect(model.invocationParams({})).toMatchObject({ model: "gpt-5-mini", temperature: 0 });
  });

  test("models of other addresses or parameters do not share a cache entry", async () => {
    const key = async (config: Parameters<typeof openaiModel>[0]) =>
      JSON.stringify((await openaiModel({ apiKey: "sk-test", ...config })).serialize());
    const keys = await Promise.all([
      key({}),
      key({ temperature: 0 }),
      key({ baseURL: "https://other.example/v1" }),
    ]);
    expect(new Set(keys).size).toBe(3);
  });
});
