import { useQuery } from "@tanstack/react-query";
import { ApiError } from "../../../api/api-error.ts";
import { getRun, type LoggedRun } from "../../../api/stored-runs.ts";

/** How often a run that goes on elsewhere is read again. */
const PENDING_POLL_MS = 2_000;

/** A run with its log; `null` if this user has none of that id. What has ended does not change. */
export function useRun(agent: string, id: string) {
  return useQuery({
    queryKey: ["run", agent, id],
    queryFn: ({ signal }) => runOrNull(agent, id, signal),
    staleTime: ({ state }) => (state.data?.status === "settled" ? Number.POSITIVE_INFINITY : 0),
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? PENDING_POLL_MS : false),
  });
}

async function runOrNull(agent: string, id: string, signal: AbortSignal): Promise<LoggedRun | null> {
  try {
    return await getRun(agent, id, signal);
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.code === "RUN_NOT_FOUND") return null;
    throw thrown;
  }
}
