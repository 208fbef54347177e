import type { Closable, Logger, RunObserver } from "@pergola/core";
import type { DeliveryStats } from "../delivery/delivery.ts";

/**
 * A log of runs: an observer, `createAgent().withObserver(log)`, and a logger, `createAgent({}, { logger: log })`. None of its
 * methods throws, and none waits for an output.
 */
export interface RunLog extends RunObserver, Logger, Closable {
  /** How each output is doing, by its name. */
  outputs(): Readonly<Record<string, DeliveryStats>>;
}
