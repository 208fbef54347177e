import type { FailedAttempt } from "../flow-error.ts";
import type { NodeContext } from "../node-context.ts";
import { Outgoing } from "../outgoing.ts";
import type { Attempt, AttemptNode } from "./attempt.ts";
import { AttemptContext } from "./attempt-context.ts";
import type { Check, Checked } from "./compile-check.ts";
import type { Envelope } from "./envelope.ts";
import type { NodeReports } from "./node-reports.ts";
import { readable } from "./readable.ts";
import type { Returned } from "./returns.ts";
import type { Worker } from "./worker.ts";

/** Most executions that begin inside each other; the next one begins on a stack of its own. */
const MOST_NESTED = 64;

/** What an execution works on that rests. Nobody looks at it then, so that those who do need not ask. */
const NOTHING = undefined as unknown as Envelope;

/** The node of an execution. */
export interface ExecutionNode extends AttemptNode {
  readonly work: (payload: unknown, context: NodeContext) => unknown;
  readonly checkInput: Check | undefined;
  readonly checkOutput: Check | undefined;
  readonly reports: NodeReports;
  /** Sends what the node has returned. */
  send(execution: Execution, value: unknown): void;
  /** The node has returned and all that it gave is accepted. */
  finish(execution: Execution): void;
  attemptFailed(execution: Execution, error: unknown): void;
  attemptTimedOut(execution: Execution, timeoutMs: number): void;
  park(execution: Execution): void;
  comeBack(execution: Execution, goOn: () => void): void;
  /** It no longer holds its place. */
  release(execution: Execution): void;
}

/**
 * A node at work on one message, try after try. Used again for the next message, so that a hop makes few objects; one
 * that is given up never is, and whatever its work does later goes nowhere.
 */
export class Execution implements Attempt, Returned, Worker {
  /** How many begin inside each other now: what a node sends while it works may begin on the node's own stack. */
  static #nested = 0;
  readonly node: ExecutionNode;
  envelope: Envelope = NOTHING;
  context: AttemptContext | undefined;
  /** From 1. */
  attempt = 1;
  failures: FailedAttempt[] | undefined;
  isAbandoned = false;
  fetched: Envelope[] | undefined;
  /** Which of the node's places it holds; -1 for none. */
  place = -1;
  /** The others of its trace that hold a place. */
  next: Worker | undefined;
  previous: Worker | undefined;
  /** Whether its place was given to others, because it waits for something of its own trace. */
  parks = 0;
  /** Copies that nobody has accepted yet. */
  outstanding = 0;
  /** Whether the node has returned and only what it gave is on its way. */
  hasReturned = false;
  /** Monotonic milliseconds; NaN when nobody watches. */
  startedAt = Number.NaN;
  /** Milliseconds that it has waited for room. */
  blockedMs = 0;
  blockedSince = Number.NaN;
  #result: unknown;
  #cancelTimer: (() => void) | undefined;
  readonly #onValue: (value: unknown) => void;
  readonly #onError: (error: unknown) => void;

  constructor(node: ExecutionNode) {
    this.node = node;
    this.#onValue = (value) => this.#succeeded(value);
    this.#onError = (error) => this.failed(error);
  }

  get isHolding(): boolean {
    return this.place !== -1;
  }

  begin(): void {
    this.attempt = 1;
    this.failures = undefined;
    this.hasReturned = false;
    this.startedAt = Number.NaN;
    const { breath } = this.node.engine;
    if (Execution.#nested >= MOST_NESTED || breath.isDue()) {
      breath.wait(() => !this.isAbandoned && this.run());
      return;
    }
    Execution.#nested++;
    try {
      this.run();
    } finally {
      Execution.#nested--;
    }
  }

  /** Lets go of what it has worked on. */
  forget(): void {
    this.envelope = NOTHING;
    this.context = undefined;
    this.fetched = undefined;
  }

  stop(reason: Error): void {
    this.node.release(this);
    this.abandon(reason);
  }

  /** Another one for the same message, as far as it has come. */
  successor(): Execution {
    const next = new Execution(this.node);
    next.envelope = this.envelope;
    next.attempt = this.attempt;
    next.failures = this.failures;
    next.fetched = this.fetched;
    next.startedAt = this.startedAt;
    next.blockedMs = this.blockedMs;
    return next;
  }

