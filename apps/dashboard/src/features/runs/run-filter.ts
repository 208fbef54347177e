import type { StoredRun } from "../../api/stored-runs.ts";
import { type RunStatus, statusOf } from "./run-status.ts";

/** Which runs are listed. */
export interface RunFilter {
  /** Words of the session's title, or the beginning of an id. */
  readonly search: string;
  readonly status: RunStatus | undefined;
  readonly sessionId: string | undefined;
}

/** Whether the list leaves anything out. */
export function isNarrowed({ search, status, sessionId }: RunFilter): boolean {
  return search !== "" || status !== undefined || sessionId !== undefined;
}

/** Whether a run is listed. The session is the server's to filter by. */
export function matcher({ search, status }: RunFilter, titles: ReadonlyMap<string, string>) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (run: StoredRun): boolean => {
    if (status !== undefined && statusOf(run) !== status) return false;
    const title = (titles.get(run.sessionId) ?? "").toLowerCase();
    const ids = [run.id.toLowerCase(), run.sessionId.toLowerCase()];
    return words.every((word) => title.includes(word) || ids.some((id) => id.startsWith(word)));
  };
}
