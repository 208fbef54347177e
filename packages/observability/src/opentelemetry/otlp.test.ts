import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { context, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  ParentBasedSampler,
  SamplingDecision,
  SimpleSpanProcessor,
  StackContextManager,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import * as published from "@opentelemetry/semantic-conventions/incubating";
import { afterEach, expect, it } from "vitest";
import { failure, finished, started, tellRun } from "../events/runs.test-helper.ts";
import { NAMES, parametersOf } from "./attributes.ts";
import { openTelemetry } from "./index.ts";

interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
}

/** A collector in this process: what it was sent over HTTP. */
async function collecting() {
  const requests: OtlpRequest[] = [];
  const server = createServer(async (request, response) => {
    requests.push((await json(request)) as OtlpRequest);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, requests, close };
}

afterEach(() => context.disable());

it("a collector gets the spans of a run over OTLP, one inside the other, with names and errors", async () => {
  const { url, requests, close } = await collecting();
  const exporter = new OTLPTraceExporter({ url });
  const tracerProvider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
  const tell = tellRun(openTelemetry({ tracerProvider }), { at: Date.now() });
  tell(started);
  tell({ type: "step-started", step: "answer", kind: "llm" });
  tell({ type: "model-started", callId: "c", step: "answer", model: "openai:gpt-5", request: {} });
  tell({
    type: "model-finished",
    callId: "c",
    step: "answer",
    latencyMs: 1,
    error: failure("MODEL_TIMEOUT"),
  });
  tell({ type: "step-finished", step: "answer", kind: "llm", latencyMs: 1, error: failure("STEP_FAILED") });
  tell(finished("failed", { error: failure("STEP_FAILED") }));
  await tracerProvider.shutdown();
  close();

  const scopes = requests.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans),
  );
  expect(scopes.map(({ scope }) => scope.name)).toEqual(["@pergola/observability"]);
  const [chat, step, agent] = scopes.flatMap(({ spans }) => spans);
  expect([chat?.name, step?.name, agent?.name]).toEqual(["chat gpt-5", "step answer", "invoke_agent host"]);
  expect([chat?.parentSpanId, step?.parentSpanId]).toEqual([step?.spanId, agent?.spanId]);
  expect(new Set([chat, step, agent].map((span) => span?.traceId)).size).toBe(1);
  expect(chat?.status).toEqual({ code: 2, message: "It failed with MODEL_TIMEOUT." });
  expect(chat?.attributes).toContainEqual({ key: "error.type", value: { stringValue: "MODEL_TIMEOUT" } });
  expect(chat?.attributes).toContainEqual({ key: "gen_ai.operation.name", value: { stringValue: "chat" } });
});

it("a run is inside the span that is active where it begins", () => {
  context.setGlobalContextManager(new StackContextManager().enable());
  const tracerProvider = new TracerProvider();
  const outer = tracerProvider.getTracer("test").startSpan("GET /");
  const traces: string[] = [];
  const noting = {
    getTracer: () => ({
      ...tracerProvider.getTracer("test"),
      startSpan(...[name, options, parent]: Parameters<ReturnType<typeof trace.getTracer>["startSpan"]>) {
        const span = tracerProvider.getTracer("test").startSpan(name, options, parent);
        traces.push(span.spanContext().traceId);
        return span;
      },
      startActiveSpan: () => undefined as never,
    }),
  };
  const tell = tellRun(openTelemetry({ tracerProvider: noting }), { at: Date.now() });
  context.with(trace.setSpan(context.active(), outer), () => tell(started));
  tell(finished());
  expect(traces).toEqual([outer.spanContext().traceId]);
});

it("inside a run that is not sampled no spans are made, and runs inside it are not sampled either", async () => {
  const exporter = new InMemorySpanExporter();
  const sampled: string[] = [];
  const sampler = new ParentBasedSampler({
    root: {
      shouldSample(_context: unknown, _traceId: string, name: string) {
        sampled.push(name);
        return { decision: SamplingDecision.NOT_RECORD };
      },
      toString: () => "never",
    },
  });
  const tracerProvider = new TracerProvider({
    sampler,
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  const tell = tellRun(openTelemetry({ tracerProvider }), { at: Date.now() });
  tell(started);
  tell({ type: "step-started", step: "answer", kind: "llm" });
  tell({ ...started, runId: "run-2", parentRunId: "run-1", agentId: "inner" });
  tell({ ...finished(), runId: "run-2", parentRunId: "run-1" });
  tell(finished());
  await tracerProvider.forceFlush();
  expect([sampled, exporter.getFinishedSpans()]).toEqual([["invoke_agent host"], []]);
});

it("every name of theirs is one that they have published", () => {
  const theirs = new Set<unknown>(Object.values(published));
  const parameters = [
    "temperature",
    "top_p",
    "top_k",
    "maxTokens",
    "frequency_penalty",
    "presence_penalty",
    "seed",
  ];
  const request = Object.fromEntries(parameters.map((name) => [name, 1]));
  const names = [...Object.values(NAMES), ...Object.keys(parametersOf(request))];
  const ours = names.filter((name) => !name.startsWith("pergola."));
  expect(ours.length).toBeGreaterThan(20);
  expect(ours.filter((name) => !theirs.has(name))).toEqual([]);
});
