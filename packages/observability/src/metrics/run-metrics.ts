import type { ErrorData, ObservedRun, RunEvent, Usage } from "@pergola/core";
import { type ForeignEvent, type KnownEvent, known } from "../events/foreign-events.ts";
import { partOutcome } from "../events/part-outcome.ts";
import { costOf } from "./cost-of.ts";
import { foreignLabelValue, labelValue } from "./label-value.ts";
import type { MetricDefinition } from "./metric-definition.ts";
import type { PointPlace } from "./metric-point.ts";
import type { MetricSet } from "./metric-set.ts";
import { RUN_METRICS as M } from "./run-definitions.ts";
import type { RunTracker } from "./run-tracker.ts";
import { addTo, type Tally } from "./tally.ts";
import type { TallySubject, TimeWindow } from "./time-window.ts";

type Of<Type extends KnownEvent["type"]> = Extract<KnownEvent, { readonly type: Type }>;
type BreakerChanged = Extract<ForeignEvent, { readonly type: "breaker-changed" }>;

interface Parts {
  readonly metrics: MetricSet;
  readonly tracker: RunTracker;
  readonly window: TimeWindow;
  /** The last hour in minutes; only runs and models are in there. */
  readonly minutes: TimeWindow;
}

/** An event that is looked at: in which run of which agent. */
interface Context {
  readonly agent: string;
  readonly place: PointPlace;
}

const BREAKER_STATES = ["closed", "open", "half-open"] as const;

/** Makes metrics of the events of runs. */
export class RunMetrics {
  readonly #metrics: MetricSet;
  readonly #tracker: RunTracker;
  readonly #window: TimeWindow;
  readonly #minutes: TimeWindow;

  constructor({ metrics, tracker, window, minutes }: Parts) {
    this.#metrics = metrics;
    this.#tracker = tracker;
    this.#window = window;
    this.#minutes = minutes;
  }

  observe(given: RunEvent, run: ObservedRun): void {
    const event = known(given);
    const { runId, at } = event;
    if (event.type === "run-started") this.#begin(event, run, event.agentId);
    if (event.type === "run-resumed") this.#begin(event, run, run.scope.agentId);
    const agent = labelValue(this.#tracker.get(runId)?.agentId ?? run.scope.agentId);
    this.#read(event, { agent, place: { at, runId, scope: run.scope } });
  }

  #begin({ runId, parentRunId, at }: KnownEvent, { scope }: ObservedRun, agentId: string): void {
    this.#tracker.begin({ runId, ...(parentRunId && { parentRunId }), agentId, scope, startedAt: at });
  }

