import type { Clock } from "@pergola/core";
import { Delivery, type DeliveryStats, deliveryOptions } from "../delivery/delivery.ts";
import { freeName } from "../delivery/free-name.ts";
import { wholeBatches } from "../delivery/receiver.ts";
import type { MetricPoint } from "./metric-point.ts";
import type { MetricsSink } from "./metrics.ts";
import type { MetricsOptions } from "./metrics-options.ts";

const CLOSE_TIMEOUT_MS = 5_000;

/** The sinks that are attached, each with a buffer of its own. */
export class SinkSet {
  readonly #options: MetricsOptions;
  readonly #clock: Clock;
  readonly #sinks = new Map<string, Delivery<MetricPoint>>();

  constructor(options: MetricsOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    return this.#sinks.size === 0;
  }

  readonly push = (point: MetricPoint): void => {
    for (const sink of this.#sinks.values()) sink.push(point);
  };

  /** @returns what writes the rest and lets the sink go */
  add(sink: MetricsSink): () => Promise<void> {
    const delivery = new Delivery(wholeBatches(sink), deliveryOptions(this.#options), this.#clock);
    const name = freeName(this.#sinks, sink.name ?? "sink");
    this.#sinks.set(name, delivery);
    return async () => {
      this.#sinks.delete(name);
      await this.#close(delivery);
    };
  }

  stats(): Readonly<Record<string, DeliveryStats>> {
    return Object.fromEntries(Array.from(this.#sinks, ([name, { stats }]) => [name, stats]));
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#sinks.values(), (delivery) => this.#close(delivery)));
  }

  #close(delivery: Delivery<MetricPoint>): Promise<void> {
    return delivery.close(this.#options.closeTimeoutMs ?? CLOSE_TIMEOUT_MS);
  }
}
