import type { Envelope } from "./envelope.ts";
import { Execution, type ExecutionNode } from "./execution.ts";
import type { Trace } from "./trace.ts";
import { joinTrace, leaveTrace } from "./worker.ts";

/** Executions of a node that are kept to be used again; after a rush the others are let go. */
const MOST_IDLE = 64;

/** In so many places one looks for who works for a trace; where there are more, the trace knows them. */
const FEW = 64;

/** Who works at a node: at most so many at once, and of one trace one at a time unless its order does not matter. */
export class Places {
  readonly #node: ExecutionNode;
  readonly #most: number;
  readonly #areFew: boolean;
  /** Executions that hold a place. */
  #held: Execution[] = [];
  /** Most executions at once since nobody worked. */
  #peak = 0;
  /** Executions to use again. */
  readonly #idle: Execution[] = [];
  /** Traces that are worked on; only where several may be at once. */
  readonly #busy: Set<Trace> | undefined;

  constructor(
    node: ExecutionNode,
    { most, isSerial }: { readonly most: number; readonly isSerial: boolean },
  ) {
    this.#node = node;
    this.#most = most;
    this.#areFew = most <= FEW;
    this.#busy = isSerial && most > 1 ? new Set() : undefined;
  }

  get isFree(): boolean {
    return this.#held.length < this.#most;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** Whether a trace may have to wait although there is a free place. */
  get areSerial(): boolean {
    return this.#busy !== undefined;
  }

  isBusy(trace: Trace): boolean {
    return this.#busy?.has(trace) === true;
  }

  /** An execution with a place, for a new message. */
  take(envelope: Envelope): Execution {
    const execution = this.#idle.pop() ?? new Execution(this.#node);
    execution.envelope = envelope;
    this.hold(execution);
    return execution;
  }

  hold(execution: Execution): void {
    const held = this.#held;
    execution.place = held.length;
    held.push(execution);
    if (held.length > this.#peak) this.#peak = held.length;
    const { trace } = execution.envelope;
    if (!this.#areFew) joinTrace(trace, execution);
    if (this.#busy !== undefined) this.#busy.add(trace);
  }

  letGo(execution: Execution): void {
    const held = this.#held;
    const last = held.pop() as Execution;
    if (last !== execution) {
      held[execution.place] = last;
      last.place = execution.place;
    }
    execution.place = -1;
    if (held.length === 0 && this.#peak > MOST_IDLE) this.#shrink();
    const { trace } = execution.envelope;
    if (!this.#areFew) leaveTrace(trace, execution);
    if (this.#busy !== undefined) this.#busy.delete(trace);
  }

  /** Ends those who work for a trace, unless it knows them. */
  stop(trace: Trace, reason: Error): void {
    if (!this.#areFew || this.#held.length === 0) return;
    for (const execution of this.#held.filter(({ envelope }) => envelope.trace === trace))
      execution.stop(reason);
  }

  /** For the next message. Only what has ended as it should comes back. */
  putBack(execution: Execution): void {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(execution);
  }

  /** An array keeps the memory of its longest time. */
  #shrink(): void {
    this.#held = [];
    this.#peak = 0;
  }
}
