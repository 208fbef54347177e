import type { FlowEvent } from "@pergola/flow-runtime";

/** How many attempts of each node run. Those that a trace leaves behind when it ends are gone with it. */
export class RunningAttempts {
  readonly #byTrace = new Map<string, Map<string, number>>();
  readonly #byNode = new Map<string, number>();

  of(node: string): number {
    return this.#byNode.get(node) ?? 0;
  }

  count({ type, traceId, nodeName }: FlowEvent): void {
    if (type === "trace-settled") this.#forget(traceId);
    else if (nodeName === undefined) return;
    else if (type === "node-started") this.#add(traceId, nodeName, 1);
    else if (type === "node-succeeded" || type === "node-errored" || type === "node-timed-out")
      this.#add(traceId, nodeName, -1);
  }

  #add(traceId: string, node: string, change: 1 | -1): void {
    const trace = this.#byTrace.get(traceId) ?? new Map<string, number>();
    const count = (trace.get(node) ?? 0) + change;
    // Who begins to watch in the middle sees ends without beginnings.
    if (count < 0) return;
    this.#byTrace.set(traceId, trace.set(node, count));
    this.#byNode.set(node, this.of(node) + change);
  }

  #forget(traceId: string): void {
    for (const [node, count] of this.#byTrace.get(traceId) ?? [])
      this.#byNode.set(node, this.of(node) - count);
    this.#byTrace.delete(traceId);
  }
}
