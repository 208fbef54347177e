import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { type Served, scriptedAgent, serveScript } from "./served.test-helper.ts";

const clientOf = ({ url }: Pick<Served, "url">, apiKey = "any") =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });

const HELLO = [{ role: "user" as const, content: "Hello" }];

describe("the official client", () => {
  it("lists the agents as models, and retrieves one", async () => {
    await using served = await serveScript([], { notices: { assistant: "Get a model." } });
    const client = clientOf(served);
    const { data } = await client.models.list();
    expect(data).toEqual([
      {
        id: "assistant",
        object: "model",
        created: expect.any(Number),
        owned_by: "pergola",
        description: "Answers from a script.",
        pergola: {
          model: "scripted:scripted",
          provider: "scripted",
          isOffline: false,
          notice: "Get a model.",
          tools: [{ name: "calculator", description: expect.any(String) }],
        },
      },
    ]);
    expect(await client.models.retrieve("assistant")).toEqual(data[0]);
  });

  it("chats", async () => {
    const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };
    await using served = await serveScript([{ text: "Hello there", usage }]);
    const completion = await clientOf(served).chat.completions.create({
      model: "assistant",
      messages: HELLO,
    });
    expect(completion).toMatchObject({
      object: "chat.completion",
      model: "assistant",
      choices: [{ index: 0, message: { role: "assistant", content: "Hello there" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
    expect(completion.id).toMatch(/^chatcmpl-[0-9a-f-]{36}$/);
    expect(completion._request_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("streams, with the usage at the end if it asks for it", async () => {
    const usage = { inputTokens: 3, outputTokens: 3, totalTokens: 6 };
    await using served = await serveScript([{ tokens: ["One", " two", " three"], usage }]);
    const stream = await clientOf(served).chat.completions.create({
      model: "assistant",
      messages: HELLO,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content)).toEqual([
      "",
      "One",
      " two",
      " three",
      undefined,
      undefined,
    ]);
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
    expect(chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: "stop" }], usage: null });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 6 } });
  });

  it("stops the model when it aborts a stream", async () => {
    const agent = await scriptedAgent([{ tokens: ["One", " two"], hang: true }]);
    await using served = await serveScript([], { agents: [agent] });
    const stream = await clientOf(served).chat.completions.create({
      model: "assistant",
      messages: HELLO,
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content === " two") break;
    await agent.close(); // waits for its runs: this one has ended
  });

  it("gets a tool call for a tool of its own, and the answer when it brings the result", async () => {
    const call = { id: "c1", name: "weather", arguments: { city: "Kyoto" } };
    await using served = await serveScript([{ toolCalls: [call] }, { text: "It rains." }]);
    const client = clientOf(served);
    const tools: OpenAI.ChatCompletionTool[] = [
      { type: "function", function: { name: "weather", parameters: { type: "object", properties: {} } } },
    ];
    const first = await client.chat.completions.create({ model: "assistant", messages: HELLO, tools });
    const [choice] = first.choices;
    expect(choice).toMatchObject({
      finish_reason: "tool_calls",
      message: {
        content: null,
        tool_calls: [
          { id: "c1", type: "function", function: { name: "weather", arguments: '{"city":"Kyoto"}' } },
        ],
      },
    });
    if (choice === undefined) throw new Error("no choice");
    const second = await client.chat.completions.create({
      model: "assistant",
      messages: [...HELLO, choice.message, { role: "tool", tool_call_id: "c1", content: "rain" }],
      tools,
    });
    expect(second.choices[0]?.message.content).toBe("It rains.");
  });

  it("gets the same tool call in a stream", async () => {
    await using served = await serveScript([
      { text: "Let me see.", toolCalls: [{ id: "c1", name: "weather", arguments: { city: "Kyoto" } }] },
    ]);
    const stream = clientOf(served).chat.completions.stream({
      model: "assistant",
      messages: HELLO,
      tools: [{ type: "function", function: { name: "weather", parameters: {} } }],
    });
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: {
        content: "Let me see.",
        tool_calls: [{ id: "c1", function: { name: "weather", arguments: '{"city":"Kyoto"}' } }],
      },
    });
  });

  it("gets only its own calls when the model asks for tools of both at once", async () => {
    await using served = await serveScript([
      {
        toolCalls: [
          { id: "own", name: "calculator", arguments: { expression: "6*7" } },
          { id: "mine", name: "weather", arguments: "{broken" },
        ],
      },
    ]);
    const { choices } = await clientOf(served).chat.completions.create({
      model: "assistant",
      messages: HELLO,
      tools: [{ type: "function", function: { name: "weather", parameters: {} } }],
    });
    expect(choices[0]).toMatchObject({ finish_reason: "tool_calls" });
    expect(choices[0]?.message.tool_calls).toEqual([
      { id: "mine", type: "function", function: { name: "weather", arguments: "{broken" } },
    ]);
  });

  it("does not see the agent's own tool calls, only what comes of them", async () => {
    await using served = await serveScript([
      { toolCalls: [{ name: "calculator", arguments: { expression: "6*7" } }] },
      { text: "42" },
    ]);
    const { choices } = await clientOf(served).chat.completions.create({
      model: "assistant",
      messages: HELLO,
    });
    expect(choices[0]).toMatchObject({ finish_reason: "stop", message: { content: "42" } });
    expect(choices[0]?.message.tool_calls).toBeUndefined();
  });

  it.each([
    ["length", "length"],
    ["content-filter", "content_filter"],
    ["other", "stop"],
  ] as const)("reads the finish reason %s as %s", async (finishReason, wire) => {
    await using served = await serveScript([{ text: "x", finishReason }]);
    const { choices } = await clientOf(served).chat.completions.create({
      model: "assistant",
      messages: HELLO,
    });
    expect(choices[0]?.finish_reason).toBe(wire);
  });

  it("gets n answers, whole and in pieces", async () => {
    await using served = await serveScript(["a a", "b b", "c c", "d d"]);
    const client = clientOf(served);
    const ask = { model: "assistant", messages: HELLO, n: 2 };
    const whole = await client.chat.completions.create(ask);
    const pieces = await client.chat.completions.stream(ask).finalChatCompletion();
    for (const [{ choices }, texts] of [
      [whole, ["a a", "b b"]],
      [pieces, ["c c", "d d"]],
    ] as const) {
      expect(choices.map((choice) => choice.index)).toEqual([0, 1]);
      expect(choices.map((choice) => choice.message.content).sort()).toEqual(texts);
    }
  });

  it("knows the errors by their classes", async () => {
    const agent = await scriptedAgent([
      Object.assign(new Error("slow down"), { status: 429 }),
      new Error("x"),
    ]);
    await using served = await serveScript([], { agents: [agent], token: "secret" });
    const client = clientOf(served, "secret");
    const ask = (model = "assistant", extra = {}) =>
      client.chat.completions.create({ model, messages: HELLO, ...extra });
    await expect(clientOf(served, "wrong").models.list()).rejects.toThrow(OpenAI.AuthenticationError);
    await expect(ask("asistant")).rejects.toThrow(OpenAI.NotFoundError);
    await expect(ask("assistant", { temperature: 9 })).rejects.toThrow(OpenAI.BadRequestError);
    await agent.close();
    await expect(ask()).rejects.toThrow(OpenAI.InternalServerError);
  });

  it("names the unknown agent, the nearest one, and the field", async () => {
    await using served = await serveScript([]);
    const error = await clientOf(served)
      .chat.completions.create({ model: "asistant", messages: HELLO })
      .catch((thrown: unknown) => thrown as InstanceType<typeof OpenAI.APIError>);
    expect(error).toMatchObject({
      status: 404,
      code: "AGENT_NOT_FOUND",
      param: "model",
      type: "not_found_error",
      error: { hint: 'Did you mean "assistant"? Known: assistant.' },
    });
  });
});
