import type { Blocked } from "./blocked.ts";
import type { Envelope } from "./envelope.ts";
import type { Trace } from "./trace.ts";

/** What became of an offer. */
export type Acceptance = "taken" | "full" | "stalled";

/** Where a message can go. */
export interface LinkTarget {
  /** Takes a message if there is room; over a back edge there always is. */
  offer(envelope: Envelope, isBack: boolean): Acceptance;
  /** There if it is a node that takes in messages without giving something for each. */
  readonly gatherer: Gatherer | undefined;
  /** Waits in line although there is no room: it comes from outside, and nobody is to be told when there is. */
  lineUp(envelope: Envelope): void;
  /** Waits for room. */
  block(blocked: Blocked<Envelope>, acceptance: "full" | "stalled"): void;
  /** Whether a message of the trace would be taken now; without one: of a new trace. */
  hasRoom(trace?: Trace): boolean;
}

export interface Gatherer {
  /** Takes in a message at once; false when it has to be offered. */
  gather(envelope: Envelope): boolean;
}

/** An edge, as the runtime sees it. */
export interface Link {
  /** Undefined: out of the flow. */
  readonly target: LinkTarget | undefined;
  /** Name of the target, or `egress`. */
  readonly to: string;
  /** Whether it closes a loop. Messages over it always find room, so that no loop can wait for itself. */
  readonly isBack: boolean;
  /** Place in order of declaration. */
  readonly index: number;
}

export const EGRESS = "egress";
