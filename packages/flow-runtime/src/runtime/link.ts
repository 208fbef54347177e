import type { NodeRunner } from "./node-runner.ts";

/** An edge, as the runtime sees it. */
export interface Link {
  /** Undefined: out of the flow. */
  readonly target: NodeRunner | undefined;
  /** Name of the target, or `egress`. */
  readonly to: string;
  /** Whether it closes a loop. Messages over it always find room, so that no loop can wait for itself. */
  readonly isBack: boolean;
  /** Place in order of declaration. */
  readonly index: number;
}

export const EGRESS = "egress";
