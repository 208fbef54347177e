import { SpanStatusCode } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createVirtualClock } from "@pergola/core/testing";
import { createFlow, node } from "@pergola/flow-runtime";
import { expect, it } from "vitest";
import { openTelemetry } from "./index.ts";

const START = Date.UTC(2026, 0, 1);

it("a trace of a flow is a span, and in it each attempt of a node", async () => {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const clock = createVirtualClock(START);
  let tries = 0;
  const work = () => new Promise<void>((resolve) => clock.setTimer(5, resolve));
  const look = node({ name: "look", policy: { maxRetries: 1, backoffBaseMs: 0 } }, async (text: string) => {
    await work();
    tries += 1;
    if (tries === 1 || text === "bad") throw new Error("not yet");
    return text;
  });
  const { onFlowEvent } = openTelemetry({ tracerProvider });
  const flow = createFlow({ name: "shop", edges: [look.to()], clock, onEvent: onFlowEvent });
  for (const text of ["good", "bad"]) {
    const settled = flow.call(text).catch(() => undefined);
    await clock.advance(50);
    await settled;
  }
  await flow.stop();

  const spans = exporter.getFinishedSpans();
  expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
    ["node look", SpanStatusCode.ERROR],
    ["node look", SpanStatusCode.UNSET],
    ["flow shop", SpanStatusCode.UNSET],
    ["node look", SpanStatusCode.ERROR],
    ["node look", SpanStatusCode.ERROR],
    ["flow shop", SpanStatusCode.ERROR],
  ]);
  const [first, second, trace] = spans;
  for (const attempt of [first, second])
    expect(attempt?.parentSpanContext?.spanId).toBe(trace?.spanContext().spanId);
  expect([first, second].map((span) => span?.attributes["pergola.flow.attempt"])).toEqual([1, 2]);
  expect([first?.startTime, first?.endTime]).toEqual([
    [START / 1_000, 0],
    [START / 1_000, 5_000_000],
  ]);
  expect(spans[5]?.attributes).toMatchObject({ "pergola.outcome": "failed", "error.type": "NODE_EXCEPTION" });
});
