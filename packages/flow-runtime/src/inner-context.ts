import type { Clock, Logger } from "@pergola/core";
import type { NodeContext } from "./node-context.ts";

/** What routers, joins and nodes with subflows know beyond other nodes. Not public: it says how the runtime works. */
export interface InnerContext extends NodeContext {
  /** Place of the edge that the message came over, in order of declaration; -1 from outside. */
  readonly edge: number;
  /** Names that this node can send to. */
  readonly successors: readonly string[];
  /** The flow's time, log and chance, for flows that run inside it. */
  readonly surroundings: Surroundings;
  /**
   * Runs something of this node for this trace later, unless the trace has ended or it is taken back. What it returns
   * is sent as if the node had returned it.
   */
  later(delayMs: number, work: (context: NodeContext) => unknown): () => void;
}

export interface Surroundings {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly createId: () => string;
  readonly random: () => number;
}

/** The same context, with all that it is. */
export function innerContext(context: NodeContext): InnerContext {
  // The runtime makes contexts of one kind only.
  return context as InnerContext;
}
