import { useEffect } from "react";
import { useRuns } from "./api/use-runs.ts";
import { useSessionTitles } from "./api/use-session-titles.ts";
import { matcher, type RunFilter } from "./run-filter.ts";

/** Most pages that a filter reads by itself; older runs come with "Show older runs". */
const MAX_SEARCHED_PAGES = 20;

/** The runs that the filter lets through, with the titles of their sessions. A filter reads older pages by itself. */
export function useRunSearch(agent: string, filter: RunFilter) {
  const query = useRuns(agent, filter.sessionId);
  const titles = useSessionTitles(agent);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const pageCount = query.data?.pages.length ?? 0;
  const isSearching = filter.search !== "" || filter.status !== undefined;
  const wantsMore = isSearching && hasNextPage && !isFetchingNextPage && pageCount < MAX_SEARCHED_PAGES;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  const all = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return { query, titles, runs: all.filter(matcher(filter, titles)) };
}
