import { type ObservedRun, type RunEvent, systemClock } from "@pergola/core";
import { checkOptions, integerFrom, isObjectWith } from "../check-options.ts";
import type { DeliveryStats } from "../delivery/delivery.ts";
import type { ObservableFlow, ObservedFlowEvent } from "../events/flow-event.ts";
import { type KnownEvent, known } from "../events/foreign-events.ts";
import { partOutcome } from "../events/part-outcome.ts";
import { customLabels, customMetric, type MetricMetadata, shownMetadata } from "./custom-metric.ts";
import { FlowMetrics } from "./flow-metrics.ts";
import { DEFAULT_BUCKETS } from "./histogram.ts";
import { foreignLabelValue, labelValue } from "./label-value.ts";
import { MetricSet } from "./metric-set.ts";
import type {
  Metrics,
  MetricsSink,
  ResourceMeasurement,
  StepMeasurement,
  SummaryOptions,
} from "./metrics.ts";
import { METRICS_RULES, type MetricsOptions } from "./metrics-options.ts";
import { prometheusText } from "./prometheus-text.ts";
import { RUN_METRICS } from "./run-definitions.ts";
import { RunMetrics } from "./run-metrics.ts";
import { type ActiveRun, RunTracker } from "./run-tracker.ts";
import { SinkSet } from "./sink-set.ts";
import { type MetricsSnapshot, snapshotOf } from "./snapshot.ts";
import { type MetricsSummary, summaryOf } from "./summary.ts";
import { droppedMetrics } from "./telemetry-metrics.ts";
import { TimeWindow } from "./time-window.ts";
import { type MetricsTimeline, slotOf } from "./timeline.ts";

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Makes an empty set of metrics. @throws OBSERVABILITY_OPTION_INVALID */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  checkOptions("createMetrics", options, METRICS_RULES);
  return new AgentMetrics(options);
}

class AgentMetrics implements Metrics {
  readonly #options: MetricsOptions;
  readonly #clock: NonNullable<MetricsOptions["clock"]>;
  readonly #metrics: MetricSet;
  readonly #tracker = new RunTracker();
  readonly #window: TimeWindow;
  readonly #minutes: TimeWindow;
  readonly #runs: RunMetrics;
  readonly #flows: FlowMetrics;
  readonly #sinks: SinkSet;
  readonly #flowEnds = new Set<() => void>();
  #isClosed = false;

