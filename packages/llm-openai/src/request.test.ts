import { readFileSync } from "node:fs";
import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import type { ChatRequest } from "@pergola/resources";
import { reply, startVendorServer } from "@pergola/resources/testing";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { OpenAiConfig } from "./config/openai-config.ts";
import { openaiModel } from "./model.test-helper.ts";

/** Without `nullable`, which JSON Schema does not have: this package never sends null. */
const api = JSON.parse(
  readFileSync(new URL("../test/vendor/openai-chat.openapi.json", import.meta.url), "utf8"),
  (key, value) => (key === "nullable" ? undefined : value),
);
const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
ajv.addSchema(api, "openai");
const isRequest = ajv.compile({ $ref: "openai#/components/schemas/CreateChatCompletionRequest" });
const { CreateChatCompletionRequest: own, ...schemas } = api.components.schemas;
const knownFields = new Set(
  [own.allOf[1], schemas.CreateModelResponseProperties.allOf[0], schemas.ModelResponseProperties].flatMap(
    (part) => Object.keys((part.$ref ? schemas[part.$ref.split("/").at(-1)] : part).properties ?? {}),
  ),
);

const hi = [new HumanMessage("Hi")];
const png = "iVBORw0KGgo=";
const addTool = { name: "add", description: "Adds.", parameters: { type: "object", properties: {} } };
const bodyOf = async (request: ChatRequest, config: OpenAiConfig = {}) =>
  (await openaiModel({ apiKey: "sk-test", ...config })).describeRequest(request);

const human = (...content: object[]) =>
  new HumanMessage({ content } as ConstructorParameters<typeof HumanMessage>[0] & object);

const MESSAGES: readonly (readonly [string, BaseMessage, object])[] = [
  ["a system message", new SystemMessage("Be brief."), { role: "system", content: "Be brief." }],
  [
    "a developer message",
    new SystemMessage({ content: "Be brief.", additional_kwargs: { __openai_role__: "developer" } }),
    { role: "developer", content: "Be brief." },
  ],
  [
    "a named user",
    new HumanMessage({ content: "Hi", name: "ada" }),
    { role: "user", content: "Hi", name: "ada" },
  ],
  ["empty text", new HumanMessage(""), { role: "user", content: "" }],
  [
    "an image by address, LangChain's old form",
    human(
      { type: "text", text: "What is it?" },
      { type: "image_url", image_url: "https://example.com/a.png" },
    ),
    {
      role: "user",
      content: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url: "https://example.com/a.png" } },
      ],
    },
  ],
  [
    "an image with detail",
    human({ type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } }),
    {
      role: "user",
      content: [{ type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } }],
    },
  ],
  [
    "an image by address, the standard block",
    human({ type: "image", url: "https://example.com/a.png" }),
    { role: "user", content: [{ type: "image_url", image_url: { url: "https://example.com/a.png" } }] },
  ],
  [
    "an image by data, both spellings",
    human(
      { type: "image", data: png, mimeType: "image/png" },
      { type: "image", source_type: "base64", data: png, mime_type: "image/png" },
      { type: "image", data: new Uint8Array(Buffer.from(png, "base64")), mimeType: "image/png" },
    ),
    {
      role: "user",
      content: Array(3).fill({ type: "image_url", image_url: { url: `data:image/png;base64,${png}` } }),
    },
  ],
  [
    "sound and a file",
    human(
      { type: "audio", data: "UklGRg==", mimeType: "audio/mpeg" },
      { type: "file", data: "JVBERg==", mimeType: "application/pdf", metadata: { filename: "a.pdf" } },
      { type: "file", fileId: "file-1" },
    ),
    {
      role: "user",
      content: [
        { type: "input_audio", input_audio: { data: "UklGRg==", format: "mp3" } },
        { type: "file", file: { file_data: "data:application/pdf;base64,JVBERg==", filename: "a.pdf" } },
        { type: "file", file: { file_id: "file-1" } },
      ],
    },
  ],
  [
    "an assistant's blocks, of which only the text goes back",
    new AIMessage({
      content: [{ type: "reasoning", reasoning: "hm" } as never, { type: "text", text: "Yes" }],
    }),
    { role: "assistant", content: "Yes" },
  ],
  [
    "tool calls, also those whose arguments were no JSON",
    new AIMessage({
      content: "",
      tool_calls: [{ id: "a", name: "add", args: { left: 1 }, type: "tool_call" }],
      invalid_tool_calls: [{ id: "b", name: "add", args: '{"left":', type: "invalid_tool_call" }],
    }),
    {
      role: "assistant",
      content: "",
      tool_calls: [
        { id: "a", type: "function", function: { name: "add", arguments: '{"left":1}' } },
        { id: "b", type: "function", function: { name: "add", arguments: '{"left":' } },
      ],
    },
  ],
  [
    "a tool's result",
    new ToolMessage({ tool_call_id: "a", content: [{ type: "text", text: "3" }] }),
    { role: "tool", content: "3", tool_call_id: "a" },
  ],
];

