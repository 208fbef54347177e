import type { Clock } from "@pergola/core";
import type { FlowEvent, FlowFrame } from "@pergola/flow-runtime";
import type { Caller } from "../domain/caller.ts";
import { type CountedFlow, FlowCounter } from "../domain/flow-counter.ts";
import { graphEnds } from "../domain/graph-ends.ts";
import type { ServedFlow } from "../domain/served-flow.ts";
import type { ServerLimits } from "../domain/server-limits.ts";
import { TraceCounters } from "../domain/trace-counters.ts";
import type { FlowTraces } from "../repositories/flow-traces.ts";
import { PendingEvents } from "./pending-events.ts";

/** Who looks at flows: one WebSocket. */
export interface FlowWatcher {
  readonly caller: Caller;
  /** Whether it takes more now. What it misses meanwhile is counted or repeated later, and held up for nobody. */
  readonly isReady: boolean;
  send(frame: FlowFrame): void;
}

export interface FlowWatchOptions {
  readonly flow: ServedFlow;
  readonly traces: FlowTraces;
  readonly clock: Clock;
  readonly limits: Pick<ServerLimits, "maxSocketEvents">;
}

/** What a watcher is still to be told. */
interface Watching {
  readonly watcher: FlowWatcher;
  readonly events: PendingEvents;
  /** The trace that it follows. */
  follow: string | null;
  isBehind: boolean;
}

/** Time between two frames, in milliseconds. */
const FRAME_MS = 100;

/**
 * Tells who watches a flow what its nodes do, and each user what becomes of their own traces. It listens only while
 * somebody watches.
 */
export class FlowWatch {
  readonly #options: FlowWatchOptions;
  readonly #watching = new Map<FlowWatcher, Watching>();
  readonly #counted: CountedFlow;
  #counter: FlowCounter;
  #traces: TraceCounters;
  #unlisten: (() => void) | undefined;
  #cancelFrame: (() => void) | undefined;

  constructor(options: FlowWatchOptions) {
    const { flow } = options;
    this.#options = options;
    this.#counted = { name: flow.name, ends: graphEnds(flow.describe()) };
    this.#counter = new FlowCounter(this.#counted);
    this.#traces = new TraceCounters(this.#counted);
  }

  /** Begins, or follows another trace. @param follow a trace of the watcher's own; null for none */
  watch(watcher: FlowWatcher, follow: string | null): void {
    const { flow, limits } = this.#options;
    const events = this.#watching.get(watcher)?.events ?? new PendingEvents(limits.maxSocketEvents);
    const watching = { watcher, events, follow, isBehind: true };
    this.#watching.set(watcher, watching);
    this.#unlisten ??= flow.on((event) => this.#onEvent(event));
    watcher.send({ type: "subscribed", flow: flow.name, follow });
    // Who asks again and again without reading is not sent all of it each time.
    if (watcher.isReady) this.#tellOne(watching, this.#activityFrame());
    else this.#tellSoon();
  }

  unwatch(watcher: FlowWatcher): void {
    this.#watching.delete(watcher);
    if (this.#watching.size === 0) this.#rest();
  }

  #rest(): void {
    this.#unlisten?.();
    this.#cancelFrame?.();
    this.#unlisten = undefined;
    this.#cancelFrame = undefined;
    this.#counter = new FlowCounter(this.#counted);
    this.#traces = new TraceCounters(this.#counted);
  }

  #onEvent(event: FlowEvent): void {
    if (this.#counter.count(event)) this.#traces.count(event);
    for (const watching of this.#watching.values()) {
      watching.isBehind = true;
      if (this.#concerns(event, watching)) watching.events.add(event);
    }
    this.#tellSoon();
  }

  #tellSoon(): void {
    this.#cancelFrame ??= this.#options.clock.setTimer(FRAME_MS, () => this.#tell());
  }

  #concerns(event: FlowEvent, { follow, watcher }: Watching): boolean {
    const { type, traceId, parentTraceId } = event;
    if (follow !== null && (traceId === follow || parentTraceId === follow)) return true;
    return type === "trace-settled" && this.#options.traces.find(watcher.caller, traceId) !== undefined;
  }

  #tell(): void {
    this.#cancelFrame = undefined;
    const frame = this.#activityFrame();
    const behind = [...this.#watching.values()].filter(({ isBehind }) => isBehind);
    for (const watching of behind) if (watching.watcher.isReady) this.#tellOne(watching, frame);
    if (behind.some(({ isBehind }) => isBehind)) this.#tellSoon();
  }

  #tellOne(watching: Watching, frame: FlowFrame): void {
    const { watcher, events, follow } = watching;
    const { flow } = this.#options;
    watching.isBehind = false;
    watcher.send(frame);
    const counts = follow === null ? undefined : this.#traces.counts(follow, flow.stats());
    if (follow !== null && counts !== undefined)
      watcher.send({ type: "trace-activity", flow: flow.name, traceId: follow, ...counts });
    const news = events.take();
    if (news !== undefined) watcher.send({ type: "events", flow: flow.name, ...news });
  }

  #activityFrame(): FlowFrame {
    const { flow, clock } = this.#options;
    const stats = flow.stats();
    return {
      type: "activity",
      flow: flow.name,
      at: clock.now(),
      ...this.#counter.counts(stats),
      traces: this.#counter.traces(stats),
    };
  }
}
