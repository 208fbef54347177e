import { SpanStatusCode, trace } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { expect, it } from "vitest";
import { failure, finished, started, tellRun } from "../events/runs.test-helper.ts";
import { type OpenTelemetryOptions, openTelemetry } from "./index.ts";

const START = Date.UTC(2026, 0, 1);
const KEY = "sk-A1b2C3d4E5f6G7h8I9j0K1l2";

/** Spans of the real SDK, in order of their ends. */
function spanning(options: OpenTelemetryOptions = {}) {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const observer = openTelemetry({ tracerProvider, ...options });
  const spans = async () => {
    await tracerProvider.forceFlush();
    return exporter.getFinishedSpans();
  };
  const named = async (name: string): Promise<ReadableSpan> => {
    const found = (await spans()).filter((span) => span.name === name);
    expect(found, name).toHaveLength(1);
    return found[0] as ReadableSpan;
  };
  return { observer, tracerProvider, spans, named };
}

const MODEL = { type: "model-started", callId: "c", step: "answer", model: "openai:gpt-5", request: {} };
const REQUEST = {
  temperature: 0.2,
  max_completion_tokens: 50,
  messages: [
    {
      role: "user",
      content: [
        { type: "text", text: "Who am I?" },
        { type: "image_url", image_url: {} },
      ],
    },
    { role: "tool", content: "Ada", tool_call_id: "t0" },
  ],
};

function playTurn(observer: Parameters<typeof tellRun>[0]) {
  const tell = tellRun(observer, { at: START });
  tell(started);
  tell({ type: "step-started", step: "answer", kind: "tools-loop", stage: "think", at: START + 1 });
  tell({ ...MODEL, request: REQUEST, at: START + 2 });
  tell({ type: "text-delta", callId: "c", text: "You are Ada." });
  const usage = {
    inputTokens: 9,
    outputTokens: 4,
    totalTokens: 13,
    cachedInputTokens: 2,
    reasoningTokens: 1,
    cost: 0.5,
  };
  tell({
    type: "model-finished",
    callId: "c",
    latencyMs: 8,
    usage,
    finishReason: "tool-calls",
    at: START + 10,
  });
  tell({
    type: "tool-started",
    callId: "t",
    step: "answer",
    tool: "clock",
    arguments: { zone: "UTC", password: KEY },
  });
  tell({ type: "tool-finished", callId: "t", tool: "clock", latencyMs: 2, result: "noon", at: START + 12 });
  tell({ type: "step-finished", step: "answer", kind: "tools-loop", latencyMs: 20, at: START + 21.5 });
  tell(finished("completed", { usage, at: START + 22 }));
}

it("a turn is invoke_agent, in it the step, in that chat and execute_tool, with names as they are published", async () => {
  const { observer, named, spans } = spanning();
  playTurn(observer);
  const [agent, step] = [await named("invoke_agent host"), await named("step answer")];
  const [chat, tool] = [await named("chat gpt-5"), await named("execute_tool clock")];
  expect((await spans()).length).toBe(4);
  expect(agent.parentSpanContext).toBeUndefined();
  expect(step.parentSpanContext?.spanId).toBe(agent.spanContext().spanId);
  for (const inner of [chat, tool]) expect(inner.parentSpanContext?.spanId).toBe(step.spanContext().spanId);
  expect([agent.kind, step.kind, chat.kind, tool.kind]).toEqual([0, 0, 2, 0]);
  const usage = {
    "gen_ai.usage.input_tokens": 9,
    "gen_ai.usage.output_tokens": 4,
    "gen_ai.usage.cache_read.input_tokens": 2,
    "gen_ai.usage.reasoning.output_tokens": 1,
    "pergola.usage.cost": 0.5,
  };
  expect(agent.attributes).toEqual({
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.agent.name": "host",
    "gen_ai.conversation.id": "s",
    "pergola.run.id": "run-1",
    "pergola.outcome": "completed",
    ...usage,
  });
  expect(step.attributes).toMatchObject({ "pergola.step.kind": "tools-loop", "pergola.stage": "think" });
  expect(chat.attributes).toEqual({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-5",
    "gen_ai.request.temperature": 0.2,
    "gen_ai.request.max_tokens": 50,
    "gen_ai.response.finish_reasons": ["tool-calls"],
    ...usage,
  });
  expect(tool.attributes).toEqual({
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "clock",
    "gen_ai.tool.type": "function",
    "gen_ai.tool.call.id": "t",
  });
  expect(chat.startTime).toEqual([START / 1_000, 2_000_000]);
  expect(step.endTime).toEqual([START / 1_000, 21_500_000]);
  expect([agent, step, chat, tool].map(({ status }) => status.code)).toEqual([0, 0, 0, 0]);
});

