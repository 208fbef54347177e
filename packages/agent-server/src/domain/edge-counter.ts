import type { EdgeCounts, FlowEvent } from "@pergola/flow-runtime";
import type { GraphEnds } from "./graph-ends.ts";

/** How many messages went over the edges of a flow's graph, those from its beginning and to its end included. */
export class EdgeCounter {
  readonly #ends: GraphEnds;
  readonly #counts = new Map<string, { from: string; to: string; messages: number }>();

  constructor(ends: GraphEnds) {
    this.#ends = ends;
  }

  get all(): readonly EdgeCounts[] {
    return [...this.#counts.values()].map((edge) => ({ ...edge }));
  }

  count({ type, nodeName, to }: FlowEvent): void {
    const { start, end, ingress } = this.#ends;
    if (type === "trace-started")
      for (const each of to === undefined ? ingress : [to]) this.#add(start, each);
    if (type === "message-emitted" && nodeName !== undefined)
      this.#add(nodeName, to === undefined || to === "egress" ? end : to);
  }

  #add(from: string, to: string): void {
    const key = JSON.stringify([from, to]);
    const edge = this.#counts.get(key) ?? { from, to, messages: 0 };
    edge.messages++;
    this.#counts.set(key, edge);
  }
}
