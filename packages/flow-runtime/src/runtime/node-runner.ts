import { errorMessage } from "@pergola/core";
import type { NodeDefinition } from "../flow-node.ts";
import type { NodeContext } from "../node-context.ts";
import type { Attempt } from "./attempt.ts";
import { Blocked } from "./blocked.ts";
import type { Check } from "./compile-check.ts";
import type { Engine } from "./engine.ts";
import type { Envelope } from "./envelope.ts";
import type { Execution, ExecutionNode } from "./execution.ts";
import { Inbox } from "./inbox.ts";
import type { Acceptance, Link, LinkTarget } from "./link.ts";
import { NodeReports } from "./node-reports.ts";
import { Outlet } from "./outlet.ts";
import { Places } from "./places.ts";
import { finalError } from "./retry.ts";
import { attemptTimedOut, retryAttempt } from "./retry-attempt.ts";
import { RingQueue } from "./ring-queue.ts";
import { runAlone } from "./run-alone.ts";
import type { Stall } from "./stall.ts";
import { Stalls } from "./stalls.ts";
import type { Trace } from "./trace.ts";
import { WaitingLine } from "./waiting-line.ts";

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(errorMessage(error)));

/** An execution that had given its place away and wants one again. */
interface Returning {
  readonly execution: Execution;
  readonly goOn: () => void;
}

/**
 * A node of a running flow: what waits for it, and who works. There is no loop that waits for messages: a message
 * begins its work inside the completion of what came before, and the one promise of a hop is the node's own.
 */
export class NodeRunner implements ExecutionNode, LinkTarget {
  readonly engine: Engine;
  readonly definition: NodeDefinition;
  readonly name: string;
  readonly reports: NodeReports;
  readonly outlet: Outlet;
  readonly work: (payload: unknown, context: NodeContext) => unknown;
  readonly timeoutMs: number | undefined;
  checkInput: Check | undefined;
  checkOutput: Check | undefined;
  readonly #gathering: NodeDefinition["gathering"];
  readonly #capacity: number;
  #slot = -1;
  readonly #places: Places;
  readonly #inbox = new Inbox();
  readonly #returning = new RingQueue<Returning>();
  readonly #blocked = new WaitingLine<Blocked<Envelope>>();
  readonly #stalls = new Stalls({ inbox: this.#inbox, blocked: this.#blocked });
  readonly #isWaiting = (trace: Trace) => this.#places.isBusy(trace) || this.#stalls.has(trace);

  /** @param capacity most messages that wait; 0 for no bound */
  constructor(engine: Engine, definition: NodeDefinition, capacity: number) {
    const { concurrency, unordered, timeoutMs } = definition.policy;
    this.engine = engine;
    this.definition = definition;
    this.name = definition.name;
    this.reports = new NodeReports(this);
    this.outlet = new Outlet(this);
    this.work = definition.run as NodeRunner["work"];
    this.timeoutMs = timeoutMs;
    this.#gathering = definition.gathering;
    this.#capacity = capacity === 0 ? Number.POSITIVE_INFINITY : capacity;
    this.#places = new Places(this, { most: concurrency, isSerial: !unordered });
  }

