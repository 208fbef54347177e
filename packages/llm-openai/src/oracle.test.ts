import {
  AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import {
  type Answer,
  CHAOS_TEXT,
  chaos,
  ODD_ANSWERS,
  reply,
  startVendorServer,
} from "@pergola/resources/testing";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { openaiModel } from "./model.test-helper.ts";

/** The vendor's own packages, in tests only: what they send and read, we send and read. */
const add = {
  type: "function",
  function: { name: "add", description: "Adds.", parameters: { type: "object", properties: {} } },
} as const;
const image = { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } } as const;

const REQUESTS: readonly (readonly [string, readonly BaseMessage[], object])[] = [
  ["plain text", [new HumanMessage("Hi")], {}],
  [
    "a system message and a history",
    [new SystemMessage("Be brief."), new HumanMessage("Hi"), new AIMessage("Yes?"), new HumanMessage("Bye")],
    {},
  ],
  ["an image", [new HumanMessage({ content: [{ type: "text", text: "What?" }, image] })], {}],
  ["a name", [new HumanMessage({ content: "Hi", name: "ada" })], {}],
  [
    "a tool round trip",
    [
      new HumanMessage("1 + 2?"),
      new AIMessage({
        content: "",
        tool_calls: [{ id: "a", name: "add", args: { left: 1, right: 2 }, type: "tool_call" }],
      }),
      new ToolMessage({ tool_call_id: "a", content: "3" }),
    ],
    { tools: [add] },
  ],
  ["tools and a forced choice", [new HumanMessage("Hi")], { tools: [add], tool_choice: "add" }],
  [
    "a forced choice in the vendor's form",
    [new HumanMessage("Hi")],
    { tools: [add], tool_choice: { type: "function", function: { name: "add" } } },
  ],
  ["LangChain's any", [new HumanMessage("Hi")], { tools: [add], tool_choice: "any" }],
  ["stop words", [new HumanMessage("Hi")], { stop: ["A", "B"] }],
];

const ANSWERS: readonly (readonly [string, Answer])[] = [
  ["text", { tokens: ["Hello", " ", "wörld"] }],
  ["cut off", { tokens: ["Hel"], finishReason: "length" }],
  ["filtered", { tokens: ["Hel"], finishReason: "content_filter" }],
  ["a tool call", { toolCalls: [{ name: "add", arguments: { left: 1, right: 2 } }] }],
  [
    "text and two tool calls",
    {
      tokens: ["Let me see."],
      toolCalls: [
        { id: "x", name: "add", arguments: { left: 1 } },
        { id: "y", name: "clock", arguments: {} },
      ],
    },
  ],
  [
    "usage with details",
    {
      tokens: ["Hi"],
      usage: {
        prompt_tokens: 9,
        completion_tokens: 5,
        total_tokens: 14,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 3 },
      },
    },
  ],
];

/** The two ask in different ways, so the server's own count of the request would differ. */
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

async function pair(baseURL: string) {
  const parameters = {
    temperature: 0,
    topP: 0.5,
    maxTokens: 9,
    presencePenalty: 0.1,
    frequencyPenalty: -0.1,
  };
  const ours = await openaiModel({
    // A model without reasoning: for the others LangChain renames the system role, which the vendor does by itself.
    model: "gpt-4o-mini",
    baseURL,
    apiKey: "sk-test",
    ...parameters,
  });
  const theirs = new ChatOpenAI({
    model: "gpt-4o-mini",
    apiKey: "sk-test",
    configuration: { baseURL },
    maxRetries: 0,
    useResponsesApi: false,
    ...parameters,
  });
  return { ours, theirs };
}

