import {
  type Attributes,
  type Context,
  context,
  type HrTime,
  type Link,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { ErrorData, RunCaller } from "@pergola/core";
import { partOutcome } from "../events/part-outcome.ts";
import { NAMES } from "./attributes.ts";
import { type OpenSpan, OpenSpans } from "./open-spans.ts";

/** An event, as far as a span needs it. */
export interface SpanEvent {
  readonly runId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A span that begins. */
export interface Begun {
  readonly event: SpanEvent;
  readonly kind: OpenSpan["kind"];
  /** What it is found by, among those of its kind. */
  readonly name: string;
  readonly title: string;
  readonly parent: Context;
  readonly attributes: Attributes;
  readonly links?: Link[];
  /** Default: internal. */
  readonly spanKind?: SpanKind;
}

/** Begins and ends spans, and knows what is inside what. */
export class SpanBook {
  readonly open = new OpenSpans();
  readonly #tracer: Tracer;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  begin(key: string, begun: Begun): void {
    const { event, kind, name, title, parent, attributes, links = [], spanKind = SpanKind.INTERNAL } = begun;
    const options = { kind: spanKind, startTime: timeOf(event), attributes, links };
    const span = this.#tracer.startSpan(title, options, parent);
    const { runId, at: startedAt } = event;
    this.open.add(key, { runId, kind, name, span, startedAt, context: trace.setSpan(parent, span) });
  }

  end(
    key: string,
    event: SpanEvent,
    attributes: Attributes,
    error?: Pick<ErrorData, "code" | "message">,
  ): void {
    const span = this.open.take(key)?.span;
    if (span === undefined) return;
    span.setAttributes(attributes);
    if (partOutcome(error) === "cancelled") span.setAttribute(NAMES.outcome, "cancelled");
    else if (error !== undefined) {
      span.setAttribute(NAMES.error, error.code);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    }
    span.end(timeOf(event));
  }

  /** Whether somebody keeps the spans of the run: what is inside one that nobody keeps is not kept either. */
  isRecorded(runId: string): boolean {
    return this.open.get(runKey(runId))?.span.isRecording() ?? true;
  }

  /** Inside the open step of that name and label, else inside the run. */
  contextOf(runId: string, step?: string, label?: string): Context {
    const found = step === undefined ? undefined : this.open.get(stepKey({ runId, step, label }));
    return (found ?? this.open.get(runKey(runId)))?.context ?? context.active();
  }

  /** A step is inside the newest open stage that its name says, else inside the run. */
  contextOfStep(runId: string, step: string): Context {
    const isAround = (each: OpenSpan) => each.kind === "stage" && step.startsWith(each.name);
    return this.open.of(runId).find(isAround)?.context ?? this.contextOf(runId);
  }

  /**
   * A run that another one began is inside the tool call or the step that called it. Where nobody says which: inside the only
   * open tool call, else the only open step, else the run itself.
   */
  contextAround(parentRunId: string | undefined, caller?: RunCaller): Context {
    if (parentRunId === undefined) return context.active();
    if (caller !== undefined) {
      const { callId, step, label } = caller;
      const tool =
        callId === undefined ? undefined : this.open.get(callKey("tool", { runId: parentRunId, callId }));
      return tool?.context ?? this.contextOf(parentRunId, step, label);
    }
    const open = this.open.of(parentRunId);
    const only = (kind: OpenSpan["kind"]) => {
      const found = open.filter((each) => each.kind === kind);
      return found.length === 1 ? found[0] : undefined;
    };
    return (only("tool") ?? only("step") ?? only("run"))?.context ?? context.active();
  }
}

export const runKey = (runId: string) => `run ${runId}`;

/** One step: its name, and its label if several of that name run at once. */
export const stepKey = ({
  runId,
  step,
  label = "",
}: {
  runId: string;
  step: string;
  label?: string | undefined;
}) => `step ${runId} ${step} ${label}`;

export const callKey = (
  kind: "model" | "tool",
  { runId, callId }: { readonly runId: string; readonly callId: string },
) => `${kind} ${runId} ${callId}`;

/** A number could be taken for the time since the process began. */
export function timeOf({ at }: { readonly at: number }): HrTime {
  const seconds = Math.floor(at / 1_000);
  return [seconds, Math.round((at - seconds * 1_000) * 1e6)];
}
