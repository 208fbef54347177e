import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { useSession } from "./api/use-session.ts";
import { useLiveTurns } from "./live-turns-provider.tsx";
import { isSettled, mergeTurns } from "./merge-turns.ts";
import type { Turn } from "./turn.ts";

const NONE: readonly Turn[] = [];

/** The turns that this page started in a session. */
export function useLiveTurnsOf(agent: string, sessionId: string | undefined): readonly Turn[] {
  const store = useLiveTurns();
  const read = useCallback(
    () => (sessionId === undefined ? NONE : store.turnsOf(agent, sessionId)),
    [store, agent, sessionId],
  );
  return useSyncExternalStore(store.subscribe, read);
}

/** A session's turns, stored and live, as one list; and the query behind the stored ones. */
export function useTurns(agent: string, sessionId: string | undefined) {
  const store = useLiveTurns();
  const query = useSession(agent, sessionId);
  const live = useLiveTurnsOf(agent, sessionId);
  const stored = query.data?.turns;
  useEffect(() => {
    const settled = stored?.filter(isSettled).map((turn) => turn.runId) ?? [];
    if (sessionId !== undefined && settled.length > 0) store.forget(agent, sessionId, new Set(settled));
  }, [store, agent, sessionId, stored]);
  const turns = useMemo(() => mergeTurns(stored ?? [], live), [stored, live]);
  return { turns, query };
}