async function collect(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk | undefined> {
  let whole: AIMessageChunk | undefined;
  for await (const chunk of stream) whole = whole === undefined ? chunk : whole.concat(chunk);
  return whole;
}

describe("@langchain/openai", () => {
  test.each(REQUESTS)("sends the same body for %s", async (_, messages, options) => {
    await using server = await startVendorServer({ reply: () => "ok" });
    const { ours, theirs } = await pair(server.baseURL);
    await collect(await ours.stream([...messages], options));
    await collect(await theirs.stream([...messages], options));
    const [our, their] = server.requests.map(({ body }) => body);
    expect(our).toEqual(their);
  });

  test.each(ANSWERS)("reads the same answer from %s, streamed", async (_, answer) => {
    await using server = await startVendorServer({ reply: () => ({ usage, ...answer }) });
    const { ours, theirs } = await pair(server.baseURL);
    const our = await collect(await ours.stream("Hi"));
    const their = await collect(await theirs.stream("Hi"));
    expect(our?.text).toBe(their?.text);
    expect(our?.tool_calls).toEqual(their?.tool_calls);
    expect(our?.response_metadata.finish_reason).toBe(their?.response_metadata.finish_reason);
    expect(our?.usage_metadata).toMatchObject(definedOnly(their?.usage_metadata));
  });

  test.each(ANSWERS)("reads the same answer from %s, at once", async (_, answer) => {
    await using server = await startVendorServer({ reply: () => ({ usage, ...answer }) });
    const { ours, theirs } = await pair(server.baseURL);
    const our = await ours.invoke("Hi");
    const their = await theirs.invoke("Hi");
    expect(our.text).toBe(their.text);
    expect(our.tool_calls).toEqual(their.tool_calls);
    expect(our.response_metadata.finish_reason).toBe(their.response_metadata.finish_reason);
    expect(our.usage_metadata).toMatchObject(definedOnly(their.usage_metadata));
  });

  test("asks for structured output in the same words", async () => {
    await using server = await startVendorServer({ reply: () => reply.text('{"city":"Zürich"}') });
    const { ours, theirs } = await pair(server.baseURL);
    const schema = {
      title: "place",
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
    };
    const options = { name: "place", method: "jsonSchema", strict: true } as const;
    const our = await ours.withStructuredOutput(schema, options).invoke("Where?");
    const their = await theirs.withStructuredOutput(schema, options).invoke("Where?");
    expect(our).toEqual(their);
    const [sent, expected] = server.requests.map(({ body }) => body?.response_format);
    expect(sent).toEqual(expected);
  });
});

describe("openai", () => {
  const stream = (baseURL: string) =>
    new OpenAI({ apiKey: "sk-test", baseURL, maxRetries: 0 }).chat.completions.stream({
      model: "gpt-5-mini",
      messages: [{ role: "user", content: "Hi" }],
      stream_options: { include_usage: true },
    });

  test.each(ANSWERS)("assembles the same answer from %s", async (_, answer) => {
    await using server = await startVendorServer({ reply: () => ({ usage, ...answer }) });
    const { ours } = await pair(server.baseURL);
    const our = await ours.streamDirect(
      { messages: [new HumanMessage("Hi")] },
      { signal: new AbortController().signal, onDelta() {} },
    );
    const { choices, usage: counted } = await stream(server.baseURL)
      .finalChatCompletion()
      .catch(async (error: unknown) => {
        // The vendor's helper takes these two reasons for errors; what it had read until then is compared.
        if (!(error instanceof Error) || !/length|content filter/i.test(error.message)) throw error;
        return { choices: undefined, usage: undefined };
      });
    if (choices === undefined) {
      expect(["length", "content_filter"]).toContain(our.finishReason.raw);
      return;
    }
    expect(our.text).toBe(choices[0]?.message.content ?? "");
    expect(our.finishReason.raw).toBe(choices[0]?.finish_reason);
    const calls = choices[0]?.message.tool_calls ?? [];
    expect(our.toolCalls).toEqual(
      calls.map(
        (call) =>
          call.type === "function" && {
            id: call.id,
            name: call.function.name,
            arguments: call.function.arguments,
          },
      ),
    );
    expect(our.usage?.outputTokens).toBe(counted?.completion_tokens);
  });

  test.each(ODD_ANSWERS)(
    "the vendor server's odd answer %s is legal: the vendor's client reads it too",
    async (name) => {
      await using server = await startVendorServer({ replies: [chaos[name]()] });
      expect(await stream(server.baseURL).finalContent()).toBe(CHAOS_TEXT);
    },
  );
});

/** Without what is undefined, and without empty objects. */
function definedOnly(value: object = {}): object {
  return JSON.parse(JSON.stringify(value), (_, entry) =>
    typeof entry === "object" && entry !== null && Object.keys(entry).length === 0 ? undefined : entry,
  );
}
