import type { Closable, Logger, RunObserver } from "@pergola/core";
import type { DeliveryStats } from "../delivery/delivery.ts";
import type { ObservedFlowEvent } from "../events/flow-event.ts";

/**
 * A log of runs: an observer, `createAgent().withObserver(log)`, and a logger, `createAgent({}, { logger: log })`. None of its
 * methods throws, and none waits for an output.
 */
export interface RunLog extends RunObserver, Logger, Closable {
  /** A flow's events, as lines: `createFlow({ onEvent: log.onFlowEvent })`. What went through the flow is never told. */
  readonly onFlowEvent: (event: ObservedFlowEvent) => void;
  /** How each output is doing, by its name. */
  outputs(): Readonly<Record<string, DeliveryStats>>;
}
