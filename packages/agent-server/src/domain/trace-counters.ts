import type { FlowCounts, FlowEvent, FlowStats } from "@pergola/flow-runtime";
import { type CountedFlow, FlowCounter } from "./flow-counter.ts";

/** Ended traces that are remembered. */
const MAX_ENDED = 100;

/** What single traces of a flow did: of all that run, and of the latest that have ended. */
export class TraceCounters {
  readonly #flow: CountedFlow;
  readonly #byTrace = new Map<string, FlowCounter>();
  readonly #ended: string[] = [];

  constructor(flow: CountedFlow) {
    this.#flow = flow;
  }

  /** @param event of the flow itself */
  count(event: FlowEvent): void {
    const { type, traceId } = event;
    let counter = this.#byTrace.get(traceId);
    if (counter === undefined) {
      // The end of a cancel may come after that of its trace.
      if (type === "cancel-finished") return;
      counter = new FlowCounter(this.#flow);
      this.#byTrace.set(traceId, counter);
    }
    counter.count(event);
    if (type === "trace-settled") this.#end(traceId);
  }

  counts(traceId: string, stats: FlowStats): FlowCounts | undefined {
    return this.#byTrace.get(traceId)?.counts(stats);
  }

  #end(traceId: string): void {
    this.#ended.push(traceId);
    const oldest = this.#ended.length > MAX_ENDED ? this.#ended.shift() : undefined;
    if (oldest !== undefined) this.#byTrace.delete(oldest);
  }
}