describe("messages", () => {
  test.each(MESSAGES)("%s", async (_, message, expected) => {
    const body = await bodyOf({ messages: [message] });
    expect(body.messages).toEqual([expected]);
    expect(isRequest(body), JSON.stringify(isRequest.errors)).toBe(true);
  });

  test.each([
    ["an unknown block", human({ type: "hologram" })],
    ["an image in a system message", new SystemMessage({ content: [{ type: "image_url", image_url: "x" }] })],
    [
      "an image in a tool's result",
      new ToolMessage({ tool_call_id: "a", content: [{ type: "image_url", image_url: "x" }] }),
    ],
    ["an image without data", human({ type: "image" })],
  ])("%s is refused before anything is sent", async (_, message) => {
    await expect(bodyOf({ messages: [message] })).rejects.toMatchObject({
      code: "MODEL_PARAMETER_UNSUPPORTED",
      hint: expect.stringContaining("text"),
    });
  });
});

describe("parameters", () => {
  const everything: ChatRequest = {
    messages: hi,
    tools: [addTool],
    parameters: {
      temperature: 0,
      topP: 0.5,
      maxTokens: 10,
      stop: ["END"],
      seed: 0,
      presencePenalty: 0,
      frequencyPenalty: -1,
      toolChoice: { name: "add" },
      responseFormat: { type: "json-schema", name: "sum", schema: { type: "object" }, strict: true },
    },
  };

  test("what nobody set is not sent", async () => {
    expect(Object.keys(await bodyOf({ messages: hi }))).toEqual([
      "model",
      "messages",
      "stream",
      "stream_options",
    ]);
    const quiet = await bodyOf({ messages: hi }, { streaming: false });
    expect(Object.keys(quiet)).toEqual(["model", "messages"]);
    const unset = { temperature: undefined, stop: [], maxTokens: undefined };
    expect(Object.keys(await bodyOf({ messages: hi, parameters: unset }, { streaming: false }))).toEqual([
      "model",
      "messages",
    ]);
  });

  test("everything that was set is sent, zero included, in the vendor's words", async () => {
    const body = await bodyOf(everything);
    expect(body).toEqual({
      model: "gpt-5-mini",
      messages: [{ role: "user", content: "Hi" }],
      tools: [{ type: "function", function: addTool }],
      temperature: 0,
      top_p: 0.5,
      max_completion_tokens: 10,
      stop: ["END"],
      seed: 0,
      presence_penalty: 0,
      frequency_penalty: -1,
      tool_choice: { type: "function", function: { name: "add" } },
      response_format: {
        type: "json_schema",
        json_schema: { name: "sum", schema: { type: "object" }, strict: true },
      },
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(isRequest(body), JSON.stringify(isRequest.errors)).toBe(true);
    for (const field of Object.keys(body)) expect(knownFields).toContain(field);
  });

  test("the validator can say no", () => {
    expect(isRequest({ model: "m", messages: [{ role: "wizard", content: "Hi" }] })).toBe(false);
    expect(isRequest({ model: "m", messages: [], temperature: 3 })).toBe(false);
  });

  test.each(["auto", "none", "required"] as const)("tool choice %s", async (toolChoice) => {
    const body = await bodyOf({ messages: hi, tools: [addTool], parameters: { toolChoice } });
    expect(body.tool_choice).toBe(toolChoice);
    expect(isRequest(body)).toBe(true);
  });

  test.each([
    [{ type: "text" }, { type: "text" }],
    [{ type: "json" }, { type: "json_object" }],
  ] as const)("response format %j", async (responseFormat, expected) => {
    const body = await bodyOf({ messages: hi, parameters: { responseFormat } });
    expect(body.response_format).toEqual(expected);
    expect(isRequest(body)).toBe(true);
  });

  test("the call's parameters win over the config's, key by key", async () => {
    const config = { temperature: 1, seed: 7, stop: "A" };
    const body = await bodyOf({ messages: hi, parameters: { temperature: 0, seed: undefined } }, config);
    expect(body).toMatchObject({ temperature: 0, seed: 7, stop: ["A"] });
  });

  test.each([
    [{}, "max_completion_tokens"],
    [{ baseURL: "https://api.openai.com/v1/" }, "max_completion_tokens"],
    [{ baseURL: "https://openrouter.example/v1" }, "max_tokens"],
    [{ baseURL: "http://127.0.0.1:11434/v1" }, "max_tokens"],
    [
      { baseURL: "http://127.0.0.1:1/v1", maxTokensParameter: "max_completion_tokens" },
      "max_completion_tokens",
    ],
  ] as const)("with %j the limit is called %s", async (config, name) => {
    const body = await bodyOf({ messages: hi, parameters: { maxTokens: 5 } }, config);
    expect(body[name]).toBe(5);
    expect("max_tokens" in body && "max_completion_tokens" in body).toBe(false);
  });

  test("extraBody adds fields and cannot replace those that are ours", async () => {
    const body = await bodyOf({ messages: hi }, { extraBody: { reasoning_effort: "low", model: "other" } });
    expect(body).toMatchObject({ reasoning_effort: "low", model: "gpt-5-mini" });
  });
});

describe("on the wire", () => {
  test("the request is exactly the one described, in both ways", async () => {
    await using server = await startVendorServer({ reply: () => reply.text("ok") });
    const model = await openaiModel({ baseURL: server.baseURL, temperature: 0 });
    const request: ChatRequest = { messages: hi, tools: [addTool], parameters: { topP: 0.25 } };
    await model.streamDirect(request, { signal: new AbortController().signal, onDelta() {} });
    const options = { toolDefinitions: request.tools, parameters: request.parameters };
    await model.invoke([...request.messages], options);
    const described = model.describeRequest(request);
    expect(server.requests.map(({ body }) => body)).toEqual([described, described]);
  });

  test("key, organisation and project go into headers; configured headers win", async () => {
    await using server = await startVendorServer({ reply: () => reply.text("ok") });
    const config = { baseURL: server.baseURL, apiKey: "sk-1", organization: "org", project: "proj" };
    await (await openaiModel({ ...config, headers: { "X-Title": "mine" } })).invoke("Hi");
    await (await openaiModel({ ...config, headers: { Authorization: "Other" } })).invoke("Hi");
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: "Bearer sk-1",
      "openai-organization": "org",
      "openai-project": "proj",
      "x-title": "mine",
      "content-type": "application/json",
    });
    expect(server.requests[1]?.headers.authorization).toBe("Other");
  });

  test("a query in the base URL stays behind the path, as Azure has it", async () => {
    await using server = await startVendorServer({ reply: () => reply.text("ok") });
    const baseURL = `${server.url}/openai/deployments/mine/?api-version=2024-10-21`;
    await (await openaiModel({ baseURL, headers: { "api-key": "k-1234" } })).invoke("Hi");
    const [request] = server.requests;
    expect(request?.path).toBe("/openai/deployments/mine/chat/completions?api-version=2024-10-21");
    expect(request?.headers["api-key"]).toBe("k-1234");
  });
});
