import type { ObservedFlowEvent } from "../events/flow-event.ts";

import { foreignLabelValue, labelValue } from "./label-value.ts";
import type { MetricDefinition } from "./metric-definition.ts";
import type { MetricSet } from "./metric-set.ts";

const define = (
  name: string,
  kind: MetricDefinition["kind"],
  help: string,
  labels: readonly string[],
): MetricDefinition => ({ name: `pergola_flow_${name}`, kind, help, labels: ["flow", ...labels] });

const M = {
  started: define("traces_started_total", "counter", "Traces that began.", []),
  traces: define("trace_duration_seconds", "histogram", "How long traces took.", ["outcome"]),
  attempts: define(
    "node_duration_seconds",
    "histogram",
    "How long attempts of nodes took, without the time blocked.",
    ["node", "outcome"],
  ),
  blocked: define("node_blocked_seconds_total", "counter", "How long nodes waited for room.", ["node"]),
  retries: define("node_retries_total", "counter", "Attempts of nodes after the first.", ["node"]),
  queued: define("queue_depth", "gauge", "Messages that wait for a node.", ["node"]),
  emitted: define("messages_total", "counter", "Messages that nodes gave.", ["node"]),
  chunks: define("chunks_total", "counter", "Chunks that nodes streamed.", ["node"]),
  dropped: define(
    "messages_dropped_total",
    "counter",
    "Messages of traces that ended before their time.",
    [],
  ),
  errors: define("errors_total", "counter", "What failed, by the code of the error.", ["node", "code"]),
} as const;

/** Makes metrics of the events of flows. */
export class FlowMetrics {
  readonly #metrics: MetricSet;

  constructor(metrics: MetricSet) {
    this.#metrics = metrics;
  }

  observe(event: ObservedFlowEvent): void {
    const node = labelValue(event.nodeName);
    if (event.queueDepth !== undefined) this.#note(M.queued, event, [node], event.queueDepth);
    switch (event.type) {
      case "trace-started":
        this.#note(M.started, event, [], 1);
        break;
      case "node-succeeded":
      case "node-errored":
        this.#attempt(event, node);
        break;
      case "node-retried":
        this.#note(M.retries, event, [node], 1);
        break;
      case "message-emitted":
        this.#note(M.emitted, event, [node], 1);
        break;
      case "chunk-emitted":
        this.#note(M.chunks, event, [node], 1);
        break;
      case "message-dropped":
        this.#note(M.dropped, event, [], event.count ?? 1);
        break;
      case "trace-settled":
        this.#settled(event);
        break;
      default:
      // The rest is told by one of these, too.
    }
  }

  #attempt(event: ObservedFlowEvent, node: string): void {
    const hasFailed = event.type === "node-errored";
    this.#note(M.attempts, event, [node, hasFailed ? "error" : "ok"], (event.latencyMs ?? 0) / 1_000);
    if (event.blockedMs !== undefined) this.#note(M.blocked, event, [node], event.blockedMs / 1_000);
    if (hasFailed) this.#note(M.errors, event, [node, foreignLabelValue(event.code ?? "NODE_EXCEPTION")], 1);
  }

  #settled(event: ObservedFlowEvent): void {
    const { outcome = "completed", latencyMs = 0, code } = event;
    this.#note(M.traces, event, [labelValue(outcome)], latencyMs / 1_000);
    if (code !== undefined) this.#note(M.errors, event, ["", foreignLabelValue(code)], 1);
  }

  #note(
    definition: MetricDefinition,
    event: ObservedFlowEvent,
    labels: readonly string[],
    value: number,
  ): void {
    this.#metrics.note(definition, [labelValue(event.flow), ...labels], value, { at: event.ts });
  }
}
