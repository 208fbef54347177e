import type { FlowEvent, FlowStats } from "@pergola/flow-runtime";
import { type ActivitySnapshot, FlowActivity } from "./flow-activity.ts";

/** Ended traces that are remembered. */
const MAX_ENDED = 100;

/** What single traces of a flow did: of all that run, and of the latest that have ended. */
export class TraceActivities {
  readonly #flow: string;
  readonly #byTrace = new Map<string, FlowActivity>();
  readonly #ended: string[] = [];

  constructor(flow: string) {
    this.#flow = flow;
  }

  count(event: FlowEvent): void {
    if (event.flow !== this.#flow) return;
    const { traceId } = event;
    const activity = this.#byTrace.get(traceId) ?? new FlowActivity(this.#flow);
    this.#byTrace.set(traceId, activity);
    activity.count(event);
    if (event.type === "trace-settled") this.#end(traceId);
  }

  snapshot(traceId: string, stats: FlowStats): ActivitySnapshot | undefined {
    return this.#byTrace.get(traceId)?.snapshot(stats);
  }

  #end(traceId: string): void {
    this.#ended.push(traceId);
    const oldest = this.#ended.length > MAX_ENDED ? this.#ended.shift() : undefined;
    if (oldest !== undefined) this.#byTrace.delete(oldest);
  }
}
