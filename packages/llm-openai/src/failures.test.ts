import { createVirtualClock } from "@pergola/core/testing";
import { reply, startVendorServer } from "@pergola/resources/testing";
import { describe, expect, test } from "vitest";
import { fetchOf, openaiModel, streamText } from "./model.test-helper.ts";

const failing = async (status: number, body: string) => {
  const headers = { "content-type": "application/json", "x-request-id": "req_1" };
  const model = await openaiModel({ apiKey: "sk-test", fetch: fetchOf([body], { status, headers }) });
  return model.invoke("Hi").catch((error: unknown) => error);
};
const said = (message: string, code?: string) => JSON.stringify({ error: { message, code } });

describe("refusals", () => {
  test.each([
    [400, said("This model's maximum context length is 8192 tokens."), "MODEL_CONTEXT_TOO_LONG"],
    [400, said("the request exceeds the available context size"), "MODEL_CONTEXT_TOO_LONG"],
    [400, said("prompt is too long: 210000 tokens"), "MODEL_CONTEXT_TOO_LONG"],
    [413, said("Request too large"), "MODEL_CONTEXT_TOO_LONG"],
    [400, said("no", "content_policy_violation"), "MODEL_CONTENT_FILTERED"],
    [400, said("The response was filtered", "ResponsibleAIPolicyViolation"), "MODEL_CONTENT_FILTERED"],
    [400, said("no", "unsupported_value"), "MODEL_PARAMETER_UNSUPPORTED"],
    [400, said("no", "model_not_found"), "MODEL_NOT_FOUND"],
    [422, said("field required"), "MODEL_BAD_REQUEST"],
    [418, "", "MODEL_BAD_REQUEST"],
    [402, said("Insufficient credits"), "MODEL_QUOTA_EXCEEDED"],
    [429, said("You have insufficient credits"), "MODEL_QUOTA_EXCEEDED"],
    [429, "slow down", "MODEL_RATE_LIMITED"],
    [408, "", "MODEL_UNAVAILABLE"],
    [502, "<html>Bad gateway</html>", "MODEL_UNAVAILABLE"],
    [529, said("Overloaded"), "MODEL_UNAVAILABLE"],
  ])("HTTP %i with %s", async (status, body, code) => {
    expect(await failing(status, body)).toMatchObject({ code, details: { status, requestId: "req_1" } });
  });

  test.each([
    ['{"error":{"message":"of OpenAI"}}', "of OpenAI"],
    ['{"error":"of Ollama"}', "of Ollama"],
    ['{"message":"of Mistral"}', "of Mistral"],
    ['{"object":"error","message":"of vLLM"}', "of vLLM"],
    ['{"detail":"of FastAPI"}', "of FastAPI"],
    ['[{"error":{"message":"of Gemini","code":400}}]', "of Gemini"],
    ['{"error":{"why":"unknown"}}', '{"why":"unknown"}'],
    ["just text", "just text"],
  ])("the vendor's words are found in %s", async (body, words) => {
    const message = `openai answered HTTP 400: ${words}`;
    expect(await failing(400, body)).toMatchObject({ message, details: { vendorMessage: words } });
  });

  test("a long explanation is cut", async () => {
    const error = await failing(500, "long ".repeat(100_000));
    expect((error as Error).message.length).toBeLessThan(700);
  });
});

describe("errors inside a stream", () => {
  test.each([
    ['{"message":"Rate limit reached","code":"rate_limit_exceeded"}', "MODEL_RATE_LIMITED"],
    ['{"message":"Provider returned error","code":429}', "MODEL_RATE_LIMITED"],
    ['{"message":"maximum context length","code":null}', "MODEL_CONTEXT_TOO_LONG"],
    ['{"message":"flagged","code":"content_filter"}', "MODEL_CONTENT_FILTERED"],
    ['{"message":"upstream died","code":502}', "MODEL_STREAM_BROKEN"],
    ['"just text"', "MODEL_STREAM_BROKEN"],
  ])("%s", async (error, code) => {
    const model = await openaiModel({ apiKey: "sk-test", fetch: fetchOf([`data: {"error":${error}}\n\n`]) });
    await expect(model.invoke("Hi")).rejects.toMatchObject({ code });
  });
});