it("what was said is there when it was asked for, in the form of the conventions and without secrets", async () => {
  const { observer, named } = spanning({ content: true });
  expect(observer.deltas).toBe(true);
  playTurn(observer);
  const { attributes: chat } = await named("chat gpt-5");
  expect(JSON.parse(String(chat["gen_ai.input.messages"]))).toEqual([
    { role: "user", parts: [{ type: "text", content: "Who am I?" }, { type: "image_url" }] },
    { role: "tool", parts: [{ type: "tool_call_response", id: "t0", response: "Ada" }] },
  ]);
  expect(JSON.parse(String(chat["gen_ai.output.messages"]))).toEqual([
    { role: "assistant", parts: [{ type: "text", content: "You are Ada." }], finish_reason: "tool-calls" },
  ]);
  const { attributes: tool } = await named("execute_tool clock");
  expect(tool["gen_ai.tool.call.result"]).toBe('"noon"');
  expect(JSON.parse(String(tool["gen_ai.tool.call.arguments"]))).toMatchObject({ zone: "UTC" });
  expect(JSON.stringify(tool)).not.toContain(KEY);
});

it("what failed has the code of its error, and what was cancelled did not fail", async () => {
  const { observer, named, spans } = spanning();
  const tell = tellRun(observer, { at: START });
  tell(started);
  tell(MODEL);
  tell({ type: "model-retried", callId: "c", attempt: 1, delayMs: 1, error: failure("MODEL_TIMEOUT") });
  tell({ type: "model-finished", callId: "c", latencyMs: 1, error: failure("MODEL_UNAVAILABLE") });
  tell(finished("failed", { error: failure("STEP_FAILED") }));
  const stop = tellRun(observer, { runId: "run-2" });
  const error = failure("RUN_CANCELLED");
  stop(started);
  stop({ type: "tool-started", callId: "t", tool: "clock", arguments: {} });
  stop({ type: "tool-finished", callId: "t", tool: "clock", latencyMs: 1, error });
  stop(finished("cancelled", { error }));
  const chat = await named("chat gpt-5");
  expect(chat.status).toEqual({ code: SpanStatusCode.ERROR, message: "It failed with MODEL_UNAVAILABLE." });
  expect(chat.attributes["error.type"]).toBe("MODEL_UNAVAILABLE");
  expect(chat.events).toMatchObject([{ name: "retry", attributes: { "error.type": "MODEL_TIMEOUT" } }]);
  const [, first, tool, second] = await spans();
  expect([first?.status.code, first?.attributes["error.type"]]).toEqual([
    SpanStatusCode.ERROR,
    "STEP_FAILED",
  ]);
  for (const span of [tool, second]) {
    expect([span?.status.code, span?.attributes["pergola.outcome"]]).toEqual([0, "cancelled"]);
    expect(span?.attributes).not.toHaveProperty("error.type");
  }
});

it("a call that falls back is told as that of the model that answered", async () => {
  const { observer, named } = spanning();
  const tell = tellRun(observer, { at: START });
  tell(MODEL);
  tell({
    type: "model-fell-back",
    callId: "c",
    from: "openai:gpt-5",
    to: "ollama:llama3.2:3b",
    request: {},
    error: failure("X"),
  });
  tell({ type: "model-finished", callId: "c", latencyMs: 1 });
  const chat = await named("chat llama3.2:3b");
  expect(chat.attributes["gen_ai.provider.name"]).toBe("ollama");
  expect(chat.events[0]?.attributes).toEqual({
    from: "openai:gpt-5",
    to: "ollama:llama3.2:3b",
    "error.type": "X",
  });
});

it.each([
  ["openai", { model: "gpt-5" }, ["openai", "gpt-5"]],
  ["openai:gpt-5", { model: "gpt-5-2026" }, ["openai", "gpt-5-2026"]],
  ["ollama:llama3.2:3b", { model: "ollama:llama3.2:3b" }, ["ollama", "llama3.2:3b"]],
  ["scripted", {}, ["scripted", "scripted"]],
])("the model id %s with the request %j is told as provider and model", async (model, request, expected) => {
  const { observer, spans } = spanning();
  const tell = tellRun(observer, { at: START });
  tell({ ...MODEL, model, request });
  tell({ type: "model-finished", callId: "c", latencyMs: 1 });
  const [chat] = await spans();
  expect([chat?.attributes["gen_ai.provider.name"], chat?.attributes["gen_ai.request.model"]]).toEqual(
    expected,
  );
});

