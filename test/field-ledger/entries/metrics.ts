import type { RunEvent } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import {
  createMetrics,
  type MetricPoint,
  type MetricsOptions,
  type SummaryOptions,
} from "@pergola/observability";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";

const HOUR_MS = 3_600_000;
const scope = { tenantId: "local", userId: "ada", agentId: "host" };

const metricsSchema = z.strictObject({
  maxSeries: z.number(),
  maxCustomMetrics: z.number(),
  buckets: z.array(z.number()),
  labels: z.array(z.string()),
  keepHours: z.number(),
  bufferSize: z.number(),
  batchSize: z.number(),
  flushMs: z.number(),
  writeTimeoutMs: z.number(),
  closeTimeoutMs: z.number(),
  clock: z.custom<MetricsOptions["clock"]>(),
} satisfies Record<keyof MetricsOptions, z.ZodType>);

const summarySchema = z.strictObject({
  agent: z.string(),
  hours: z.number(),
} satisfies Record<keyof SummaryOptions, z.ZodType>);

/** What is told after some counting. */
function counted(options: MetricsOptions): string {
  const metrics = createMetrics(options);
  metrics.increment("orders", 1, { region: "eu" });
  metrics.increment("orders", 1, { region: "us" });
  metrics.record("size", 3);
  metrics.recordStep({ agent: "host", step: "look", kind: "custom", durationMs: 40 });
  return metrics.toPrometheus();
}

/** How a sink that takes `writeMs` for a write is doing, `afterMs` after ten measurements. */
async function delivered(options: MetricsOptions, { writeMs = 0, afterMs = 2_000 } = {}) {
  const clock = createVirtualClock();
  const metrics = createMetrics({ ...options, clock });
  const batches: number[] = [];
  metrics.attach({
    write(batch: readonly MetricPoint[]) {
      batches.push(batch.length);
      return new Promise((resolve) => clock.setTimer(writeMs, resolve));
    },
  });
  for (let count = 0; count < 10; count++) metrics.increment("orders");
  await clock.advance(afterMs);
  return { batches, stats: metrics.sinks() };
}

/** What is lost when a sink that needs 500 ms for a write is closed. */
async function lostAtClose(closeTimeoutMs: number) {
  const clock = createVirtualClock();
  const metrics = createMetrics({ closeTimeoutMs, clock });
  metrics.attach({ write: () => new Promise((resolve) => clock.setTimer(500, resolve)) });
  metrics.increment("orders");
  const closed = metrics.close();
  await clock.advance(1_000);
  await closed;
  return metrics.sinks();
}

/** How many runs are told of an agent, whose only one ended five hours ago. */
async function summed({ keepHours, ...options }: SummaryOptions & Pick<MetricsOptions, "keepHours">) {
  const clock = createVirtualClock(100 * HOUR_MS);
  const metrics = createMetrics({ clock, ...(keepHours !== undefined && { keepHours }) });
  const end = () => {
    const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
    const finished = { type: "run-finished", outcome: "completed", latencyMs: 1, usage } as const;
    const event: RunEvent = { ...finished, runId: `run-${clock.now()}`, seq: 0, at: clock.now() };
    metrics.observe(event, { id: event.runId, scope });
  };
  end();
  await clock.advance(5 * HOUR_MS);
  end();
  return metrics.summary({ hours: 1, ...options }).runs.count;
}

async function kept(keepHours: number) {
  try {
    return await summed({ keepHours, hours: 6 });
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

/** Options of metrics. */
export const metricsLedgers: readonly Ledger[] = [
  {
    name: "createMetrics()",
    schema: metricsSchema,
    entries: [
      entry("maxSeries", [1, 10], (maxSeries) => counted({ maxSeries, labels: ["region"] })),
      entry("maxCustomMetrics", [0, 10], (maxCustomMetrics) => counted({ maxCustomMetrics })),
      entry("buckets", [0.1, 2], (bucket) => counted({ buckets: [bucket] })),
      entry("labels", ["region", "kind"], (label) => counted({ labels: [label] })),
      entry("keepHours", [4, 8], kept),
      entry("bufferSize", [4, 8], (bufferSize) => delivered({ bufferSize, batchSize: 100 })),
      entry("batchSize", [2, 5], (batchSize) => delivered({ batchSize })),
      entry("flushMs", [1, 5_000], (flushMs) => delivered({ flushMs })),
      entry("writeTimeoutMs", [10, 1_500], (writeTimeoutMs) =>
        delivered({ writeTimeoutMs, batchSize: 10 }, { writeMs: 1_000 }),
      ),
      entry("closeTimeoutMs", [1, 800], lostAtClose),
      entry("clock", [1, 2], (at) => createMetrics({ clock: createVirtualClock(at) }).snapshot().at),
    ],
  },
  {
    name: "metrics.summary()",
    schema: summarySchema,
    entries: [
      entry("agent", ["host", "other"], (agent) => summed({ agent })),
      entry("hours", [1, 6], (hours) => summed({ hours })),
    ],
  },
];
