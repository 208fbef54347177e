import { Histogram } from "./histogram.ts";
import type { Level, Metric } from "./metric.ts";
import { QuantileSketch } from "./quantile-sketch.ts";
import type { Series } from "./series-map.ts";

/** Content type of {@link prometheusText}, for the answer of an HTTP server. */
export const PROMETHEUS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const QUANTILES = [0.5, 0.95, 0.99] as const;

type Labels = readonly (readonly [name: string, value: string])[];

/** Metrics in the text format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .filter((metric) => metric.list().length > 0)
    .map((metric) => `${metricLines(metric).join("\n")}\n`)
    .join("");
}

function metricLines(metric: Metric): readonly string[] {
  const { name, kind, help, labels } = metric.definition;
  return [
    `# HELP ${name} ${escapeHelp(help)}`,
    `# TYPE ${name} ${kind}`,
    ...metric.list().flatMap((series) => seriesLines(name, labels, series)),
  ];
}

function seriesLines(
  name: string,
  labelNames: readonly string[],
  { labels, value }: Series<Level | Histogram | QuantileSketch>,
): readonly string[] {
  const own: Labels = labelNames.map((label, index) => [label, labels[index] ?? ""]);
  if (!(value instanceof Histogram || value instanceof QuantileSketch)) return [line(name, own, value.value)];
  const parts =
    value instanceof Histogram
      ? value
          .buckets()
          .map(({ upTo, count }) => line(`${name}_bucket`, [...own, ["le", number(upTo)]], count))
      : QUANTILES.map((q) => line(name, [...own, ["quantile", number(q)]], value.quantile(q) ?? Number.NaN));
  return [...parts, line(`${name}_sum`, own, value.sum), line(`${name}_count`, own, value.count)];
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = labels.map(([label, text]) => `${label}="${escapeLabel(text)}"`).join(",");
  return `${name}${pairs === "" ? "" : `{${pairs}}`} ${number(value)}`;
}

function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}

function escapeLabel(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
