import type { Attributes, SpanContext, Tracer } from "@opentelemetry/api";
import type { ObservedRun, RunEvent, RunObserver } from "@pergola/core";
import type { ObservedFlowEvent } from "../events/flow-event.ts";
import { type ForeignEvent, type KnownEvent, known, stagePrefix } from "../events/foreign-events.ts";
import { NAMES, usageOf } from "./attributes.ts";
import { CallSpans } from "./call-spans.ts";
import { FlowSpans } from "./flow-spans.ts";
import { runKey, SpanBook, stepKey } from "./span-book.ts";

type Of<Type extends KnownEvent["type"]> = Extract<KnownEvent, { readonly type: Type }>;
type StageEvent = Extract<ForeignEvent, { readonly type: "stage-started" | "stage-finished" }>;

/** Makes spans of runs, and of flows. */
export interface SpanObserver extends RunObserver {
  /** A flow's events, as spans: `createFlow({ onEvent: spans.onFlowEvent })`. */
  readonly onFlowEvent: (event: ObservedFlowEvent) => void;
}

export interface RunSpansOptions {
  readonly content: boolean;
  readonly steps: boolean;
}

/** Most suspended runs whose spans the next part of the run is linked to. */
const MAX_SUSPENDED = 1_000;

/** Makes spans of the events of runs. */
export class RunSpans implements SpanObserver {
  /** Texts are only needed for content. */
  readonly deltas: boolean;
  readonly onFlowEvent: SpanObserver["onFlowEvent"];
  readonly #book: SpanBook;
  readonly #calls: CallSpans;
  readonly #hasSteps: boolean;
  readonly #suspended = new Map<string, SpanContext>();

  constructor(tracer: Tracer, options: RunSpansOptions) {
    this.deltas = options.content;
    this.#book = new SpanBook(tracer);
    this.#calls = new CallSpans(this.#book, options);
    this.#hasSteps = options.steps;
    const flows = new FlowSpans(tracer);
    this.onFlowEvent = (event) => flows.observe(event);
  }

  observe(given: RunEvent, run: ObservedRun): void {
    const event = known(given);
    switch (event.type) {
      case "run-started":
        this.#begin(event, event.agentId, run);
        break;
      case "run-resumed":
        this.#begin(event, run.scope.agentId, run);
        break;
      case "run-suspended":
        this.#suspend(event);
        break;
      case "run-finished":
        this.#end(event);
        break;
      default:
        if (this.#book.isRecorded(event.runId)) this.#observeInside(event);
    }
  }

  #observeInside(event: KnownEvent): void {
    switch (event.type) {
      case "step-started":
        if (this.#hasSteps) this.#beginStep(event, event.at);
        break;
      case "step-finished":
        if (this.#hasSteps) this.#endStep(event);
        break;
      case "stage-started":
        if (this.#hasSteps) this.#beginStage(event, event.at);
        break;
      case "stage-finished":
        if (this.#hasSteps) this.#endStage(event);
        break;
      default:
        this.#calls.observe(event);
    }
  }

  /** A run that goes on is another span, linked to the one before. */
  #begin(event: Of<"run-started" | "run-resumed">, agentId: string, { scope }: ObservedRun): void {
    const { runId, parentRunId } = event;
    const earlier = this.#suspended.get(runId);
    this.#suspended.delete(runId);
    this.#book.begin(runKey(runId), {
      event,
      kind: "run",
      name: agentId,
      title: `invoke_agent ${agentId}`,
      parent: this.#book.contextAround(parentRunId, event.type === "run-started" ? event.caller : undefined),
      attributes: {
        [NAMES.operation]: "invoke_agent",
        [NAMES.agent]: agentId,
        [NAMES.run]: runId,
        ...(scope.sessionId !== undefined && { [NAMES.conversation]: scope.sessionId }),
      },
      links: earlier === undefined ? [] : [{ context: earlier }],
    });
  }

  #suspend(event: Of<"run-suspended">): void {
    const run = this.#book.open.get(runKey(event.runId));
    if (run === undefined) return;
    const [oldest] = this.#suspended.keys();
    if (this.#suspended.size >= MAX_SUSPENDED && oldest !== undefined) this.#suspended.delete(oldest);
    this.#suspended.set(event.runId, run.span.spanContext());
    for (const { key } of this.#book.open.of(event.runId))
      this.#book.end(key, event, { [NAMES.suspended]: true });
  }

  #end(event: Of<"run-finished">): void {
    const { runId, outcome, usage, error } = event;
    for (const { key, kind } of this.#book.open.of(runId)) if (kind !== "run") this.#book.end(key, event, {});
    // Who stops a run gets what he wanted.
    const isFine = outcome === "completed" || outcome === "cancelled";
    const failure = isFine ? undefined : (error ?? { code: outcome, message: `The run ended: ${outcome}.` });
    this.#book.end(runKey(runId), event, { [NAMES.outcome]: outcome, ...usageOf(usage) }, failure);
    this.#suspended.delete(runId);
  }

  #beginStep(event: Of<"step-started" | "step-finished">, at: number): void {
    const { runId, step } = event;
    this.#book.begin(stepKey(event), {
      event: { runId, at },
      kind: "step",
      name: step,
      title: `step ${step}`,
      parent: this.#book.contextOfStep(runId, step),
      attributes: stepAttributes(event),
    });
  }

  #endStep(event: Of<"step-finished">): void {
    const key = stepKey(event);
    if (this.#book.open.get(key) === undefined) this.#beginStep(event, this.#startOf(event));
    this.#book.end(key, event, {}, event.error);
  }

  #beginStage(event: StageEvent, at: number): void {
    const { runId, step, stage, iteration } = event;
    this.#book.begin(stageKey(event), {
      event: { runId, at },
      kind: "stage",
      name: stagePrefix(event),
      title: `stage ${stage}`,
      parent: this.#book.contextOf(runId, step),
      attributes: { [NAMES.step]: step, [NAMES.stage]: stage, [NAMES.iteration]: iteration },
    });
  }

  #endStage(event: Extract<StageEvent, { readonly type: "stage-finished" }>): void {
    const key = stageKey(event);
    if (this.#book.open.get(key) === undefined) this.#beginStage(event, this.#startOf(event));
    this.#book.end(key, event, {}, event.error);
  }

  /** The span of what waited with its run has ended then; what came after it is another one. */
  #startOf({ runId, at, latencyMs }: Of<"step-finished"> | Of<"stage-finished">): number {
    return Math.max(at - latencyMs, this.#book.open.get(runKey(runId))?.startedAt ?? 0);
  }
}

const stageKey = (event: StageEvent) => `stage ${event.runId} ${stagePrefix(event)}`;

function stepAttributes(event: Of<"step-started" | "step-finished">): Attributes {
  const { stage } = event as { readonly stage?: unknown };
  return {
    [NAMES.step]: event.step,
    [NAMES.stepKind]: event.kind,
    ...(event.label !== undefined && { [NAMES.stepLabel]: event.label }),
    ...(typeof stage === "string" && { [NAMES.stage]: stage }),
  };
}
