import { type InfiniteData, type QueryClient, useInfiniteQuery } from "@tanstack/react-query";
import { listSessions, type SessionPage, type SessionSummary } from "../../../api/sessions.ts";

const PAGE_SIZE = 50;

type Pages = InfiniteData<SessionPage, string | undefined>;

/** Where an agent's sessions list is in the query cache. */
export function sessionsKey(agent: string) {
  return ["sessions", agent] as const;
}

/** The sessions of an agent, newest first, page by page. */
export function useSessions(agent: string) {
  return useInfiniteQuery({
    queryKey: sessionsKey(agent),
    queryFn: ({ pageParam, signal }) => listSessions({ agent, limit: PAGE_SIZE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Shows a session at the top of the list before the server has told of it. */
export function putSessionFirst(client: QueryClient, agent: string, session: SessionSummary): void {
  client.setQueryData<Pages>(sessionsKey(agent), (pages) => {
    const known = pages?.pages.flatMap((page) => page.data).find((each) => each.id === session.id);
    const rest = withoutSession(pages, session.id);
    const [first, ...others] = rest?.pages ?? [];
    if (!rest || !first) return pages;
    const top = known ? { ...known, updatedAt: session.updatedAt, turnCount: known.turnCount + 1 } : session;
    return { ...rest, pages: [{ ...first, data: [top, ...first.data] }, ...others] };
  });
}

/** Takes a deleted session out of the list. */
export function dropSession(client: QueryClient, agent: string, id: string): void {
  client.setQueryData<Pages>(sessionsKey(agent), (pages) => withoutSession(pages, id));
}

function withoutSession(pages: Pages | undefined, id: string): Pages | undefined {
  if (!pages) return undefined;
  const without = (page: SessionPage) => ({
    ...page,
    data: page.data.filter((session) => session.id !== id),
  });
  return { ...pages, pages: pages.pages.map(without) };
}
