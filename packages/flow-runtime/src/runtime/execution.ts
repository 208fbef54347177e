import { currentTraceStore } from "../current-trace.ts";
import type { FailedAttempt } from "../flow-error.ts";
import { Outgoing } from "../outgoing.ts";
import { AttemptContext } from "./attempt-context.ts";
import type { Check } from "./compile-check.ts";
import type { Envelope } from "./envelope.ts";
import type { NodeRunner } from "./node-runner.ts";

/**
 * A node at work on one message, try after try. Used again for the next message, so that a hop makes few objects; one
 * that is given up never is, and whatever its work does later goes nowhere.
 */
export class Execution {
  readonly runner: NodeRunner;
  envelope: Envelope | undefined;
  context: AttemptContext | undefined;
  /** From 1. */
  attempt = 1;
  failures: FailedAttempt[] | undefined;
  isAbandoned = false;
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
  #cancelTimer: (() => void) | undefined;
  readonly #onValue: (value: unknown) => void;
  readonly #onError: (error: unknown) => void;

  constructor(runner: NodeRunner) {
    this.runner = runner;
    this.#onValue = (value) => this.#succeeded(value);
    this.#onError = (error) => this.failed(error);
  }

  begin(envelope: Envelope): void {
    this.envelope = envelope;
    this.attempt = 1;
    this.failures = undefined;
    this.hasReturned = false;
    this.run();
  }

  /** One try. */
  run(): void {
    const { runner } = this;
    const envelope = this.envelope as Envelope;
    this.context = new AttemptContext(this, envelope);
    if (runner.engine.events !== undefined) runner.reports.started(this);
    if (runner.timeoutMs !== undefined) this.#startTimer(runner.timeoutMs);
    if (runner.checkInput === undefined) this.#work(envelope.payload);
    else this.#checked(runner.checkInput, envelope.payload, (payload) => this.#work(payload));
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
    this.runner.reports.unblocked(this);
    if (this.hasReturned && !this.isAbandoned) this.runner.finish(this);
  }

  failed(error: unknown): void {
    if (this.isAbandoned) return this.#ignore();
    this.#stopTimer();
    this.context?.end(undefined);
    this.runner.attemptFailed(this, error);
  }

  #work(payload: unknown): void {
    const { runner } = this;
    const context = this.context as AttemptContext;
    let result: unknown;
    try {
      result = runner.isInContext
        ? currentTraceStore.run(context.trace, runner.work, payload, context)
        : runner.work(payload, context);
    } catch (error) {
      queueMicrotask(() => this.failed(error));
      return;
    }
    if (result instanceof Promise) result.then(this.#onValue, this.#onError);
    else if (isThenable(result)) Promise.resolve(result).then(this.#onValue, this.#onError);
    else queueMicrotask(() => this.#onValue(result));
  }

  #succeeded(value: unknown): void {
    if (this.isAbandoned) return this.#ignore();
    const { checkOutput } = this.runner;
    if (checkOutput === undefined || value === undefined) return this.#returned(value);
    const payload = value instanceof Outgoing ? value.payload : value;
    this.#checked(checkOutput, payload, (checked) =>
      this.#returned(value instanceof Outgoing ? new Outgoing(checked, value.meta, value.to) : checked),
    );
  }

  #returned(value: unknown): void {
    const { runner } = this;
    if (this.#cancelTimer !== undefined) this.#stopTimer();
    (this.context as AttemptContext).isOver = true;
    this.hasReturned = true;
    if (runner.engine.events !== undefined) runner.reports.succeeded(this);
    if (value !== undefined) runner.send(this, value);
    if (this.outstanding === 0 && !this.isAbandoned) runner.finish(this);
  }

  /** Goes on with the checked value, at once if the schema answers at once. */
  #checked(check: Check, value: unknown, goOn: (value: unknown) => void): void {
    let result: ReturnType<Check>;
    try {
      result = check(value);
    } catch (error) {
      queueMicrotask(() => this.failed(error));
      return;
    }
    if (!(result instanceof Promise)) return goOn(result.value);
    result.then(
      (late) => (this.isAbandoned ? this.#ignore() : goOn(late.value)),
      (error) => this.failed(error),
    );
  }

  #startTimer(timeoutMs: number): void {
    this.#cancelTimer = this.runner.engine.clock.setTimer(timeoutMs, () => {
      this.#cancelTimer = undefined;
      this.runner.attemptTimedOut(this, timeoutMs);
    });
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #ignore(): void {
    this.runner.engine.counters.zombieAttempts++;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
  );
}
