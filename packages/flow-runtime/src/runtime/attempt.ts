import type { NodeDefinition } from "../flow-node.ts";
import type { NodeContext } from "../node-context.ts";
import type { Blocked, Sender } from "./blocked.ts";
import type { Engine } from "./engine.ts";
import type { Envelope } from "./envelope.ts";
import type { Link } from "./link.ts";
import type { Stall } from "./stall.ts";
import type { Trace } from "./trace.ts";

/** What a try of a node is to those who serve its context. */
export interface Attempt extends Sender {
  /** What it works on; not there when it rests. */
  readonly envelope: Envelope;
  /** From 1. */
  readonly attempt: number;
  readonly isAbandoned: boolean;
  /** What it has fetched, for a retry to fetch again; undefined without any. */
  fetched: Envelope[] | undefined;
  /** For how many things of its own trace it waits; its place is with others meanwhile. */
  readonly parks: number;
  readonly node: AttemptNode;
  /** Monotonic milliseconds; NaN when nobody watches. */
  startedAt: number;
  /** Milliseconds that it has waited for room. */
  blockedMs: number;
  /** Monotonic milliseconds; NaN when it does not wait for room. */
  blockedSince: number;
  /** One of them is there: it goes on as soon as there is a place. */
  comeBack(goOn: () => void): void;
  /** It no longer waits for one of them, and does not go on for it. */
  giveUp(): void;
  readonly context: AttemptEnd | undefined;
}

/** For who waits on behalf of a try. */
export interface AttemptEnd {
  /** Tells when the try is over, with a reason if that is before its time. @returns what takes that back */
  onEnd(tell: (reason: Error | undefined) => void): () => void;
}

/** What a try needs of its node. */
export interface AttemptNode {
  readonly name: string;
  readonly engine: Engine;
  readonly timeoutMs: number | undefined;
  readonly definition: NodeDefinition;
  /** Where traces keep its state. */
  readonly slot: number;
  readonly links: readonly Link[];
  /** @throws UNKNOWN_TARGET */
  linksTo(names: readonly string[]): readonly Link[];
  /** @returns the message as it waits, or undefined when it was taken */
  sendOver(link: Link, envelope: Envelope, attempt: Attempt): Blocked | undefined;
  /** The stall of a trace, while one of its executions is parked here. */
  stallOf(trace: Trace): Stall | undefined;
  /** Runs something of the node for a trace, with no message. What it returns is sent. */
  runAlone(trace: Trace, work: (context: NodeContext) => unknown): void;
}
