import { errorMessage, type PergolaError, toErrorData } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import type { BreakerSnapshot } from "./breaker.ts";

/**
 * The error of a call whose failure would have opened the breaker.
 *
 * @param failure what the service failed with
 * @param cause why the breaker could not be loaded
 */
export function breakerUnavailable(
  { name, failures }: BreakerSnapshot,
  { failure, cause }: { readonly failure: unknown; readonly cause: unknown },
): PergolaError<"BREAKER_UNAVAILABLE"> {
  return resourceErrors.create("BREAKER_UNAVAILABLE", {
    message: `${name} failed ${failures} times in a row, and its breaker cannot open: cockatiel was not loaded (${errorMessage(cause)}). Last failure: ${errorMessage(failure)}`,
    hint: "The installation is incomplete: run npm install again, and see that bundlers and images keep the package cockatiel.",
    details: { name, failures, failure: toErrorData(failure) },
    cause,
  });
}
