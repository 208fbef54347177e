import type { Blocked } from "./blocked.ts";
import type { Envelope } from "./envelope.ts";
import type { Execution } from "./execution.ts";
import type { Inbox } from "./inbox.ts";
import { Stall } from "./stall.ts";
import type { Trace } from "./trace.ts";
import type { WaitingLine } from "./waiting-line.ts";

/** What waits at the node, for all traces. */
interface Waiting {
  readonly inbox: Inbox;
  readonly blocked: WaitingLine<Blocked<Envelope>>;
}

/** The traces that stand still at a node. There is no map of them while there are none. */
export class Stalls {
  readonly #waiting: Waiting;
  #stalls: Map<Trace, Stall> | undefined;

  constructor(waiting: Waiting) {
    this.#waiting = waiting;
  }

  get isEmpty(): boolean {
    return this.#stalls === undefined;
  }

  has(trace: Trace): boolean {
    return this.#stalls?.has(trace) === true;
  }

  get(trace: Trace): Stall | undefined {
    return this.#stalls?.get(trace);
  }

  add(trace: Trace, waiting: readonly Envelope[]): Stall {
    const stall = new Stall();
    this.#stalls ??= new Map();
    this.#stalls.set(trace, stall);
    for (const envelope of waiting) stall.queue.push(envelope);
    return stall;
  }

  /** From now on what comes for the trace is set aside, so that other traces have the room. */
  setAside(trace: Trace): Stall {
    const known = this.get(trace);
    if (known !== undefined) return known;
    const { inbox, blocked } = this.#waiting;
    const stall = this.add(trace, inbox.extract(trace));
    for (const each of blocked.extract(trace)) this.block(each);
    return stall;
  }

  /** Waits for room beside a trace that stands still: so does its sender. */
  block(blocked: Blocked<Envelope>): void {
    this.get(blocked.item.trace)?.blocked.push(blocked);
    blocked.parkSender();
  }

  /** With the last of its executions a trace moves again: what was set aside for it comes in. */
  leave(execution: Execution): void {
    const { trace } = execution.envelope;
    const stall = this.get(trace);
    if (stall === undefined) return;
    stall.executions.delete(execution);
    if (stall.executions.size > 0) return;
    this.delete(trace);
    const { inbox, blocked } = this.#waiting;
    for (let each = stall.queue.shift(); each !== undefined; each = stall.queue.shift()) inbox.push(each);
    for (let each = stall.blocked.shift(); each !== undefined; each = stall.blocked.shift())
      blocked.push(each);
  }

  delete(trace: Trace): void {
    this.#stalls?.delete(trace);
    if (this.#stalls?.size === 0) this.#stalls = undefined;
  }
}
