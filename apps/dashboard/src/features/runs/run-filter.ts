import type { StoredRun } from "../../api/stored-runs.ts";
import type { RunStatus } from "./run-status.ts";

/** Which runs are listed. */
export interface RunFilter {
  /** Words of what was asked, or the beginning of an id. */
  readonly search: string;
  readonly status: RunStatus | undefined;
  readonly sessionId: string | undefined;
}

/** Whether the list leaves anything out. */
export function isNarrowed({ search, status, sessionId }: RunFilter): boolean {
  return search !== "" || status !== undefined || sessionId !== undefined;
}

/** Whether the words are in what was asked, or begin an id of the run. */
export function matcher(search: string) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ title, id, sessionId }: Pick<StoredRun, "title" | "id" | "sessionId">): boolean => {
    const asked = title.toLowerCase();
    const ids = [id.toLowerCase(), sessionId.toLowerCase()];
    return words.every((word) => asked.includes(word) || ids.some((each) => each.startsWith(word)));
  };
}
