import type { Clock } from "@pergola/core";
import type { FlowError } from "../flow-error.ts";
import type { Blocked, Sender } from "./blocked.ts";
import type { Breath } from "./breath.ts";
import type { EngineSettings } from "./engine-settings.ts";
import type { Envelope } from "./envelope.ts";
import type { FlowCounters } from "./flow-counters.ts";
import type { FlowEvents } from "./flow-events.ts";
import type { Exhausted } from "./loop-budget.ts";
import type { Returns } from "./returns.ts";
import type { Trace } from "./trace.ts";

/** What nodes need of the flow that they are in. */
export interface Engine {
  readonly settings: EngineSettings;
  readonly clock: Clock;
  readonly random: () => number;
  readonly breath: Breath;
  readonly returns: Returns;
  readonly counters: FlowCounters;
  /** There only while somebody listens. */
  readonly events: FlowEvents | undefined;
  /** How many nodes have traces that keep something for them. */
  slots: number;
  /** Hands a result to the reader of the trace. @returns what waits, if it has no room */
  deliver(trace: Trace, envelope: Envelope, sender: Sender): Blocked | undefined;
  /** A message goes over a back edge. @returns it as it goes on; undefined when the trace has ended instead */
  goBack(trace: Trace, envelope: Envelope): Envelope | undefined;
  fail(trace: Trace, error: FlowError): void;
  /** Something of it is used up: it ends with that. */
  exhaust(trace: Trace, exhausted: Exhausted): void;
  /** Nothing of the trace moves any more. */
  drained(trace: Trace): void;
}