  /** One try. */
  run(): void {
    const { node } = this;
    const envelope = this.envelope;
    this.context = new AttemptContext(this, envelope);
    if (node.engine.events !== undefined) node.reports.started(this);
    // Whoever was told may have ended the trace.
    if (this.isAbandoned) return;
    if (node.timeoutMs !== undefined) this.#startTimer(node.timeoutMs);
    if (node.checkInput === undefined) {
      this.#work(envelope.payload);
      return;
    }
    const checked = this.#check(node.checkInput, envelope.payload);
    if (checked instanceof Promise) this.#checkedLater(checked, (payload) => this.#work(payload));
    else if (checked !== undefined && !this.isAbandoned) this.#work(checked.value);
  }

  /** Lets go of the message: what its work does from now on is ignored. */
  abandon(reason: Error): void {
    this.isAbandoned = true;
    this.#stopTimer();
    this.context?.end(reason);
  }

  /** A copy was accepted. */
  handedOver(): void {
    if (--this.outstanding > 0) return;
    this.node.reports.unblocked(this);
    if (this.hasReturned && !this.isAbandoned) this.node.finish(this);
  }

  park(): void {
    if (this.isAbandoned) return;
    this.node.park(this);
  }

  comeBack(goOn: () => void): void {
    this.node.comeBack(this, goOn);
  }

  giveUp(): void {
    this.parks--;
  }

  failed(error: unknown): void {
    if (this.isAbandoned) {
      this.#ignore();
      return;
    }
    this.#stopTimer();
    this.context?.end(undefined);
    this.node.attemptFailed(this, readable(error));
  }

  #work(payload: unknown): void {
    const { node } = this;
    const context = this.context as AttemptContext;
    const { scope } = this.envelope.trace;
    let result: unknown;
    try {
      result =
        scope === undefined
          ? node.work(payload, context)
          : scope.runInAsyncScope(node.work, undefined, payload, context);
      // A promise of somebody's own making may answer twice, and what is none may throw when it is looked at.
      if (isStrange(result)) result = nativePromise(result);
    } catch (error) {
      queueMicrotask(() => this.failed(error));
      return;
    }
    if (result instanceof Promise) result.then(this.#onValue, this.#onError);
    else {
      this.#result = result;
      node.engine.returns.add(this);
    }
  }

  /** Goes on with what the node has returned at once. */
  handOn(): void {
    const value = this.#result;
    this.#result = undefined;
    this.#succeeded(value);
  }

  #succeeded(value: unknown): void {
    if (this.isAbandoned) {
      this.#ignore();
      return;
    }
    const { checkOutput } = this.node;
    if (checkOutput === undefined || value === undefined) {
      this.#returned(value);
      return;
    }
    const checked = this.#check((given) => checkOutput(payloadOf(given)), value);
    if (checked instanceof Promise)
      this.#checkedLater(checked, (late) => this.#returned(withPayload(value, late)));
    else if (checked !== undefined && !this.isAbandoned) this.#returned(withPayload(value, checked.value));
  }

  #returned(value: unknown): void {
    const { node } = this;
    if (this.#cancelTimer !== undefined) this.#stopTimer();
    this.hasReturned = true;
    this.context?.end(undefined);
    if (node.engine.events !== undefined) node.reports.succeeded(this);
    if (value !== undefined && !this.isAbandoned) node.send(this, value);
    if (this.outstanding === 0 && !this.isAbandoned) node.finish(this);
  }

  /** @returns undefined when the value does not fit: then the attempt has failed */
  #check(check: Check, value: unknown): ReturnType<Check> | undefined {
    try {
      return check(value);
    } catch (error) {
      queueMicrotask(() => this.failed(error));
      return undefined;
    }
  }

  /** Goes on with the checked value of a schema that takes its time. */
  #checkedLater(result: Promise<Checked>, goOn: (value: unknown) => void): void {
    result.then(
      ({ value }) => {
        if (this.isAbandoned) this.#ignore();
        else goOn(value);
      },
      (error) => this.failed(error),
    );
  }

  #startTimer(timeoutMs: number): void {
    this.#cancelTimer = this.node.engine.clock.setTimer(timeoutMs, () => {
      this.#cancelTimer = undefined;
      this.node.attemptTimedOut(this, timeoutMs);
    });
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #ignore(): void {
    this.node.engine.counters.zombieAttempts++;
  }
}

const nativeThen = Promise.prototype.then;
const payloadOf = (value: unknown): unknown => (value instanceof Outgoing ? value.payload : value);
const withPayload = (value: unknown, payload: unknown): unknown =>
  value instanceof Outgoing ? new Outgoing(payload, value.meta, value.to) : payload;

const nativePromise = (given: PromiseLike<unknown>) => new Promise((resolve) => resolve(given));

function isStrange(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== "object" || value === null) return false;
  const { then } = value as { readonly then?: unknown };
  return then !== nativeThen && typeof then === "function";
}
