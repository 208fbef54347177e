import type { Clock } from "@pergola/core";
import type {
  CircuitBreakerPolicy,
  ConsecutiveBreaker,
  IBackoff,
  IBackoffFactory,
  IHalfOpenAfterBackoffContext,
} from "cockatiel";
import type { BreakerState, BreakerVerdict } from "./breaker.ts";
import type { BreakerSettings } from "./breaker-settings.ts";
import type { Cockatiel } from "./load-cockatiel.ts";

/** A failed call, as cockatiel is told of it: thrown, but nobody outside sees it. */
export interface FailedCall {
  readonly error: unknown;
  readonly verdict: BreakerVerdict;
}

/** The states of one breaker: cockatiel's, on our clock. */
export interface Circuit {
  readonly state: BreakerState;
  /** Failures since the last success. */
  readonly failures: number;
  /** Set while open; epoch milliseconds. */
  readonly openUntil: number | undefined;
  /** Whether it is open and its time is not over: by how much time went by, also when the clock is set meanwhile. */
  readonly isWaiting: boolean;
  /** Tells how a call went, that was made while the circuit was closed. */
  note(outcome: FailedCall | "success"): Promise<void>;
  /** The call that decides whether an open circuit closes. @throws FailedCall */
  probe<T>(call: () => Promise<T>): Promise<T>;
}

/** @param failures in a row so far */
export function createCircuit(
  { ConsecutiveBreaker, circuitBreaker, handleWhen }: Cockatiel,
  settings: Required<BreakerSettings> & { readonly clock: Clock },
  failures: number,
): Circuit {
  const breaker = new ConsecutiveBreaker(settings.failures);
  breaker.state = failures;
  const opening = new Opening(settings.clock, settings.resetMs);
  const counts = handleWhen((thrown) => (thrown as FailedCall).verdict !== "answered");
  const policy = circuitBreaker(counts, { breaker, halfOpenAfter: opening });
  return new CockatielCircuit(policy, breaker, opening);
}

class CockatielCircuit implements Circuit {
  readonly #policy: CircuitBreakerPolicy;
  readonly #breaker: ConsecutiveBreaker;
  readonly #opening: Opening;

  constructor(policy: CircuitBreakerPolicy, breaker: ConsecutiveBreaker, opening: Opening) {
    this.#policy = policy;
    this.#breaker = breaker;
    this.#opening = opening;
  }

  get state(): BreakerState {
    // The order of cockatiel's enum; a circuit is never isolated here.
    return (["closed", "open", "half-open"] as const)[this.#policy.state as 0 | 1 | 2];
  }

  get failures() {
    return this.#breaker.state;
  }

  get openUntil() {
    return this.state === "open" ? this.#opening.until : undefined;
  }

  get isWaiting() {
    return this.state === "open" && this.#opening.isWaiting;
  }

  async note(outcome: FailedCall | "success"): Promise<void> {
    if (outcome === "success") return this.#policy.execute(() => undefined);
    await this.#policy.execute(() => Promise.reject(outcome)).catch(() => undefined);
  }

  async probe<T>(call: () => Promise<T>): Promise<T> {
    const failures = this.#breaker.state;
    try {
      return await this.#policy.execute(call);
    } catch (failed) {
      // Cockatiel has counted it, and it says nothing.
      if ((failed as FailedCall).verdict === "unknown") this.#breaker.state = failures;
      throw failed;
    }
  }
}

/**
 * How long the circuit stays open. Cockatiel compares its own clock with `duration`; ours decides, so the duration is
 * either longer or shorter than anything.
 */
class Opening
  implements IBackoffFactory<IHalfOpenAfterBackoffContext>, IBackoff<IHalfOpenAfterBackoffContext>
{
  /** Epoch milliseconds, for people. */
  until = 0;
  /** By the clock that only goes on. */
  #over = 0;
  readonly #clock: Clock;
  readonly #resetMs: number;

  constructor(clock: Clock, resetMs: number) {
    this.#clock = clock;
    this.#resetMs = resetMs;
  }

  get isWaiting(): boolean {
    return this.#clock.monotonic() < this.#over;
  }

  get duration(): number {
    return this.isWaiting ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  /** After a probe that says nothing the next call may try at once. */
  next({ result }: IHalfOpenAfterBackoffContext): this {
    const { verdict } = (result as { readonly error: unknown }).error as FailedCall;
    const waitMs = verdict === "unknown" ? 0 : this.#resetMs;
    this.until = this.#clock.now() + waitMs;
    this.#over = this.#clock.monotonic() + waitMs;
    return this;
  }
}