describe("streams that lie", () => {
  const text = 'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n';
  test.each([
    ["[DONE] without a finish reason", `${text}data: [DONE]\n\n`, "MODEL_STREAM_BROKEN"],
    ["an end inside an event", `${text}data: {"choices":[{"ind`, "MODEL_STREAM_BROKEN"],
    ["only [DONE]", "data: [DONE]\n\n", "MODEL_STREAM_BROKEN"],
    ["nothing", "", "MODEL_STREAM_BROKEN"],
    ["only keep-alive comments", ": hello\n\n", "MODEL_STREAM_BROKEN"],
    ["text that is no event", "Hello", "MODEL_BAD_RESPONSE"],
    ["lines that are no events", "Hello\n\nworld\n\n", "MODEL_BAD_RESPONSE"],
    ["an event that is a list", "data: []\n\n", "MODEL_STREAM_BROKEN"],
    ["an event that is null", "data: null\n\n", "MODEL_BAD_RESPONSE"],
    ["choices that are no list", 'data: {"choices":{}}\n\n', "MODEL_BAD_RESPONSE"],
    ["content that is a number", 'data: {"choices":[{"delta":{"content":1}}]}\n\n', "MODEL_BAD_RESPONSE"],
    ["a choice that is null", 'data: {"choices":[null]}\n\n', "MODEL_BAD_RESPONSE"],
  ])("%s is no success", async (_, stream, code) => {
    const model = await openaiModel({ apiKey: "sk-test", fetch: fetchOf([stream]) });
    await expect(model.invoke("Hi")).rejects.toMatchObject({ code, hint: expect.any(String) });
  });

  test("what came before the failure is handed out first, also in the same part", async () => {
    const model = await openaiModel({ apiKey: "sk-test", fetch: fetchOf([`${text}data: {oops\n\n`]) });
    const pieces: string[] = [];
    const call = model.streamDirect(
      { messages: [] },
      { signal: new AbortController().signal, onDelta: (delta) => void pieces.push(delta.text) },
    );
    await expect(call).rejects.toMatchObject({ code: "MODEL_BAD_RESPONSE" });
    expect(pieces).toEqual(["Hi"]);
  });

  test("a server that streams on after [DONE] is cut off", async () => {
    await using server = await startVendorServer({
      replies: [reply.raw({ writes: [streamText([{ content: "Hi" }])], ending: "hang" })],
    });
    const model = await openaiModel({ baseURL: server.baseURL });
    expect((await model.invoke("Hi")).text).toBe("Hi");
    expect((await server.requests[0]?.closed)?.by).toBe("client");
  });
});

describe("silence", () => {
  const hanging: typeof fetch = (_, init) =>
    new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));

  test("before the headers ends in MODEL_TIMEOUT at the configured time, not before", async () => {
    const clock = createVirtualClock();
    const model = await openaiModel({ apiKey: "sk-test", fetch: hanging, clock, timeoutMs: 5_000 });
    let outcome: unknown;
    const call = model.invoke("Hi").catch((error: unknown) => {
      outcome = error;
    });
    await clock.advance(4_999);
    expect(outcome).toBeUndefined();
    await clock.advance(1);
    await call;
    expect(outcome).toMatchObject({ code: "MODEL_TIMEOUT", details: { timeoutMs: 5_000 } });
    expect(clock.pendingTimers).toBe(0);
  });

  test("the default is a minute", async () => {
    const clock = createVirtualClock();
    const model = await openaiModel({ apiKey: "sk-test", fetch: hanging, clock });
    const call = expect(model.invoke("Hi")).rejects.toMatchObject({ code: "MODEL_TIMEOUT" });
    await clock.advance(60_000);
    await call;
  });

  test("is counted between bytes: a slow answer is none, a slow reader is none", async () => {
    const clock = createVirtualClock();
    const parts = [
      streamText([{ content: "a" }]).split("data: [DONE]")[0] ?? "",
      ": still here\n\n",
      "data: [DONE]\n\n",
    ];
    let body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        body = controller;
      },
    });
    const headers = { "content-type": "text/event-stream" };
    const fetch = async () => new Response(stream, { headers });
    const model = await openaiModel({ apiKey: "sk-test", fetch, clock, timeoutMs: 1_000 });
    const reading = Promise.withResolvers<void>();
    const call = model.streamDirect(
      { messages: [] },
      { signal: new AbortController().signal, onDelta: () => reading.promise },
    );
    for (const part of parts.slice(0, 2)) {
      await clock.advance(900);
      body?.enqueue(new TextEncoder().encode(part));
    }
    await clock.advance(10_000);
    reading.resolve();
    await clock.advance(900);
    body?.enqueue(new TextEncoder().encode(parts[2]));
    expect((await call).text).toBe("a");
    expect(clock.pendingTimers).toBe(0);
  });

  test("a fetch that ignores its signal is left behind, and what it brings late is cancelled", async () => {
    const late = Promise.withResolvers<Response>();
    const cancelled = Promise.withResolvers<unknown>();
    const called = Promise.withResolvers<void>();
    const fetch = () => {
      called.resolve();
      return late.promise;
    };
    const model = await openaiModel({ apiKey: "sk-test", fetch });
    const stop = new AbortController();
    const call = expect(model.invoke("Hi", { signal: stop.signal })).rejects.toThrow("stop");
    await called.promise;
    stop.abort(new Error("stop"));
    await call;
    late.resolve(new Response(new ReadableStream({ cancel: cancelled.resolve })));
    await cancelled.promise;
  });

  test("no listener stays on the caller's signal", async () => {
    const { signal } = new AbortController();
    const counts = { added: 0, removed: 0 };
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      counts.added += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      counts.removed += 1;
      remove(...args);
    };
    const model = await openaiModel({ apiKey: "sk-test", fetch: fetchOf([streamText([{ content: "a" }])]) });
    await model.streamDirect({ messages: [] }, { signal, onDelta() {} });
    expect(counts.added).toBe(1);
    expect(counts.removed).toBeGreaterThanOrEqual(1);
  });
});
