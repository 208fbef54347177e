/** `closed`: calls go through. `open`: they are refused. `half-open`: one call tries whether the service is back. */
export type BreakerState = "closed" | "open" | "half-open";

/**
 * What a failed call says of the service: `failed` counts against it, `answered` shows that it works (the request was at
 * fault), `unknown` says nothing (nobody waited for the end).
 */
export type BreakerVerdict = "failed" | "answered" | "unknown";

/** How a breaker is doing, as data. */
export interface BreakerSnapshot {
  readonly name: string;
  readonly state: BreakerState;
  /** Failures since the last success. */
  readonly failures: number;
  /** While open: epoch milliseconds from which on one call may try. */
  readonly openUntil?: number;
}

export interface BreakerCallOptions {
  /** When it fires the call rejects with its reason, and counts for nothing. The call itself must be given it too. */
  readonly signal?: AbortSignal;
  /** Told when the breaker changed because of this call, or had changed without anybody being told. */
  readonly onChange?: (snapshot: BreakerSnapshot) => void;
}

/** Keeps calls away from a service that does not work. */
export interface CircuitBreaker {
  readonly name: string;
  /** Whether `run` would refuse a call now. */
  readonly isOpen: boolean;
  snapshot(): BreakerSnapshot;
  /** Makes the call, and notes how it went. @throws CIRCUIT_OPEN without calling; what the call throws; BREAKER_UNAVAILABLE */
  run<T>(call: () => Promise<T>, options?: BreakerCallOptions): Promise<T>;
  /** @throws CIRCUIT_OPEN when `run` would */
  assertUsable(): void;
}
