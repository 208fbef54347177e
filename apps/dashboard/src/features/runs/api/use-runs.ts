import { useInfiniteQuery } from "@tanstack/react-query";
import { listRuns, type RunPage } from "../../../api/stored-runs.ts";
import type { RunFilter } from "../run-filter.ts";
import { queryOf } from "../run-status.ts";

const PAGE_SIZE = 50;
/** How often the list is read again while one of its runs goes on. */
const PENDING_POLL_MS = 3_000;

/** Where an agent's runs are in the query cache. */
export function runsKey(agent: string) {
  return ["runs", agent] as const;
}

/** The runs of an agent that stand so, the last one first, page by page. */
export function useRuns(agent: string, { sessionId, status }: Pick<RunFilter, "sessionId" | "status">) {
  return useInfiniteQuery({
    queryKey: [...runsKey(agent), sessionId, status],
    queryFn: ({ pageParam, signal }) =>
      listRuns({ agent, sessionId, ...queryOf(status), limit: PAGE_SIZE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.pages.some(hasPending) ? PENDING_POLL_MS : false),
  });
}

function hasPending({ data }: RunPage): boolean {
  return data.some(({ status }) => status === "pending");
}
