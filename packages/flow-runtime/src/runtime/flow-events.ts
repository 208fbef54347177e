import type { Clock, Logger } from "@pergola/core";
import type { FlowEvent, FlowEventType, FlowListener } from "../flow-event.ts";
import type { Meta } from "../meta.ts";
import { Subscription } from "./subscription.ts";
import type { Trace } from "./trace.ts";

export interface FlowEventsOptions {
  readonly flow: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Keys of meta that may be told. */
  readonly metaKeys: readonly string[];
}

/** Who listens to a flow. There is none of it while nobody does. */
export class FlowEvents {
  readonly #options: FlowEventsOptions;
  readonly #subscriptions = new Set<Subscription>();

  constructor(options: FlowEventsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  get dropped(): number {
    let dropped = 0;
    for (const subscription of this.#subscriptions) dropped += subscription.dropped;
    return dropped;
  }

  add(listener: FlowListener): Subscription {
    const subscription = new Subscription(listener, this.#options.logger);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  /** @returns whether it was there */
  delete(subscription: Subscription): boolean {
    subscription.end();
    return this.#subscriptions.delete(subscription);
  }

  tell(type: FlowEventType, trace: Trace, more: Partial<FlowEvent>, meta?: Meta): void {
    const { flow, clock } = this.#options;
    this.tellOf(trace, { type, ts: clock.now(), flow, traceId: trace.id, ...more }, meta);
  }

  /** The same for an event that is written already, with what there is to say of the parent and of meta. */
  tellOf({ parentTraceId }: Trace, event: FlowEvent, meta?: Meta): void {
    const told = meta === undefined || this.#options.metaKeys.length === 0 ? undefined : this.#allowed(meta);
    if (parentTraceId === undefined && told === undefined) this.forward(event);
    else this.forward({ ...event, ...(parentTraceId !== undefined && { parentTraceId }), ...told });
  }

  /** Passes on an event, also one of a flow inside this one. */
  forward(event: FlowEvent): void {
    for (const subscription of this.#subscriptions) subscription.tell(event);
  }

  #allowed(meta: Meta): Pick<FlowEvent, "meta"> | undefined {
    const kept = this.#options.metaKeys.filter((key) => Object.hasOwn(meta, key));
    return kept.length === 0 ? undefined : { meta: Object.fromEntries(kept.map((key) => [key, meta[key]])) };
  }
}
