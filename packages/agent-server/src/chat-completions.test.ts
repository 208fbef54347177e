import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHeader } from "./api/chat/session-of.ts";
import {
  agentOn,
  errorOf,
  type Script,
  scriptedModel,
  serveAgent,
  serveScript,
} from "./served.test-helper.ts";

const USER = { role: "user", content: "Hello" };
const chatOf = (extra: object = {}) => ({ json: { model: "assistant", messages: [USER], ...extra } });

/** A server whose model records what it was sent. */
async function serveRecorded(script: Script) {
  const model = scriptedModel(script);
  return { model, served: await serveAgent(await agentOn(model)) };
}

const OWNER = { tenantId: "local", userId: "local", agentId: "assistant" };

describe("a chat without a session", () => {
  it("sends the whole conversation, with its roles, and stores nothing", async () => {
    const { model, served } = await serveRecorded(["Fine"]);
    const messages = [
      {
        role: "developer",
        content: [
          { type: "text", text: "Be " },
          { type: "text", text: "brief." },
        ],
      },
      USER,
      { role: "assistant", content: null, tool_calls: [call("c1", "{}"), call("c2", "not json")] },
      { role: "tool", tool_call_id: "c1", content: "one" },
      { role: "tool", tool_call_id: "c2", content: [{ type: "text", text: "two" }] },
      { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA" } }] },
    ];
    const response = await served.request("/v1/chat/completions", chatOf({ messages }));
    expect(response.status).toBe(200);
    expect(response.headers.get("x-session-id")).toBeNull();
    expect(model.calls[0]?.messages.map((message) => [message.getType(), message.content])).toEqual([
      ["system", "Be brief."],
      ["human", "Hello"],
      ["ai", ""],
      ["tool", "one"],
      ["tool", "two"],
      ["human", [{ type: "image_url", image_url: { url: "data:image/png;base64,AA" } }]],
    ]);
    expect(model.calls[0]?.messages[2]).toMatchObject({
      tool_calls: [{ id: "c1", args: {} }],
      invalid_tool_calls: [{ id: "c2", args: "not json" }],
    });
    expect((await served.agent.memory.sessions(OWNER)).sessions).toEqual([]);
    await served[Symbol.asyncDispose]();
  });

  it("hands every supported setting to the model", async () => {
    const { model, served } = await serveRecorded(["{}"]);
    const schema = { type: "object", properties: {} };
    const json_schema = { name: "Answer", schema, strict: true };
    const settings = {
      temperature: 0,
      top_p: 0.5,
      max_tokens: 7,
      max_completion_tokens: 8,
      stop: "END",
      seed: 1,
      presence_penalty: -1,
      frequency_penalty: 2,
      response_format: { type: "json_schema", json_schema },
      tools: [
        {
          type: "function",
          function: { name: "look_up", description: "Looks up.", parameters: schema, strict: true },
        },
      ],
      tool_choice: { type: "function", function: { name: "look_up" } },
    };
    expect((await served.request("/v1/chat/completions", chatOf(settings))).status).toBe(200);
    expect(model.calls[0]).toMatchObject({
      parameters: {
        temperature: 0,
        topP: 0.5,
        maxTokens: 8,
        stop: ["END"],
        seed: 1,
        presencePenalty: -1,
        frequencyPenalty: 2,
        responseFormat: { type: "json-schema", name: "Answer", schema, strict: true },
        toolChoice: { name: "look_up" },
      },
      tools: [
        { name: "calculator" },
        { name: "look_up", description: "Looks up.", parameters: schema, strict: true },
      ],
    });
    await served[Symbol.asyncDispose]();
  });

  it("sends no setting that nobody set, and takes null for not set", async () => {
    const { model, served } = await serveRecorded(["a"]);
    await served.request(
      "/v1/chat/completions",
      chatOf({ temperature: null, stop: null, logprobs: null, n: null }),
    );
    expect(model.calls[0]?.parameters).toEqual({});
    await served[Symbol.asyncDispose]();
  });
});

describe("a chat with a session", () => {
  it("keeps the history and takes only what comes after the last answer as new", async () => {
    const { model, served } = await serveRecorded(["One", "Two"]);
    const first = await served.request("/v1/chat/completions", chatOf({ session_id: "s" }));
    expect(first.headers.get("x-session-id")).toBe("s");
    expect(await first.json()).toMatchObject({ metadata: { session_id: "s" } });
    const messages = [
      { role: "user", content: "what the client thinks was said" },
      { role: "assistant", content: "and answered" },
      { role: "user", content: "And" },
      { role: "user", content: "now?" },
    ];
    const json = { model: "assistant", messages, metadata: { topic: "x" } };
    const second = await served.request("/v1/chat/completions", { json, headers: { "x-session-id": "s" } });
    expect(await second.json()).toMatchObject({ metadata: { session_id: "s", topic: "x" } });
    expect(model.calls[1]?.messages.map((message) => message.text)).toEqual(["Hello", "One", "And\n\nnow?"]);
    const transcript = await served.agent.memory.transcript({ ...OWNER, sessionId: "s" });
    expect(transcript?.turns.map((turn) => turn.messages.map((message) => message.content))).toEqual([
      ["Hello", "One"],
      ["And\n\nnow?", "Two"],
    ]);
    await served[Symbol.asyncDispose]();
  });

  it("streams the same, with the session in the header and the first chunk", async () => {
    await using served = await serveScript(["Hello you", "Again"]);
    const response = await served.request(
      "/v1/chat/completions",
      chatOf({ stream: true, metadata: { session_id: "é%" } }),
    );
    expect(response.headers.get("x-session-id")).toBe("%C3%A9%25");
    const lines = (await response.text()).split("\n\n");
    expect(JSON.parse(lines[0]?.slice(6) ?? "").metadata).toEqual({ session_id: "é%" });
    await served.request("/v1/chat/completions", { ...chatOf(), headers: { "x-session-id": "%C3%A9%25" } });
    const { sessions } = await served.agent.memory.sessions(OWNER);
    expect(sessions).toMatchObject([{ sessionId: "é%", turnCount: 2 }]);
  });

  it("is named in a header by any id, there and back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (id) => {
        expect(toHeader(id)).toMatch(/^[!-~]+$/);
        expect(decodeURIComponent(toHeader(id))).toBe(id);
      }),
    );
  });

  it.each([
    [{ messages: [{ role: "system", content: "x" }, USER] }, "messages[0].role"],
    [{ messages: [USER, { role: "assistant", content: "x" }] }, "messages"],
    [{ messages: [USER, { role: "tool", tool_call_id: "c", content: "x" }] }, "messages[1].role"],
    [{ tools: [{ type: "function", function: { name: "f" } }] }, "tools"],
    [{ n: 2 }, "n"],
    [{ metadata: { session_id: "another" } }, "session_id"],
    [{ session_id: "" }, "session_id"],
    [{ session_id: ".." }, "session_id"],
    [{ session_id: "x".repeat(257) }, "session_id"],
    [{ session_id: "\ud800" }, "session_id"],
  ])("refuses what does not go with one: %j", async (extra, param) => {
    await using served = await serveScript([]);
    const response = await served.request("/v1/chat/completions", chatOf({ session_id: "s", ...extra }));
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: "INVALID_REQUEST", param });
  });

  it("refuses a header that is no percent-encoding", async () => {
    await using served = await serveScript([]);
    const response = await served.request("/v1/chat/completions", {
      ...chatOf(),
      headers: { "x-session-id": "50%" },
    });
    expect(await errorOf(response)).toMatchObject({ code: "INVALID_REQUEST", param: "session_id" });
  });

  it("needs an agent with a memory", async () => {
    const agent = await createAgent({ name: "assistant" })
      .withLlm(new ScriptedChatModel(["Hi"]))
      .withStep("llm", {})
      .build();
    await using served = await serveAgent(agent);
    const response = await served.request("/v1/chat/completions", chatOf({ session_id: "s" }));
    expect(response.status).toBe(400);
    expect((await errorOf(response)).code).toBe("SESSION_NEEDS_MEMORY");
    expect((await served.request("/v1/chat/completions", chatOf())).status).toBe(200);
    expect(await (await served.request("/v1/sessions")).json()).toEqual({ object: "list", data: [] });
  });
});

