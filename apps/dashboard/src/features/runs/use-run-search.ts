import { useEffect } from "react";
import { useRuns } from "./api/use-runs.ts";
import { matcher, type RunFilter } from "./run-filter.ts";

/** Most pages that a search reads by itself; older runs come with "Show older runs". */
const MAX_SEARCHED_PAGES = 20;

/** The runs that the filter lets through. The server looks after outcome and chat; a search reads older pages by itself. */
export function useRunSearch(agent: string, filter: RunFilter) {
  const query = useRuns(agent, filter);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const pageCount = query.data?.pages.length ?? 0;
  const isSearching = filter.search !== "";
  const wantsMore = isSearching && hasNextPage && !isFetchingNextPage && pageCount < MAX_SEARCHED_PAGES;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  const all = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return { query, all, runs: all.filter(matcher(filter.search)) };
}
