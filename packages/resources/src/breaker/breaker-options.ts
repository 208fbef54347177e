import type { Clock } from "@pergola/core";
import type { BreakerVerdict } from "./breaker.ts";
import type { BreakerSettings } from "./breaker-settings.ts";

export interface BreakerOptions extends BreakerSettings {
  /** Of the service, for messages and metrics. */
  readonly name: string;
  /** Of the resource: sets the default of `failures`. */
  readonly category?: string;
  /** Default: every error counts against the service, but for a stop of its caller. */
  readonly judge?: (error: unknown) => BreakerVerdict;
  readonly clock?: Clock;
}
