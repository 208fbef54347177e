import { useQuery } from "@tanstack/react-query";
import { ApiError } from "../../../api/api-error.ts";
import { getSession, type Session } from "../../../api/sessions.ts";

/** How often a turn that runs in another window is looked at. */
const PENDING_POLL_MS = 2_000;

/** Where a session is in the query cache. */
export function sessionKey(agent: string, id: string | undefined) {
  return ["session", agent, id] as const;
}

/** A session with its turns; `null` if this user has none of that id. */
export function useSession(agent: string, id: string | undefined) {
  return useQuery({
    queryKey: sessionKey(agent, id),
    queryFn: ({ signal }) => (id === undefined ? null : sessionOrNull(agent, id, signal)),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data?.turns.some(isPending) ? PENDING_POLL_MS : false),
  });
}

async function sessionOrNull(agent: string, id: string, signal: AbortSignal): Promise<Session | null> {
  try {
    return await getSession(agent, id, signal);
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.status === 404) return null;
    throw thrown;
  }
}

function isPending(turn: Session["turns"][number]): boolean {
  return turn.status === "pending";
}