  constructor(options: MetricsOptions) {
    const { maxSeries = 1_000, buckets = DEFAULT_BUCKETS, maxCustomMetrics = 200, keepHours = 24 } = options;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#metrics = new MetricSet({ maxSeries, buckets, maxMetrics: maxCustomMetrics });
    const maxSubjects = maxSeries;
    this.#window = new TimeWindow({ keepHours, maxSubjects, slotMs: QUARTER_MS });
    this.#minutes = new TimeWindow({ keepHours: 1, maxSubjects, slotMs: MINUTE_MS });
    const windows = { window: this.#window, minutes: this.#minutes };
    this.#runs = new RunMetrics({ metrics: this.#metrics, tracker: this.#tracker, ...windows });
    this.#flows = new FlowMetrics(this.#metrics);
    this.#sinks = new SinkSet(options, this.#clock);
  }

  observe(event: RunEvent, run: ObservedRun): void {
    if (this.#isClosed) return;
    this.#runs.observe(event, run);
    const told = known(event);
    if (told.type === "metric-recorded") this.#recorded(told);
    if (told.type === "resource-used") this.#used(told, run);
  }

  readonly onFlowEvent = (event: ObservedFlowEvent): void => {
    if (!this.#isClosed) this.#flows.observe(event);
  };

  observeFlow(flow: ObservableFlow): () => void {
    const stop = flow.on(this.onFlowEvent);
    this.#flowEnds.add(stop);
    return () => {
      this.#flowEnds.delete(stop);
      stop();
    };
  }

  record(name: string, value: number, metadata?: MetricMetadata): void {
    this.#carefully(() => this.#noteCustom(name, { kind: "summary", value, metadata }));
  }

  increment(name: string, by = 1, metadata?: MetricMetadata): void {
    this.#carefully(() => this.#noteCustom(name, { kind: "counter", value: by, metadata }));
  }

  recordStep(given: StepMeasurement): void {
    this.#carefully(() => {
      const { agent, step, kind, durationMs, errorCode } = given;
      const outcome = outcomeOf(errorCode);
      const labels = [labelValue(agent), labelValue(step), labelValue(kind), outcome];
      this.#measure(RUN_METRICS.steps, labels, { durationMs, errorCode }, [agent, "step", step]);
    });
  }

  recordResourceOperation(given: ResourceMeasurement): void {
    this.#carefully(() => {
      const { resource, operation, agent = "", durationMs, errorCode } = given;
      const labels = [labelValue(resource), labelValue(operation), outcomeOf(errorCode)];
      this.#measure(RUN_METRICS.operations, labels, { durationMs, errorCode }, [agent, "resource", resource]);
    });
  }

  activeRuns(): readonly ActiveRun[] {
    return this.#tracker.list();
  }

  snapshot(): MetricsSnapshot {
    return { at: this.#clock.now(), metrics: this.#all().map(snapshotOf) };
  }

  summary(options: SummaryOptions = {}): MetricsSummary {
    const { from, to, name } = this.#span("summary", options);
    const active = this.#tracker
      .list()
      .filter(({ agentId }) => (options.agent ?? agentId) === agentId).length;
    return summaryOf(this.#window.since(from, name), { from, to, active });
  }

  timeline(options: SummaryOptions = {}): MetricsTimeline {
    const { from, to, name } = this.#span("timeline", options);
    const window = to - from <= HOUR_MS ? this.#minutes : this.#window;
    const slots = Array.from(window.slotsSince(from, name), ([at, tallied]) => slotOf(at, tallied));
    return { from, to, slotMs: window.slotMs, slots };
  }

  toPrometheus(): string {
    return prometheusText(this.#all());
  }

  attach(sink: MetricsSink): () => Promise<void> {
    checkOptions("attach", { sink }, { sink: isObjectWith("write", "an object with write(batch)") });
    const detach = this.#sinks.add(sink);
    this.#metrics.onPoint = this.#sinks.push;
    return async () => {
      await detach();
      if (this.#sinks.isEmpty) this.#metrics.onPoint = undefined;
    };
  }

  sinks(): Readonly<Record<string, DeliveryStats>> {
    return this.#sinks.stats();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#flowEnds) stop();
    this.#flowEnds.clear();
    await this.#sinks.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #recorded({ name, kind, value, metadata }: Extract<KnownEvent, { type: "metric-recorded" }>): void {
    if (kind === "count") this.increment(name, value, metadata);
    else this.record(name, value, metadata);
  }

  #used(event: Extract<KnownEvent, { type: "resource-used" }>, { scope }: ObservedRun): void {
    const { resource, operation, latencyMs: durationMs, error } = event;
    const errorCode = error === undefined ? {} : { errorCode: error.code ?? "ERROR" };
    this.recordResourceOperation({ resource, operation, agent: scope.agentId, durationMs, ...errorCode });
  }

  /** The time that is asked for. @throws OBSERVABILITY_OPTION_INVALID */
  #span(method: string, options: SummaryOptions) {
    const { keepHours = 24 } = this.#options;
    const agent = { expected: "the name of an agent", fits: (value: unknown) => typeof value === "string" };
    checkOptions(method, options, { agent, hours: integerFrom(1, keepHours) });
    const to = this.#clock.now();
    const from = to - (options.hours ?? Math.min(24, keepHours)) * HOUR_MS;
    return { from, to, name: options.agent === undefined ? undefined : labelValue(options.agent) };
  }

  /** Whoever measures is never told that it went wrong; what cannot be read is counted. */
  #carefully(measure: () => void): void {
    try {
      measure();
    } catch {
      this.#metrics.invalid += 1;
    }
  }

  /** Those that were measured, and what was lost of them. */
  #all() {
    const own = this.#metrics.list();
    return [...own, ...droppedMetrics(own, this.#metrics.invalid, this.#sinks.stats())];
  }

  #noteCustom(
    name: string,
    given: {
      readonly kind: "counter" | "summary";
      readonly value: number;
      readonly metadata: MetricMetadata | undefined;
    },
  ): void {
    if (this.#isClosed) return;
    const { labels: names = [] } = this.#options;
    const definition = customMetric(name, given.kind, names);
    if (definition === undefined) return void this.#metrics.invalid++;
    const metadata = this.#sinks.isEmpty ? undefined : shownMetadata(given.metadata);
    const place = { at: this.#clock.now(), ...(metadata && { metadata }) };
    this.#metrics.noteCustom(definition, customLabels(names, given.metadata), given.value, place);
  }

  #measure(
    definition: (typeof RUN_METRICS)["steps" | "operations"],
    labels: readonly string[],
    {
      durationMs,
      errorCode,
    }: Pick<StepMeasurement, "durationMs"> & { readonly errorCode: string | undefined },
    [agent, part, name]: readonly [agent: string, part: "step" | "resource", name: string],
  ): void {
    if (this.#isClosed) return;
    const at = this.#clock.now();
    this.#metrics.note(definition, labels, durationMs / 1_000, { at });
    if (!(durationMs >= 0 && durationMs < Infinity)) return;
    const outcome = outcomeOf(errorCode);
    const code = errorCode === undefined || outcome !== "error" ? undefined : foreignLabelValue(errorCode);
    const subject = { agent: labelValue(agent), part, name: labelValue(name) };
    this.#window.of(at, subject).note(outcome, durationMs, code);
    if (code === undefined) return;
    this.#metrics.note(RUN_METRICS.errors, [subject.agent, part, subject.name, code], 1, { at });
  }
}

const outcomeOf = (errorCode: string | undefined) =>
  partOutcome(errorCode === undefined ? undefined : { code: errorCode });
