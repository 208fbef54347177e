import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ChatPage } from "../features/chat/components/chat-page.tsx";
import { useStoredValue } from "../ui/stored-value.ts";
import { AgentGate } from "./agent-gate.tsx";
import { debugPanelPreference } from "./preferences.ts";

/** The chat page at its URL: session, agent, search and pane are all in there. */
export function ChatRoute() {
  const { sessionId } = useParams({ strict: false });
  const { q = "", show } = useSearch({ strict: false });
  const navigate = useNavigate();
  const isDebugOpen = useStoredValue(debugPanelPreference) === "open";
  const setSearch = (text: string) =>
    void navigate({ to: ".", search: (before) => ({ ...before, q: text || undefined }), replace: true });
  return (
    <AgentGate>
      {(agent) => (
        <ChatPage
          key={agent.id}
          agent={agent}
          sessionId={sessionId}
          phonePane={show === "list" ? "list" : "detail"}
          search={q}
          onSearch={setSearch}
          isDebugOpen={isDebugOpen}
          onDebugChange={(isOpen) => debugPanelPreference.set(isOpen ? "open" : "closed")}
        />
      )}
    </AgentGate>
  );
}
