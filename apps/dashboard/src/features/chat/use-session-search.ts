import { useEffect } from "react";
import type { SessionSummary } from "../../api/sessions.ts";
import { useSessions } from "./api/use-sessions.ts";

/** Most pages that a search reads by itself; older chats come with "Show older chats". */
const MAX_SEARCHED_PAGES = 20;

/** The sessions whose title holds every word of the search. A search reads older pages by itself. */
export function useSessionSearch(agent: string, search: string) {
  const query = useSessions(agent);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const pageCount = query.data?.pages.length ?? 0;
  const wantsMore = search !== "" && hasNextPage && !isFetchingNextPage && pageCount < MAX_SEARCHED_PAGES;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  const all = query.data?.pages.flatMap((page) => page.data) ?? [];
  return { query, sessions: all.filter(matcher(search)) };
}

function matcher(search: string): (session: SessionSummary) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ title }) => words.every((word) => title.toLowerCase().includes(word));
}
