import type { CircuitBreaker } from "./breaker.ts";
import type { BreakerOptions } from "./breaker-options.ts";
import { LazyBreaker } from "./lazy-breaker.ts";

/**
 * A circuit breaker: after some failures in a row it refuses calls, then lets exactly one try whether the service is
 * back. As long as nothing fails it costs a function call.
 *
 * @throws BREAKER_SETTINGS_INVALID
 */
export function createBreaker(options: BreakerOptions): CircuitBreaker {
  return new LazyBreaker(options);
}
