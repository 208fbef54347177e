import type { Run, Step } from "../flow/run.ts";

/** Another library that runs messages through steps, driven the way its documentation does. */
export interface FlowPeer {
  readonly version: string;
  /** The steps one after the other. */
  chain(steps: readonly Step[]): Promise<Run>;
  /** All branches for each message, and what joins them. */
  fanOut(branches: readonly Step[], join: (values: readonly number[]) => number): Promise<Run>;
}
