import type { RunsQuery, StoredRun } from "../../api/stored-runs.ts";

/** How a run is, in one word: how it ended, else where it stands. */
export type RunStatus =
  | "running"
  | "completed"
  | "failed"
  | "cancelled"
  | "deadline"
  | "budget"
  | "suspended"
  | "interrupted";

/** All of them, in the order in which one looks for them. */
export const RUN_STATUSES: readonly RunStatus[] = [
  "running",
  "completed",
  "failed",
  "cancelled",
  "deadline",
  "budget",
  "suspended",
  "interrupted",
];

/** As people say it. */
export const STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
  deadline: "Out of time",
  budget: "Out of budget",
  suspended: "Suspended",
  interrupted: "Interrupted",
};

/** The status of a stored run. */
export function statusOf({ status, outcome }: Pick<StoredRun, "status" | "outcome">): RunStatus {
  if (outcome !== undefined) return outcome;
  if (status === "pending") return "running";
  return status === "suspended" ? "suspended" : "interrupted";
}

const STANDS = { running: "pending", suspended: "suspended", interrupted: "interrupted" } as const;

/** What the server is asked for, to list the runs of that status only. */
export function queryOf(status: RunStatus | undefined): Pick<RunsQuery, "status" | "outcome"> {
  if (status === undefined) return {};
  if (status === "running" || status === "suspended" || status === "interrupted")
    return { status: STANDS[status] };
  return { outcome: status };
}