it("a run that is suspended ends its spans, and goes on in one that is linked to the first", async () => {
  const { observer, spans } = spanning();
  const tell = tellRun(observer, { at: START });
  tell(started);
  tell({ type: "step-started", step: "ask", kind: "custom" });
  tell({ type: "run-suspended", interrupts: [], at: START + 5 });
  expect((await spans()).map(({ name, attributes }) => [name, attributes["pergola.run.suspended"]])).toEqual([
    ["step ask", true],
    ["invoke_agent host", true],
  ]);
  tell({ type: "run-resumed", at: START + 1_000 });
  tell({ type: "step-finished", step: "ask", kind: "custom", latencyMs: 2_000, at: START + 1_010 });
  tell(finished("completed", { at: START + 1_020 }));
  const [, first, step, second] = await spans();
  expect(second?.links).toMatchObject([{ context: { spanId: first?.spanContext().spanId } }]);
  expect(step?.parentSpanContext?.spanId).toBe(second?.spanContext().spanId);
  expect(step?.startTime).toEqual(second?.startTime);
});

it("a run inside a run is inside what it says has called it, else inside the only open call or step", async () => {
  const { observer, spans } = spanning();
  const tell = tellRun(observer, { at: START });
  const inner = (runId: string, caller?: object) => {
    const place = { runId, parentRunId: "run-1" };
    tell({ ...started, ...place, agentId: runId, ...(caller && { caller }) });
    tell({ ...finished(), ...place });
  };
  tell(started);
  tell({ type: "step-started", step: "answer", kind: "tools-loop" });
  tell({ type: "tool-started", callId: "a", step: "answer", tool: "ask", arguments: {} });
  inner("one");
  tell({ type: "tool-finished", callId: "a", tool: "ask", latencyMs: 1 });
  inner("two");
  tell({ type: "step-started", step: "other", kind: "llm" });
  inner("three");
  inner("four", { step: "other" });
  tell({ type: "tool-started", callId: "b", step: "answer", tool: "ask", arguments: {} });
  tell({ type: "tool-started", callId: "c", step: "other", tool: "tell", arguments: {} });
  inner("five", { step: "other", callId: "c" });
  tell(finished());
  const all = await spans();
  const parentOf = (name: string) => {
    const span = all.find((each) => each.name === name);
    return all.find((each) => each.spanContext().spanId === span?.parentSpanContext?.spanId)?.name;
  };
  const parents = ["one", "two", "three", "four", "five"].map((name) => parentOf(`invoke_agent ${name}`));
  expect(parents).toEqual([
    "execute_tool ask",
    "step answer",
    "invoke_agent host",
    "step other",
    "execute_tool tell",
  ]);
});

it("steps of one name at a time are told apart by their labels; without steps calls are inside the run", async () => {
  const { observer, spans } = spanning();
  const tell = tellRun(observer, { at: START });
  tell(started);
  for (const label of ["urls[0]", "urls[1]"])
    tell({ type: "step-started", step: "read", kind: "custom", label });
  for (const label of ["urls[0]", "urls[1]"])
    tell({ type: "step-finished", step: "read", kind: "custom", label, latencyMs: 1 });
  expect((await spans()).map(({ attributes }) => attributes["pergola.step.label"])).toEqual([
    "urls[0]",
    "urls[1]",
  ]);
  const plain = spanning({ steps: false });
  playTurn(plain.observer);
  const chat = await plain.named("chat gpt-5");
  expect(chat.parentSpanContext?.spanId).toBe((await plain.named("invoke_agent host")).spanContext().spanId);
  expect(await plain.spans()).toHaveLength(3);
});

it("a run whose calls never ended leaves no span open", async () => {
  const { observer, spans } = spanning();
  const tell = tellRun(observer, { at: START });
  tell(started);
  tell(MODEL);
  tell(finished("cancelled"));
  expect((await spans()).map(({ name }) => name)).toEqual(["chat gpt-5", "invoke_agent host"]);
});

it("without a provider nothing is recorded, and nothing breaks", () => {
  playTurn(openTelemetry());
  expect(trace.getActiveSpan()).toBeUndefined();
});

it("options that cannot be used are refused", () => {
  expect(() => openTelemetry({ tracerProvider: {} as never })).toThrow(
    expect.objectContaining({ code: "OBSERVABILITY_OPTION_INVALID" }),
  );
});
