import { errorMessage, type PergolaError } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import type { BreakerSnapshot } from "./breaker.ts";

/** The error of a call that was not made. @param lastFailure what the service failed with before */
export function circuitOpen(
  { name, failures, openUntil }: BreakerSnapshot,
  lastFailure: unknown,
): PergolaError<"CIRCUIT_OPEN"> {
  const until = openUntil === undefined ? undefined : new Date(openUntil).toISOString();
  const when = until === undefined ? "while a first call tries it again" : `until ${until}`;
  return resourceErrors.create("CIRCUIT_OPEN", {
    message: `${name} failed ${failures === 1 ? "once" : `${failures} times in a row`}, so no call is made to it ${when}. Last failure: ${errorMessage(lastFailure)}`,
    hint: `Mend what the cause says, then try again ${until === undefined ? "in a moment" : `after ${until}`}. Models can have a second provider to fall back on.`,
    details: { name, failures, ...(openUntil !== undefined && { openUntil }) },
    cause: lastFailure,
  });
}