  /** Given to those that keep something: most never do. */
  get slot(): number {
    if (this.#slot === -1) this.#slot = this.engine.slots++;
    return this.#slot;
  }

  get queueDepth(): number {
    return Math.min(this.#inbox.length, this.#capacity);
  }

  get links(): readonly Link[] {
    return this.outlet.links;
  }

  hasRoom(trace?: Trace): boolean {
    const stall = trace === undefined ? undefined : this.#stalls.get(trace);
    if (stall !== undefined) return stall.queue.length < this.#capacity && stall.blocked.length === 0;
    if (this.#places.isFree && this.#returning.length === 0 && this.#inbox.length === 0) return true;
    return !this.#inbox.isFull(this.#capacity) && this.#blocked.length === 0;
  }

  offer(envelope: Envelope, isBack: boolean): Acceptance {
    const { trace } = envelope;
    const stall = this.#stalls.isEmpty ? undefined : this.#stalls.get(trace);
    if (stall !== undefined) return stall.offer(envelope, isBack ? Number.POSITIVE_INFINITY : this.#capacity);
    const isFree = this.#places.isFree && this.#returning.length === 0;
    if (isFree && this.#inbox.length === 0 && !this.#places.isBusy(trace)) {
      this.#places.take(envelope).begin();
      return "taken";
    }
    if (!isBack && (this.#inbox.isFull(this.#capacity) || this.#blocked.length > 0)) return "full";
    this.#inbox.push(envelope);
    if (isFree) this.pump();
    return "taken";
  }

  get gatherer(): this | undefined {
    return this.#gathering === undefined ? undefined : this;
  }

  gather(envelope: Envelope): boolean {
    const gathering = this.#gathering;
    // What waits here, or is held before it begins, is before it. Who works here is not: a round has ended when its last
    // message is worked on.
    if (gathering === undefined || this.#inbox.length > 0 || !this.#stalls.isEmpty) return false;
    if (this.checkInput !== undefined || this.engine.breath.isHolding) return false;
    return gathering.take(envelope.trace.keep(this.slot, gathering.begin), envelope);
  }

  lineUp(envelope: Envelope): void {
    const { trace } = envelope;
    if (this.#blocked.length > 0 || !this.#inbox.hasLaneFor(trace.headers.priority)) {
      this.#blocked.push(new Blocked(trace, envelope, undefined));
      return;
    }
    this.#inbox.push(envelope);
    // The line may be full of what waits for its own trace while there is a place for this one.
    if (this.#places.isFree) queueMicrotask(() => this.pump());
  }

  block(blocked: Blocked<Envelope>, acceptance: "full" | "stalled"): void {
    if (acceptance === "full") this.#blocked.push(blocked);
    else this.#stalls.block(blocked);
  }

  /** Gives what waits the places that are free. */
  pump(): void {
    for (;;) {
      if (this.#blocked.length > 0) this.#letIn();
      if (!this.#places.isFree) return;
      const returning = this.#returning.shift();
      if (returning !== undefined) {
        if (!returning.execution.isAbandoned) this.#resume(returning);
        continue;
      }
      const mustWait = this.#places.areSerial || !this.#stalls.isEmpty ? this.#isWaiting : undefined;
      const envelope = this.#inbox.take(mustWait);
      if (envelope === undefined) return;
      this.#places.take(envelope).begin();
    }
  }

  /** Errors of where to are never the node's to try again. */
  send(execution: Execution, value: unknown): void {
    try {
      this.outlet.send(execution, value);
    } catch (error) {
      this.engine.fail(execution.envelope.trace, finalError(execution, error));
    }
  }

  sendOver(link: Link, envelope: Envelope, attempt: Attempt): Blocked | undefined {
    return this.outlet.sendOver(link, envelope, attempt);
  }

  linksTo(names: readonly string[]): readonly Link[] {
    return this.outlet.linksTo(names);
  }

  finish(execution: Execution): void {
    const { trace } = execution.envelope;
    if (execution.isHolding) this.#places.letGo(execution);
    else this.#leave(execution);
    execution.forget();
    if (execution.parks === 0) this.#places.putBack(execution);
    trace.pending--;
    if (trace.isIdle) this.engine.drained(trace);
    if (this.#inbox.length > 0 || this.#blocked.length > 0 || this.#returning.length > 0) this.pump();
  }

  attemptFailed(execution: Execution, error: unknown): void {
    // What it still waits for must not wake the next try.
    const isWaiting = execution.outstanding > 0 || execution.parks > 0;
    const failed = isWaiting ? this.#replace(execution, toError(error)) : execution;
    retryAttempt(failed, error, this.definition.policy);
  }

  attemptTimedOut(execution: Execution, timeoutMs: number): void {
    const { trace } = execution.envelope;
    const error = attemptTimedOut(execution, timeoutMs);
    if (this.engine.events !== undefined) this.reports.timedOut(execution);
    // Whoever was told may have ended the trace.
    if (execution.isAbandoned) return;
    const next = this.#replace(execution, error);
    if (trace.isOpen) this.attemptFailed(next, error);
  }

  park(execution: Execution): void {
    if (execution.parks++ > 0) return;
    const { trace } = execution.envelope;
    if (execution.isHolding) this.#places.letGo(execution);
    this.#stalls.setAside(trace).executions.add(execution);
    queueMicrotask(() => this.pump());
  }

  comeBack(execution: Execution, goOn: () => void): void {
    if (execution.isAbandoned) return;
    if (--execution.parks > 0 || execution.hasReturned) {
      goOn();
      return;
    }
    this.#returning.push({ execution, goOn });
    this.pump();
  }

  stallOf(trace: Trace): Stall | undefined {
    return this.#stalls.get(trace);
  }

  /** Whether it does something when nothing of a trace moves any more. */
  get isDrainable(): boolean {
    return this.definition.onDrained !== undefined;
  }

  /** Runs what a node does when nothing of the trace moves any more. Then it keeps nothing for it. */
  drain(trace: Trace): void {
    const { onDrained } = this.definition;
    if (onDrained === undefined || trace.states?.has(this.slot) !== true) return;
    if (this.#gathering?.isEmpty(trace.states.get(this.slot)) === true) return;
    this.runAlone(trace, (context) => {
      const value = onDrained(context);
      trace.states?.delete(this.slot);
      return value;
    });
  }

  runAlone(trace: Trace, work: (context: NodeContext) => unknown): void {
    runAlone(this, { stalls: this.#stalls, trace, work });
  }

  /** Takes out everything of a trace that stands still here, and what waits. @returns how many messages had been set aside */
  drop(trace: Trace, reason: Error): number {
    if (trace.queued > 0) {
      this.#inbox.sweep(trace, trace.queued);
      this.#blocked.sweep(trace.queued);
    }
    const setAside = this.#stalls.get(trace)?.clear(reason) ?? 0;
    this.#stalls.delete(trace);
    this.#places.stop(trace, reason);
    return setAside;
  }

  release(execution: Execution): void {
    this.#places.letGo(execution);
  }

  #resume({ execution, goOn }: Returning): void {
    // It may wait for something else by now, or hold one since it waited for two things at once.
    if (execution.parks === 0 && !execution.isHolding) {
      this.#places.hold(execution);
      this.#stalls.leave(execution);
    }
    goOn();
  }

  /** An execution without a place has ended. */
  #leave(execution: Execution): void {
    if (this.#returning.length > 0)
      for (const { goOn } of this.#returning.removeWhere((each) => each.execution === execution)) goOn();
    this.#stalls.leave(execution);
  }

  /** A new execution in the place of one whose attempt is given up. */
  #replace(execution: Execution, reason: Error): Execution {
    const next = execution.successor();
    if (execution.isHolding) {
      this.#places.letGo(execution);
      this.#places.hold(next);
    } else {
      const stall = this.#stalls.setAside(execution.envelope.trace);
      if (this.#returning.length > 0) this.#returning.removeWhere((each) => each.execution === execution);
      stall.executions.delete(execution);
      stall.executions.add(next);
    }
    execution.abandon(reason);
    return next;
  }

  /** Lets in what waits for room. */
  #letIn(): void {
    while (!this.#inbox.isFull(this.#capacity)) {
      const blocked = this.#blocked.shift();
      if (blocked === undefined) return;
      this.#inbox.push(blocked.item);
      blocked.taken();
    }
  }
}
