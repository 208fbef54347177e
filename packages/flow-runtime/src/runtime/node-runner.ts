import { toErrorData } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { NodeDefinition } from "../flow-node.ts";
import { extendMeta } from "../meta.ts";
import type { NodeContext } from "../node-context.ts";
import { Outgoing } from "../outgoing.ts";
import type { Attempt } from "./attempt.ts";
import { AttemptContext } from "./attempt-context.ts";
import { Blocked } from "./blocked.ts";
import type { Check } from "./compile-check.ts";
import type { Engine } from "./engine.ts";
import { Envelope } from "./envelope.ts";
import { Execution, type ExecutionNode } from "./execution.ts";
import { Inbox } from "./inbox.ts";
import type { Acceptance, Link, LinkTarget } from "./link.ts";
import { NodeReports } from "./node-reports.ts";
import { finalError, retryDelay } from "./retry.ts";
import { RingQueue } from "./ring-queue.ts";
import { Stall } from "./stall.ts";
import type { Trace } from "./trace.ts";

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
  readonly work: (payload: unknown, context: NodeContext) => unknown;
  readonly timeoutMs: number | undefined;
  readonly isInContext: boolean;
  readonly inbox = new Inbox();
  checkInput: Check | undefined;
  checkOutput: Check | undefined;
  links: readonly Link[] = [];
  readonly #capacity: number;
  readonly #concurrency: number;
  readonly #isSerial: boolean;
  #running = 0;
  /** Executions to use again. */
  readonly #idle: Execution[] = [];
  /** Executions that hold a place. */
  readonly #active: Execution[] = [];
  readonly #returning = new RingQueue<Returning>();
  readonly #blocked = new RingQueue<Blocked<Envelope>>();
  #stalls: Map<Trace, Stall> | undefined;
  /** Traces that are worked on, where several may be at once and each in its order. */
  readonly #busy: Set<Trace> | undefined;
  #mustWait: ((trace: Trace) => boolean) | undefined;

  constructor(engine: Engine, definition: NodeDefinition, capacity: number) {
    const { policy } = definition;
    this.engine = engine;
    this.definition = definition;
    this.name = definition.name;
    this.reports = new NodeReports(this);
    this.work = definition.run as NodeRunner["work"];
    this.timeoutMs = policy.timeoutMs;
    this.isInContext = engine.settings.asyncContext;
    this.#capacity = capacity === 0 ? Number.POSITIVE_INFINITY : capacity;
    this.#concurrency = policy.concurrency;
    this.#isSerial = !policy.unordered && policy.concurrency > 1;
    this.#busy = this.#isSerial ? new Set() : undefined;
    const isTraceWaiting = (trace: Trace) =>
      this.#busy?.has(trace) === true || this.#stalls?.has(trace) === true;
    this.#mustWait = this.#isSerial ? isTraceWaiting : undefined;
    this.#isTraceWaiting = isTraceWaiting;
  }

  readonly #isTraceWaiting: (trace: Trace) => boolean;

  get queueDepth(): number {
    return this.inbox.length;
  }

  /** Whether nothing waits and nobody works. */
  get isIdle(): boolean {
    return (
      this.#running === 0 &&
      this.inbox.length === 0 &&
      this.#blocked.length === 0 &&
      this.#stalls === undefined
    );
  }

  /** Whether a message of the trace would be taken now. */
  hasRoom(trace?: Trace): boolean {
    const stall = trace === undefined ? undefined : this.#stalls?.get(trace);
    if (stall !== undefined) return stall.queue.length < this.#capacity && stall.blocked.length === 0;
    const isFree =
      this.#running < this.#concurrency && this.#returning.length === 0 && this.inbox.length === 0;
    return isFree || (this.inbox.length < this.#capacity && this.#blocked.length === 0);
  }

  /** Takes a message if there is room; over a back edge there always is. */
  offer(envelope: Envelope, isBack: boolean): Acceptance {
    const { trace } = envelope;
    if (this.#mustWait !== undefined) {
      const stall = this.#stalls?.get(trace);
      if (stall !== undefined)
        return stall.offer(envelope, isBack ? Number.POSITIVE_INFINITY : this.#capacity);
    }
    const isFree = this.#running < this.#concurrency && this.#returning.length === 0;
    if (isFree && this.inbox.length === 0 && (this.#busy === undefined || !this.#busy.has(trace))) {
      this.#start(envelope);
      return "taken";
    }
    if (!isBack && (this.inbox.length >= this.#capacity || this.#blocked.length > 0)) return "full";
    this.inbox.push(envelope);
    if (isFree) this.pump();
    return "taken";
  }

  /** Waits for room. */
  block(blocked: Blocked<Envelope>, acceptance: "full" | "stalled"): void {
    const { trace } = blocked.item;
    if (acceptance === "full") {
      this.#blocked.push(blocked);
      return;
    }
    this.#stalls?.get(trace)?.blocked.push(blocked);
    blocked.sender?.park();
  }

  /** Gives what waits the places that are free. */
  pump(): void {
    while (this.#running < this.#concurrency) {
      const returning = this.#returning.shift();
      if (returning !== undefined) {
        this.#hold(returning.execution);
        returning.goOn();
        continue;
      }
      const envelope = this.inbox.take(this.#mustWait);
      if (envelope === undefined) break;
      this.#start(envelope);
      if (this.#blocked.length > 0) this.#letIn();
    }
    if (this.#blocked.length > 0) this.#letIn();
  }

  /** Sends what a node has returned. Errors of where to are never the node's to try again. */
  send(execution: Execution, value: unknown): void {
    const { trace, meta } = execution.envelope as Envelope;
    if (!(value instanceof Outgoing)) {
      for (const link of this.links) {
        this.sendOver(link, new Envelope(trace, value, meta, link.index), execution);
        if (execution.isAbandoned) return;
      }
      return;
    }
    try {
      const links = value.to === undefined ? this.links : this.linksTo(value.to);
      const extended = extendMeta(meta, value.meta);
      for (const link of links) {
        this.sendOver(link, new Envelope(trace, value.payload, extended, link.index), execution);
        if (execution.isAbandoned) return;
      }
    } catch (error) {
      this.engine.fail(trace, finalError(execution, error));
    }
  }

  /** @returns the message as it waits, or undefined when it was taken */
  sendOver(link: Link, envelope: Envelope, attempt: Attempt): Blocked | undefined {
    const { engine } = this;
    const { trace } = envelope;
    if (link.isBack) {
      const counted = engine.goBack(trace, envelope);
      if (counted === undefined) return undefined;
      envelope = counted;
    }
    trace.pending++;
    if (engine.events !== undefined) this.reports.emitted(attempt, link.to);
    if (link.target === undefined) return engine.deliver(trace, envelope, attempt);
    const acceptance = link.target.offer(envelope, link.isBack);
    if (acceptance === "taken") return undefined;
    const blocked = new Blocked(envelope, attempt);
    this.#waitFor(attempt);
    link.target.block(blocked, acceptance);
    return blocked;
  }

  #waitFor(attempt: Attempt): void {
    attempt.outstanding++;
    if (this.engine.events !== undefined) this.reports.blocked(attempt);
  }

  /** @throws UNKNOWN_TARGET */
  linksTo(names: readonly string[]): readonly Link[] {
    return names.map((name) => {
      const link = this.links.find(({ to }) => to === name);
      if (link !== undefined) return link;
      const known = this.links.map(({ to }) => `"${to}"`).sort();
      throw flowErrors.create("UNKNOWN_TARGET", {
        message: `Node "${this.name}" sent a message to ${JSON.stringify(name)}, which is no successor of it.`,
        hint: known.length === 0 ? "It has no successors." : `Its successors are ${known.join(", ")}.`,
        details: { node: this.name, target: String(name) },
      });
    });
  }

  /** The node has returned and all that it gave is accepted. */
  finish(execution: Execution): void {
    const { trace } = execution.envelope as Envelope;
    const isParked = execution.parks > 0;
    if (isParked) this.#endStall(trace, execution);
    else this.#letGo(execution);
    execution.envelope = undefined;
    execution.context = undefined;
    if (!isParked) this.#idle.push(execution);
    trace.pending--;
    if (trace.isIdle) this.engine.drained(trace);
    if (this.inbox.length > 0 || this.#blocked.length > 0 || this.#returning.length > 0) this.pump();
  }

  attemptTimedOut(execution: Execution, timeoutMs: number): void {
    const { trace } = execution.envelope as Envelope;
    const error = flowErrors.create("NODE_TIMEOUT", {
      message: `Node "${this.name}" took longer than ${timeoutMs} ms at attempt ${execution.attempt}.`,
      hint: "Raise the timeoutMs of its policy, or let it do less; its signal has fired.",
      details: { node: this.name, timeoutMs },
    });
    if (this.engine.events !== undefined) this.reports.timedOut(execution);
    const next = this.#replace(execution, error);
    if (trace.isOpen) this.attemptFailed(next, error);
  }

  /** Tries again, or gives up. */
  attemptFailed(execution: Execution, error: unknown): void {
    const { policy } = this.definition;
    const { trace } = execution.envelope as Envelope;
    if (this.engine.events !== undefined) this.reports.errored(execution, error);
    execution.failures ??= [];
    execution.failures.push({ attempt: execution.attempt, error: toErrorData(error) });
    const delayMs = retryDelay(policy, execution, { error, random: this.engine.random });
    if (delayMs instanceof Error) {
      this.engine.fail(trace, finalError(execution, delayMs));
      return;
    }
    this.reports.retried(execution, delayMs);
    this.park(execution);
    const cancelTimer = this.engine.clock.setTimer(delayMs, () => {
      const stall = this.#stalls?.get(trace);
      stall?.timers.delete(cancelTimer);
      this.comeBack(execution, () => {
        execution.attempt++;
        execution.run();
      });
    });
    this.#stalls?.get(trace)?.timers.add(cancelTimer);
  }

  /** Gives the place of an execution to others: it waits for something of its own trace. */
  park(execution: Execution): void {
    if (execution.parks++ > 0) return;
    const { trace } = execution.envelope as Envelope;
    this.#letGo(execution);
    this.#stallFor(trace).executions.add(execution);
    queueMicrotask(() => this.pump());
  }

  /** From now on what comes for the trace is set aside, so that other traces have the room. */
  #stallFor(trace: Trace): Stall {
    this.#stalls ??= new Map();
    this.#mustWait = this.#isTraceWaiting;
    const known = this.#stalls.get(trace);
    if (known !== undefined) return known;
    const stall = new Stall();
    this.#stalls.set(trace, stall);
    for (const envelope of this.inbox.extract(trace)) stall.queue.push(envelope);
    if (this.#blocked.length === 0) return stall;
    for (const blocked of this.#blocked.removeWhere(({ item }) => item.trace === trace))
      this.block(blocked, "stalled");
    return stall;
  }

  /** What it waited for is there: it goes on as soon as there is a place. */
  comeBack(execution: Execution, goOn: () => void): void {
    if (execution.isAbandoned) return;
    if (--execution.parks > 0) {
      goOn();
      return;
    }
    this.#returning.push({ execution, goOn });
    this.pump();
  }

  /** The stall of a trace, while one of its executions is parked here. */
  stallOf(trace: Trace): Stall | undefined {
    return this.#stalls?.get(trace);
  }

  /** Runs what a node does when nothing of the trace moves any more. */
  drain(trace: Trace): void {
    const { onDrained } = this.definition;
    if (onDrained === undefined || trace.states?.has(this) !== true) return;
    const execution = new Execution(this);
    execution.envelope = new Envelope(trace, undefined, {}, -1);
    execution.hasReturned = true;
    execution.parks = 1;
    trace.pending++;
    try {
      onDrained(new AttemptContext(execution, execution.envelope));
    } catch (error) {
      this.engine.fail(trace, finalError(execution, error));
      return;
    }
    if (execution.outstanding === 0 && !execution.isAbandoned) this.finish(execution);
  }

  /** Takes out everything of a trace. @returns how many messages were dropped */
  drop(trace: Trace, reason: Error): number {
    let dropped = this.inbox.extract(trace).length;
    if (this.#blocked.length > 0) {
      for (const each of this.#blocked.removeWhere(({ item }) => item.trace === trace)) {
        each.onDropped?.(reason);
        dropped++;
      }
    }
    const stall = this.#stalls?.get(trace);
    if (stall !== undefined) {
      dropped += stall.clear(reason);
      this.#forgetStall(trace);
    }
    if (this.#returning.length > 0)
      for (const { execution } of this.#returning.removeWhere(
        (each) => each.execution.envelope?.trace === trace,
      ))
        execution.abandon(reason);
    for (let index = this.#active.length - 1; index >= 0; index--) {
      const execution = this.#active[index];
      if (execution?.envelope?.trace !== trace) continue;
      this.#letGo(execution);
      execution.abandon(reason);
    }
    return dropped;
  }

  #start(envelope: Envelope): void {
    const execution = this.#idle.pop() ?? new Execution(this);
    if (this.#busy !== undefined) this.#busy.add(envelope.trace);
    this.#running++;
    this.#active.push(execution);
    execution.begin(envelope);
  }

  #hold(execution: Execution): void {
    const { trace } = execution.envelope as Envelope;
    this.#busy?.add(trace);
    this.#running++;
    this.#active.push(execution);
    this.#endStall(trace, execution);
  }

  #letGo(execution: Execution): void {
    const active = this.#active;
    const last = active.pop() as Execution;
    if (last !== execution) active[active.indexOf(execution)] = last;
    this.#running--;
    if (this.#busy !== undefined) this.#busy.delete((execution.envelope as Envelope).trace);
  }

  /** A new execution in the place of one whose attempt is given up. */
  #replace(execution: Execution, reason: Error): Execution {
    const next = new Execution(this);
    next.envelope = execution.envelope;
    next.attempt = execution.attempt;
    next.failures = execution.failures;
    next.startedAt = execution.startedAt;
    next.blockedMs = execution.blockedMs;
    if (execution.parks > 0) {
      const stall = this.#stalls?.get((execution.envelope as Envelope).trace);
      stall?.executions.delete(execution);
      stall?.executions.add(next);
      next.parks = 1;
    } else this.#active[this.#active.indexOf(execution)] = next;
    execution.abandon(reason);
    return next;
  }

  #endStall(trace: Trace, execution: Execution): void {
    const stall = this.#stalls?.get(trace);
    if (stall === undefined) return;
    stall.executions.delete(execution);
    if (stall.executions.size > 0) return;
    this.#forgetStall(trace);
    for (let each = stall.queue.shift(); each !== undefined; each = stall.queue.shift())
      this.inbox.push(each);
    for (let each = stall.blocked.shift(); each !== undefined; each = stall.blocked.shift())
      this.#blocked.push(each);
  }

  #forgetStall(trace: Trace): void {
    this.#stalls?.delete(trace);
    if (this.#stalls?.size !== 0) return;
    this.#stalls = undefined;
    this.#mustWait = this.#isSerial ? this.#isTraceWaiting : undefined;
  }

  /** Lets in what waits for room. */
  #letIn(): void {
    while (this.inbox.length < this.#capacity) {
      const blocked = this.#blocked.shift();
      if (blocked === undefined) return;
      this.inbox.push(blocked.item);
      blocked.taken();
    }
  }
}
