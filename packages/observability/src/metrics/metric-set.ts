import { Metric, type MetricLimits } from "./metric.ts";
import type { MetricDefinition } from "./metric-definition.ts";
import type { MetricPoint, PointPlace } from "./metric-point.ts";

export interface MetricSetOptions extends MetricLimits {
  /** Most metrics that `record` and `increment` may make. */
  readonly maxMetrics: number;
}

/** All metrics by name. Whoever wants single measurements sets `onPoint`. */
export class MetricSet {
  onPoint: ((point: MetricPoint) => void) | undefined;
  /** Measurements of a name or with a value that a metric cannot have. */
  invalid = 0;
  readonly #options: MetricSetOptions;
  readonly #metrics = new Map<string, Metric>();
  /** Which metric a name of the text belongs to: a summary has three. */
  readonly #owners = new Map<string, string>();
  #custom = 0;

  constructor(options: MetricSetOptions) {
    this.#options = options;
  }

  list(): readonly Metric[] {
    return [...this.#metrics.values()];
  }

  /** One of ours. */
  note(definition: MetricDefinition, labels: readonly string[], value: number, place: PointPlace): void {
    const isNegative = definition.kind === "histogram" && value < 0;
    if (!Number.isFinite(value) || isNegative) this.invalid += 1;
    else this.#note(this.#of(definition), labels, value, place);
  }

  /** One of the user's: counted as invalid when its name is taken by another kind, or there are too many. */
  noteCustom(
    definition: MetricDefinition,
    labels: readonly string[],
    value: number,
    place: PointPlace,
  ): void {
    const known = this.#metrics.get(definition.name);
    const isWrong = !Number.isFinite(value) || (definition.kind === "counter" && value < 0);
    if (isWrong || (known === undefined && !this.#admits(definition))) this.invalid += 1;
    else if (known !== undefined && known.definition.kind !== definition.kind) this.invalid += 1;
    else this.#note(this.#of(definition), labels, value, place);
  }

  #note(metric: Metric, labels: readonly string[], value: number, place: PointPlace): void {
    metric.note(labels, value);
    if (this.onPoint === undefined) return;
    const { name, kind, labels: names } = metric.definition;
    const named = Object.fromEntries(names.map((label, index) => [label, labels[index] ?? ""]));
    this.onPoint({ ...place, name, kind, value, labels: named });
  }

  #of(definition: MetricDefinition): Metric {
    const known = this.#metrics.get(definition.name);
    if (known !== undefined) return known;
    const made = new Metric(definition, this.#options);
    this.#metrics.set(definition.name, made);
    for (const name of namesOf(definition)) this.#owners.set(name, definition.name);
    return made;
  }

  #admits(definition: MetricDefinition): boolean {
    if (this.#custom >= this.#options.maxMetrics) return false;
    if (namesOf(definition).some((name) => this.#owners.has(name))) return false;
    this.#custom += 1;
    return true;
  }
}

function namesOf({ name, kind }: MetricDefinition): readonly string[] {
  if (kind === "summary") return [name, `${name}_sum`, `${name}_count`];
  return kind === "histogram" ? [name, `${name}_sum`, `${name}_count`, `${name}_bucket`] : [name];
}
