import type { RunEvent } from "@pergola/core";
import type { RunPageOptions, StoredRun } from "@pergola/resources";

/** Whose runs, and which of them. */
export interface RunLogQuery extends RunPageOptions {
  /** Default `local`. */
  readonly tenantId?: string;
  /** Default `default`. */
  readonly userId?: string;
}

/** A stored run with everything that its stream told but deltas. */
export interface LoggedRun extends StoredRun {
  /** None of a run that is under way, and of one whose process died before it suspended. */
  readonly events: readonly RunEvent[];
}

export interface RunLog {
  /** The last admitted one first. */
  readonly runs: readonly LoggedRun[];
  /** Hand it back to get the next page; absent on the last. */
  readonly nextCursor?: string;
}
