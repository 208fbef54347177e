import type { NodeOptions } from "../flow-node.ts";

/** A router gives what it is given, so it has no output schema of its own. */
export interface RouterOptions<Name extends string = string> extends Omit<NodeOptions<Name>, "output"> {
  readonly output?: never;
}