  #read(event: KnownEvent, context: Context): void {
    const { agent } = context;
    switch (event.type) {
      case "run-started":
        this.#note(M.started, [agent], 1, context);
        this.#tellActive(event.runId, context);
        break;
      case "run-resumed":
        this.#note(M.resumed, [agent], 1, context);
        this.#tellActive(event.runId, context);
        break;
      case "run-suspended":
        this.#note(M.suspended, [agent], 1, context);
        this.#end(event.runId, context);
        break;
      case "run-finished":
        this.#runFinished(event, context);
        break;
      case "step-finished":
        this.#stepFinished(event, context);
        break;
      case "step-retried":
        this.#note(M.stepRetries, [agent, labelValue(event.step)], 1, context);
        break;
      case "step-cached":
        this.#note(M.stepsCached, [agent, labelValue(event.step)], 1, context);
        break;
      case "stage-finished": {
        const labels = [agent, labelValue(event.step), labelValue(event.stage), partOutcome(event.error)];
        this.#note(M.stages, labels, event.latencyMs / 1_000, context);
        break;
      }
      case "tool-retried":
        this.#note(M.toolRetries, [agent, foreignLabelValue(event.tool)], 1, context);
        break;
      case "tool-finished":
        this.#toolFinished(event, context);
        break;
      case "breaker-changed":
        this.#breakerChanged(event, context);
        break;
      default:
        this.#readModel(event, context);
        break;
    }
  }

  #readModel(event: KnownEvent, context: Context): void {
    const { agent } = context;
    switch (event.type) {
      case "model-started":
        this.#tracker.callGoesTo(event.runId, event.callId, event.model);
        break;
      case "model-retried":
        this.#note(M.modelRetries, [agent, this.#modelOf(event)], 1, context);
        break;
      case "model-fell-back":
        this.#note(M.fallbacks, [agent, labelValue(event.from), labelValue(event.to)], 1, context);
        this.#tracker.callGoesTo(event.runId, event.callId, event.to);
        break;
      case "model-finished":
        this.#modelFinished(event, context);
        break;
      default:
      // Deltas and the events of others make no metric.
    }
  }

  #runFinished({ runId, outcome, latencyMs, error }: Of<"run-finished">, context: Context): void {
    this.#note(M.runs, [context.agent, outcome], latencyMs / 1_000, context);
    const failure = outcome === "cancelled" ? undefined : error;
    for (const tally of this.#tallies("run", "", context)) tally.note(outcome, latencyMs, codeOf(failure));
    this.#failed("run", context.agent, failure, context);
    this.#end(runId, context);
  }

  #stepFinished({ step, kind, latencyMs, error }: Of<"step-finished">, context: Context): void {
    const [name, outcome] = [labelValue(step), partOutcome(error)];
    this.#note(M.steps, [context.agent, name, labelValue(kind), outcome], latencyMs / 1_000, context);
    this.#tally("step", name, { latencyMs, error }, context);
  }

  #toolFinished({ tool, latencyMs, error }: Of<"tool-finished">, context: Context): void {
    const name = foreignLabelValue(tool);
    this.#note(M.tools, [context.agent, name, partOutcome(error)], latencyMs / 1_000, context);
    this.#tally("tool", name, { latencyMs, error }, context);
  }

  #modelFinished(event: Of<"model-finished">, context: Context): void {
    const { agent } = context;
    const model = this.#modelOf(event);
    this.#tracker.callEnds(event.runId, event.callId);
    this.#note(M.models, [agent, model, partOutcome(event.error)], event.latencyMs / 1_000, context);
    this.#tally("model", model, event, context);
    const tallies = this.#tallies("model", model, context);
    for (const [direction, count] of tokensOf(event.usage)) {
      this.#note(M.tokens, [agent, model, direction], count, context);
      for (const { tokens } of tallies) addTo(tokens, direction, count);
    }
    const cost = costOf(event.usage);
    if (cost === undefined) return;
    this.#note(M.cost, [agent, model], cost, context);
    for (const tally of tallies) tally.costUsd += cost;
  }

  #breakerChanged({ resource, name, state }: BreakerChanged, context: Context): void {
    const labels = [context.agent, labelValue(resource), labelValue(name)];
    this.#note(M.breakerChanges, [...labels, state], 1, context);
    for (const each of BREAKER_STATES)
      this.#note(M.breaker, [...labels, each], each === state ? 1 : 0, context);
  }

  /** Of the quarter of an hour and of the minute. */
  #tallies(part: "run" | "model", name: string, context: Context): readonly Tally[] {
    const of = subject(context, part, name);
    return [this.#window, this.#minutes].map((window) => window.of(context.place.at, of));
  }

  #tally(
    part: "step" | "tool" | "model",
    name: string,
    { latencyMs, error }: { readonly latencyMs: number; readonly error?: ErrorData | undefined },
    context: Context,
  ): void {
    const tally = this.#window.of(context.place.at, subject(context, part, name));
    const outcome = partOutcome(error);
    const failure = outcome === "cancelled" ? undefined : error;
    tally.note(outcome, latencyMs, codeOf(failure));
    this.#failed(part, name, failure, context);
  }

  #failed(component: string, name: string, error: ErrorData | undefined, context: Context): void {
    const code = codeOf(error);
    if (code !== undefined) this.#note(M.errors, [context.agent, component, name, code], 1, context);
  }

  #end(runId: string, context: Context): void {
    const agentId = this.#tracker.get(runId)?.agentId;
    this.#tracker.end(runId);
    if (agentId !== undefined) this.#tellActiveOf(agentId, context);
  }

  #tellActive(runId: string, context: Context): void {
    const agentId = this.#tracker.get(runId)?.agentId;
    if (agentId !== undefined) this.#tellActiveOf(agentId, context);
  }

  #tellActiveOf(agentId: string, context: Context): void {
    this.#note(M.active, [context.agent], this.#tracker.countOf(agentId), context);
  }

  #modelOf({ runId, callId }: { readonly runId: string; readonly callId: string }): string {
    return labelValue(this.#tracker.modelOf(runId, callId) ?? "unknown");
  }

  #note(definition: MetricDefinition, labels: readonly string[], value: number, { place }: Context): void {
    this.#metrics.note(definition, labels, value, place);
  }
}

function subject({ agent }: Context, part: TallySubject["part"], name = ""): TallySubject {
  return { agent, part, name };
}

function codeOf(error: ErrorData | undefined): string | undefined {
  return error === undefined ? undefined : foreignLabelValue(error.code);
}

function tokensOf(usage: Usage | undefined): readonly (readonly [direction: string, count: number])[] {
  if (usage === undefined) return [];
  const { inputTokens, outputTokens, cachedInputTokens = 0, reasoningTokens = 0 } = usage;
  const all = [
    ["input", inputTokens],
    ["output", outputTokens],
    ["cached_input", cachedInputTokens],
    ["reasoning", reasoningTokens],
  ] as const;
  return all.filter(([, count]) => count > 0);
}
