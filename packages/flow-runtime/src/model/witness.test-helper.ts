import type { FlowEvent, NodeContext } from "../index.ts";
import type { AttemptContext } from "../runtime/attempt-context.ts";
import type { Load, NodeSpec } from "./flow-case.test-helper.ts";

/** A node at work, as it was seen to begin. */
export interface Attempt {
  readonly node: NodeSpec;
  readonly context: NodeContext;
  /** Whether it waits for others, so that its place may be another's. */
  isWaiting: boolean;
}

/** What is seen of a run, and everything about it that should not have been. */
export class Witness {
  readonly violations: string[] = [];
  readonly labels = new Set<string>();
  /** How each trace has ended, by event. */
  readonly settled = new Map<string, string>();
  readonly begun = new Set<string>();
  /** Traces whose `cancel()` has returned. */
  readonly cancelled = new Set<string>();
  readonly signals = new Set<AbortSignal>();
  /** Traces of called flows that have not ended. */
  openSubtraces = 0;
  /** Told of everything that happens to a trace. */
  onMoment: (traceId: string, what: string) => void = () => {};
  readonly #live = new Set<Attempt>();
  readonly #lastSerial = new Map<string, number>();
  /** Attempts that wait for room, by trace. */
  readonly #blocked = new Map<string, number>();
  /** Messages that wait for their next try, by trace. */
  readonly #inBackoff = new Map<string, number>();
  readonly #nodes: ReadonlyMap<string, NodeSpec>;
  #serial = 0;

  constructor(nodes: readonly NodeSpec[]) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
  }

  nextSerial(): number {
    return ++this.#serial;
  }

  violate(what: string): void {
    if (this.violations.length < 20) this.violations.push(what);
  }

  /** A node begins an attempt. */
  enter(node: NodeSpec, load: Load, context: NodeContext): Attempt {
    const { id } = context.trace;
    this.seeMessage(node, load, context);
    if (this.settled.has(id)) this.violate(`${node.name} began to work on ${id} after its end`);
    if (this.cancelled.has(id)) this.violate(`${node.name} began to work on ${id} after it was cancelled`);
    if (!node.unordered) {
      for (const other of this.#live)
        if (other.node === node && other.context.trace.id === id && isLive(other))
          this.violate(`${node.name} works on two messages of ${id} at once`);
    }
    const attempt: Attempt = { node, context, isWaiting: false };
    this.#live.add(attempt);
    this.#checkPlaces(node);
    this.onMoment(id, "entered");
    return attempt;
  }

  /** Nodes that have begun and not come back. */
  get atWork(): readonly string[] {
    return [...this.#live].map(({ node }) => node.name);
  }

  leave(attempt: Attempt): void {
    this.#live.delete(attempt);
  }

  /** An attempt asks for something that its place may be another's for, before the answer is there. */
  ask<Answer>(attempt: Attempt, call: () => Answer): Answer {
    attempt.isWaiting = true;
    try {
      return call();
    } finally {
      attempt.isWaiting = false;
    }
  }

  /** An attempt waits for others: for room, a reader or a message. */
  async wait<Value>(attempt: Attempt, what: "blocked" | "other", waited: Promise<Value>): Promise<Value> {
    const { id } = attempt.context.trace;
    attempt.isWaiting = true;
    if (what === "blocked") this.#count(this.#blocked, id, 1);
    try {
      if (what === "blocked") this.onMoment(id, "blocked");
      return await waited;
    } finally {
      attempt.isWaiting = false;
      if (what === "blocked") this.#count(this.#blocked, id, -1);
      if (isLive(attempt)) this.#checkPlaces(attempt.node);
    }
  }

  /** Something that an attempt has sent waits for room; the attempt goes on. */
  noteBlocked(attempt: Attempt, taken: Promise<unknown>): void {
    const { id } = attempt.context.trace;
    this.#count(this.#blocked, id, 1);
    // Its place may be another's meanwhile.
    attempt.isWaiting = true;
    const over = () => {
      this.#count(this.#blocked, id, -1);
      attempt.isWaiting = false;
    };
    taken.then(over, over);
    this.onMoment(id, "blocked");
  }

  isBlocked = (traceId: string): boolean => (this.#blocked.get(traceId) ?? 0) > 0;
  isInBackoff = (traceId: string): boolean => (this.#inBackoff.get(traceId) ?? 0) > 0;

  readonly onEvent = (event: FlowEvent): void => {
    const { type, traceId, nodeName } = event;
    if (type === "trace-settled") this.#settle(event);
    else if (type !== "cancel-finished" && this.settled.has(traceId))
      this.violate(`${type} of ${traceId} at ${nodeName} after its end`);
    if (this.begun.has(traceId) === (type === "trace-started"))
      this.violate(`${type} of ${traceId}, which had ${this.begun.has(traceId) ? "begun" : "not begun"}`);
    this.begun.add(traceId);
    if (type === "node-retried") this.#count(this.#inBackoff, traceId, 1);
    if (type === "node-started" && (event.attempt ?? 1) > 1) this.#count(this.#inBackoff, traceId, -1);
    if (type === "node-timed-out") this.labels.add("timeout");
    if (type === "node-retried") this.labels.add("retry");
    this.onMoment(traceId, type);
  };

  #settle({ traceId, outcome }: FlowEvent): void {
    if (this.settled.has(traceId)) this.violate(`${traceId} has settled twice`);
    this.settled.set(traceId, outcome ?? "?");
  }

  /** A node gets a message. */
  seeMessage(node: NodeSpec, load: Load, { trace: { id }, attempt }: NodeContext): void {
    if (load.isPoison) {
      this.violate(`${node.name} was sent something by an attempt that was over`);
      return;
    }
    if (load.traceId !== id) this.violate(`${node.name} got a message of ${load.traceId} in ${id}`);
    if (node.unordered || attempt > 1 || this.#nodes.get(load.from)?.unordered !== false) return;
    const key = `${id} ${load.from} ${node.name}`;
    if ((this.#lastSerial.get(key) ?? 0) >= load.serial) this.violate(`Messages overtake on ${key}`);
    this.#lastSerial.set(key, load.serial);
  }

  /** No more may work at once than the node says. */
  #checkPlaces(node: NodeSpec): void {
    let busy = 0;
    for (const each of this.#live) if (each.node === node && !each.isWaiting && isLive(each)) busy++;
    if (busy > node.concurrency)
      this.violate(`${node.name} works on ${busy} at once; it may on ${node.concurrency}`);
  }

  #count(counts: Map<string, number>, traceId: string, by: number): void {
    counts.set(traceId, (counts.get(traceId) ?? 0) + by);
  }
}

/** Whether the runtime still listens to an attempt. */
const isLive = ({ context }: Attempt): boolean => !(context as AttemptContext).isOver;
