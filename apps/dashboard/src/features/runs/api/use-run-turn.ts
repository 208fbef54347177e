import { useQuery } from "@tanstack/react-query";
import { getSession, type StoredTurn } from "../../../api/sessions.ts";

/** The stored turn of a run: what was said. None while it goes on. */
export function useRunTurn(agent: string, sessionId: string, runId: string, isOver: boolean) {
  return useQuery({
    queryKey: ["run-turn", agent, sessionId, runId, isOver],
    queryFn: ({ signal }) => turnOf(agent, sessionId, runId, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

async function turnOf(
  agent: string,
  sessionId: string,
  runId: string,
  signal: AbortSignal,
): Promise<StoredTurn | null> {
  const { turns } = await getSession(agent, sessionId, signal);
  return turns.find((turn) => turn.runId === runId) ?? null;
}