describe("a request that cannot be honoured", () => {
  it.each([
    [{ logprobs: true }, "logprobs"],
    [{ top_logprobs: 2 }, "top_logprobs"],
    [{ logit_bias: { "1": 2 } }, "logit_bias"],
    [{ functions: [] }, "functions"],
    [{ function_call: "auto" }, "function_call"],
    [{ modalities: ["text", "audio"] }, "modalities"],
    [{ audio: {} }, "audio"],
    [{ prediction: {} }, "prediction"],
    [{ reasoning_effort: "low" }, "reasoning_effort"],
    [{ verbosity: "low" }, "verbosity"],
    [{ web_search_options: {} }, "web_search_options"],
    [{ store: true }, "store"],
    [{ service_tier: "priority" }, "service_tier"],
    [{ parallel_tool_calls: false }, "parallel_tool_calls"],
    [{ moderation: {} }, "moderation"],
  ])("is refused, never half done: %j", async (extra, param) => {
    await using served = await serveScript([]);
    const response = await served.request("/v1/chat/completions", chatOf(extra));
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: "UNSUPPORTED_PARAMETER", param });
  });

  it("is answered when its settings ask for nothing, and unknown fields do nothing", async () => {
    await using served = await serveScript(["Hi"]);
    const nothing = {
      logprobs: false,
      top_logprobs: 0,
      logit_bias: {},
      modalities: ["text"],
      store: false,
      service_tier: "auto",
      parallel_tool_calls: true,
      prompt_cache_key: "x",
      whatever: 1,
    };
    expect((await served.request("/v1/chat/completions", chatOf(nothing))).status).toBe(200);
  });

  it.each([
    [{ model: undefined }, "model"],
    [{ messages: [] }, "messages"],
    [{ messages: "Hello" }, "messages"],
    [{ messages: [{ role: "robot", content: "x" }] }, "messages[0].role"],
    [{ messages: [{ role: "user" }] }, "messages[0].content"],
    [{ messages: [{ role: "user", content: [{ type: "video" }] }] }, "messages[0].content"],
    [{ messages: [USER, { role: "assistant" }] }, "messages[1].content"],
    [{ messages: [{ role: "tool", tool_call_id: "c", content: "x" }] }, "messages[0].tool_call_id"],
    [{ temperature: 2.1 }, "temperature"],
    [{ temperature: "1" }, "temperature"],
    [{ top_p: -1 }, "top_p"],
    [{ max_tokens: 0 }, "max_tokens"],
    [{ stop: ["a", "b", "c", "d", "e"] }, "stop"],
    [{ n: 9 }, "n"],
    [{ seed: 0.5 }, "seed"],
    [{ response_format: { type: "xml" } }, "response_format.type"],
    [{ stream_options: { include_usage: true } }, "stream_options"],
    [{ tool_choice: "required" }, "tool_choice"],
    [{ tools: [tool("f"), tool("f")] }, "tools[1].function.name"],
    [{ tools: [tool("calculator")] }, "tools[0].function.name"],
    [{ tools: [tool("f")], tool_choice: { type: "function", function: { name: "g" } } }, "tool_choice"],
    [{ tools: [tool("no spaces")] }, "tools[0].function.name"],
  ])("names the field that is wrong: %j", async (extra, param) => {
    await using served = await serveScript([]);
    const response = await served.request("/v1/chat/completions", chatOf(extra));
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({
      code: "INVALID_REQUEST",
      type: "invalid_request_error",
      param,
      hint: expect.any(String),
    });
  });

  it("tells all defects at once", async () => {
    await using served = await serveScript([]);
    const error = await errorOf(
      await served.request("/v1/chat/completions", chatOf({ n: 0, top_p: 3, stop: 1 })),
    );
    const { problems } = error.details as { problems: { path: string }[] };
    expect(problems.map(({ path }) => path)).toEqual(["n", "top_p", "stop"]);
  });

  it.each([
    ["stop", "", "1 to 4 texts"],
    ["stop", 7, "1 to 4 texts"],
    ["tool_choice", "always", '"auto", "none", "required"'],
  ])("says what %s may be when it is %j", async (name, value, expected) => {
    await using served = await serveScript([]);
    const error = await errorOf(await served.request("/v1/chat/completions", chatOf({ [name]: value })));
    expect(error.message).toContain(expected);
  });

  it("is too long when the text of one message is", async () => {
    await using served = await serveScript(["Hi"], { limits: { maxMessageChars: 10 } });
    const ask = (content: unknown) =>
      served.request("/v1/chat/completions", chatOf({ messages: [{ role: "user", content }] }));
    expect((await ask("x".repeat(10))).status).toBe(200);
    for (const content of [
      "x".repeat(11),
      [
        { type: "text", text: "x".repeat(6) },
        { type: "text", text: "x".repeat(5) },
      ],
    ]) {
      const response = await ask(content);
      expect(response.status).toBe(400);
      expect(await errorOf(response)).toMatchObject({
        code: "MESSAGE_TOO_LONG",
        param: "messages[0].content",
      });
    }
    const run = await served.request("/v1/runs", { json: { agent: "assistant", message: "x".repeat(11) } });
    expect(await errorOf(run)).toMatchObject({ code: "MESSAGE_TOO_LONG", param: "message" });
  });
});

function call(id: string, text: string) {
  return { id, type: "function", function: { name: "look_up", arguments: text } };
}

function tool(name: string) {
  return { type: "function", function: { name } };
}
