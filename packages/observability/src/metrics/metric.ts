import { Histogram } from "./histogram.ts";
import type { MetricDefinition } from "./metric-definition.ts";
import { QuantileSketch } from "./quantile-sketch.ts";
import { type Series, SeriesMap } from "./series-map.ts";

/** A number that goes up, or up and down. */
export interface Level {
  value: number;
}

/** The series of a metric, by its kind. */
export type MetricSeries =
  | { readonly kind: "counter"; readonly map: SeriesMap<Level> }
  | { readonly kind: "gauge"; readonly map: SeriesMap<Level> }
  | { readonly kind: "histogram"; readonly map: SeriesMap<Histogram> }
  | { readonly kind: "summary"; readonly map: SeriesMap<QuantileSketch> };

export interface MetricLimits {
  readonly maxSeries: number;
  readonly buckets: readonly number[];
}

/** A metric and its values. */
export class Metric {
  readonly definition: MetricDefinition;
  readonly series: MetricSeries;

  constructor(definition: MetricDefinition, limits: MetricLimits) {
    this.definition = definition;
    this.series = seriesOf(definition, limits);
  }

  /** How many measurements had no series of their own. */
  get overflowed(): number {
    return this.series.map.overflowed;
  }

  /** Adds to a counter, sets a gauge, or counts a value among the others. */
  note(labels: readonly string[], value: number): void {
    const { series } = this;
    if (series.kind === "counter") series.map.get(labels).value += value;
    else if (series.kind === "gauge") this.#set(series.map, labels, value);
    else if (series.kind === "histogram") series.map.get(labels).observe(value);
    else series.map.get(labels).add(value);
  }

  list(): readonly Series<Level | Histogram | QuantileSketch>[] {
    return this.series.map.list();
  }

  /** Several gauges in one would be the last one's: those without room are only counted. */
  #set(map: SeriesMap<Level>, labels: readonly string[], value: number): void {
    const level = map.find(labels);
    if (level === undefined) map.noteOverflow();
    else level.value = value;
  }
}

function seriesOf({ kind, labels }: MetricDefinition, { maxSeries, buckets }: MetricLimits): MetricSeries {
  if (kind === "histogram")
    return { kind, map: new SeriesMap(labels.length, maxSeries, () => new Histogram(buckets)) };
  if (kind === "summary")
    return { kind, map: new SeriesMap(labels.length, maxSeries, () => new QuantileSketch()) };
  const map = new SeriesMap<Level>(labels.length, maxSeries, () => ({ value: 0 }));
  return kind === "counter" ? { kind, map } : { kind, map };
}
