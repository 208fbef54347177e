import { useState } from "react";
import type { AgentModel } from "../../../api/models.ts";
import { SidePanel } from "../../../ui/side-panel.tsx";
import { type PhonePane, TwoPanes } from "../../../ui/two-panes.tsx";
import { useTurns } from "../use-turns.ts";
import { Conversation } from "./conversation.tsx";
import { DebugPanel } from "./debug-panel.tsx";
import { SessionList } from "./session-list.tsx";

export interface ChatPageProps {
  readonly agent: AgentModel;
  /** None = a new chat. */
  readonly sessionId: string | undefined;
  readonly phonePane: PhonePane;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly isDebugOpen: boolean;
  readonly onDebugChange: (isOpen: boolean) => void;
}

/** Sessions left, conversation right, and what went to the model beside it on demand. */
export function ChatPage(props: ChatPageProps) {
  const { agent, sessionId, isDebugOpen, onDebugChange } = props;
  const { turns, query } = useTurns(agent.id, sessionId);
  const [selectedKey, setSelectedKey] = useState<string>();
  const inspect = (key: string) => {
    setSelectedKey(key);
    onDebugChange(true);
  };
  return (
    <TwoPanes
      title="Chat"
      phonePane={props.phonePane}
      list={
        <SessionList agent={agent.id} sessionId={sessionId} search={props.search} onSearch={props.onSearch} />
      }
    >
      <Conversation
        agent={agent}
        sessionId={sessionId}
        turns={turns}
        query={query}
        inspectedKey={isDebugOpen ? selectedKey : undefined}
        onInspect={inspect}
        isDebugOpen={isDebugOpen}
        onDebugChange={onDebugChange}
      />
      {isDebugOpen && (
        <SidePanel title="Debug" onClose={() => onDebugChange(false)}>
          <DebugPanel
            turns={turns}
            selectedKey={selectedKey}
            onSelect={setSelectedKey}
            onClose={() => onDebugChange(false)}
          />
        </SidePanel>
      )}
    </TwoPanes>
  );
}
