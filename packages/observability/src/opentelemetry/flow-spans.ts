import { type Attributes, context, type Span, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { ObservedFlowEvent } from "../events/flow-event.ts";
import { NAMES } from "./attributes.ts";
import { timeOf } from "./span-book.ts";

/** Most traces of flows whose spans are open at a time; the oldest is ended to make room. */
const MAX_TRACES = 10_000;

/** Makes spans of the events of flows: one of each trace, and in it one of each attempt of a node. */
export class FlowSpans {
  readonly #tracer: Tracer;
  readonly #traces = new Map<string, Span>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  observe(event: ObservedFlowEvent): void {
    if (event.type === "trace-started") this.#begin(event);
    if (event.type === "node-succeeded" || event.type === "node-errored") this.#attempt(event);
    if (event.type === "trace-settled") this.#end(event);
  }

  #begin({ flow, traceId, parentTraceId, ts }: ObservedFlowEvent): void {
    const [oldest] = this.#traces.keys();
    if (this.#traces.size >= MAX_TRACES && oldest !== undefined) this.#take(oldest)?.end();
    const attributes = { [NAMES.flow]: flow, [NAMES.flowTrace]: traceId };
    const options = { startTime: timeOf({ at: ts }), attributes };
    const parent = parentTraceId === undefined ? context.active() : this.#contextOf(parentTraceId);
    this.#traces.set(traceId, this.#tracer.startSpan(`flow ${flow}`, options, parent));
  }

  /** Attempts of one node may overlap, and only their ends tell them apart: the span is made then. */
  #attempt(event: ObservedFlowEvent): void {
    const { traceId, ts, nodeName = "", attempt = 1, latencyMs = 0, blockedMs = 0 } = event;
    const attributes: Attributes = { [NAMES.flowNode]: nodeName, [NAMES.flowAttempt]: attempt };
    const startTime = timeOf({ at: ts - latencyMs - blockedMs });
    const span = this.#tracer.startSpan(
      `node ${nodeName}`,
      { startTime, attributes },
      this.#contextOf(traceId),
    );
    if (event.type === "node-errored") fail(span, event.code ?? "NODE_EXCEPTION", event.message);
    span.end(timeOf({ at: ts }));
  }

  #end({ traceId, ts, outcome = "completed", code, message }: ObservedFlowEvent): void {
    const span = this.#take(traceId);
    if (span === undefined) return;
    span.setAttribute(NAMES.outcome, outcome);
    // Who stops a trace or its flow gets what he wanted.
    if (["failed", "deadline", "budget"].includes(outcome)) fail(span, code ?? outcome, message);
    span.end(timeOf({ at: ts }));
  }

  #contextOf(traceId: string) {
    const span = this.#traces.get(traceId);
    return span === undefined ? context.active() : trace.setSpan(context.active(), span);
  }

  #take(traceId: string): Span | undefined {
    const span = this.#traces.get(traceId);
    this.#traces.delete(traceId);
    return span;
  }
}

function fail(span: Span, code: string, message = `It ended: ${code}.`): void {
  span.setAttribute(NAMES.error, code);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
