import type { MetricRecord } from "./metric-record.ts";

export interface MetricsInsert {
  readonly kind: "metrics-insert";
  readonly records: readonly MetricRecord[];
}

/** Removes what was measured before; epoch milliseconds. */
export interface MetricsExpire {
  readonly kind: "metrics-expire";
  readonly before: number;
}

export type MetricWrite = MetricsInsert | MetricsExpire;

export function isMetricWrite(write: { readonly kind: string }): write is MetricWrite {
  return write.kind === "metrics-insert" || write.kind === "metrics-expire";
}
