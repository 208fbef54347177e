import type { RunOutcome, Usage } from "@pergola/core";
import type { TurnStatus } from "./turn-status.ts";

/** A run of a user, in any of its sessions: a turn without its messages. */
export interface StoredRun {
  readonly sessionId: string;
  readonly runId: string;
  /** The start of the user's message on one line, at most 80 characters; "" for a message without text. */
  readonly title: string;
  readonly status: TurnStatus;
  /** Set once settled. */
  readonly outcome?: RunOutcome;
  readonly usage?: Usage;
  /** Epoch milliseconds of the admission. */
  readonly startedAt: number;
  readonly finishedAt?: number;
}

export interface RunPageOptions {
  /** Only of this session. */
  readonly sessionId?: string;
  /** Only the runs of this id: at most one in each session. */
  readonly runId?: string;
  /** Only runs that stand so. */
  readonly status?: TurnStatus;
  /** Only settled runs that ended so. */
  readonly outcome?: RunOutcome;
  /** Only runs admitted at this time or later, in epoch milliseconds. */
  readonly from?: number;
  /** Only runs admitted before this time, in epoch milliseconds. */
  readonly to?: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
  /** Runs on a page, brought into 1–200. Default 50. */
  readonly limit?: number;
}

export interface RunPage {
  /** The last admitted one first. */
  readonly runs: readonly StoredRun[];
  /** Hand it back to get the next page; absent on the last. */
  readonly nextCursor?: string;
}
