import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { sessionKey } from "./api/use-session.ts";
import { putSessionFirst } from "./api/use-sessions.ts";
import { useLiveTurns } from "./live-turns-provider.tsx";
import { randomId } from "./random-id.ts";

/** Sends a message; in a new chat, the session begins and its id goes into the URL. */
export function useSend(agent: string, sessionId: string | undefined): (message: string) => void {
  const store = useLiveTurns();
  const client = useQueryClient();
  const navigate = useNavigate();
  return (message) => {
    const id = sessionId ?? randomId();
    const now = Date.now();
    store.send({ agent, message, sessionId: id });
    const title = message.trim().slice(0, 80);
    putSessionFirst(client, agent, { id, title, turnCount: 1, createdAt: now, updatedAt: now });
    if (sessionId !== undefined) return;
    client.setQueryData(sessionKey(agent, id), { id, turns: [] });
    void navigate({ to: "/chat/$sessionId", params: { sessionId: id }, search: keepAgent, replace: true });
  };
}

function keepAgent({ agent }: { agent?: string | undefined }) {
  return { agent };
}
