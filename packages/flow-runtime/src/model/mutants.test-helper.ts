/** A runtime with one mistake. */
export interface Mutant {
  /** What it does wrong. */
  readonly name: string;
  /** Below `src/runtime`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Each is a mistake that one could make; the property must see every one of them. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: "a back edge waits for room like any other",
    file: "node-runner.ts",
    find: "if (!isBack && (this.#inbox.isFull",
    replace: "if ((this.#inbox.isFull",
  },
  {
    name: "who works for a cancelled trace is not told",
    file: "node-runner.ts",
    find: "    this.#places.stop(trace, reason);\n",
    replace: "",
  },
  {
    name: "room that is free is not given to who waits for it",
    file: "node-runner.ts",
    find: "      if (this.#blocked.length > 0) this.#letIn();\n      if (!this.#places.isFree) return;",
    replace: "      if (!this.#places.isFree) return;",
  },
  {
    name: "what a node returns too late is looked at",
    file: "execution.ts",
    find: "    if (this.isAbandoned) {\n      this.#ignore();\n      return;\n    }\n    const { checkOutput }",
    replace: "    const { checkOutput }",
  },
  {
    name: "the context of an attempt that is over still works",
    file: "attempt-context.ts",
    find: "if (!this.isOver) return;",
    replace: "if (!this.isOver || this.#attempt.isAbandoned) return;",
  },
  {
    name: "waits before retries go on after a cancel",
    file: "stall.ts",
    find: "for (const cancel of this.timers) cancel();",
    replace: "",
  },
  {
    name: "a message in work is forgotten in the count of its trace",
    file: "node-runner.ts",
    find: "    trace.pending--;\n    if (trace.isIdle) this.engine.drained(trace);",
    replace:
      "    trace.pending -= trace.results > 0 ? 2 : 1;\n    if (trace.isIdle) this.engine.drained(trace);",
  },
  {
    name: "a trace that has ended stays in the table",
    file: "flow-engine.ts",
    find: "    this.traces.delete(trace);\n",
    replace: "",
  },
  {
    name: "one trace is worked on twice at once by a node that keeps its order",
    file: "places.ts",
    find: "isSerial && most > 1 ? new Set() : undefined",
    replace: "undefined",
  },
  {
    name: "a deadline's timer is left behind",
    file: "flow-engine.ts",
    find: "    trace.release?.();\n",
    replace: "",
  },
  {
    name: "a place is kept through a wait for a retry",
    file: "node-runner.ts",
    find: "    if (execution.isHolding) this.#places.letGo(execution);\n    this.#stalls.setAside",
    replace: "    this.#stalls.setAside",
  },
  {
    name: "what was set aside for a trace comes back in the wrong order",
    file: "stall.ts",
    find: "    if (blocked !== undefined) this.queue.push(blocked.item);\n    const envelope = this.queue.shift();",
    replace: "    const envelope = blocked === undefined ? this.queue.shift() : blocked.item;",
  },
];
