import { useState } from "react";
import { useLiveTurns } from "../live-turns-provider.tsx";
import { isLive } from "../turn.ts";
import { turnPhase } from "../turn-phase.ts";
import { useSend } from "../use-send.ts";
import { Composer } from "./composer.tsx";
import styles from "./conversation.module.css";
import { ConversationBody, type ConversationBodyProps } from "./conversation-body.tsx";
import { ConversationHeader } from "./conversation-header.tsx";

export interface ConversationProps extends Omit<ConversationBodyProps, "onPrefill" | "onSend"> {
  readonly isDebugOpen: boolean;
  readonly onDebugChange: (isOpen: boolean) => void;
}

/** The right pane: the conversation with its composer. */
export function Conversation(props: ConversationProps) {
  const { agent, sessionId, turns } = props;
  const live = useLiveTurns();
  const send = useSend(agent.id, sessionId);
  const { draft, setDraft } = useDrafts(sessionId);
  const isRunning = turns.some(isLive);
  const stop = () => sessionId !== undefined && live.stop(agent.id, sessionId);
  return (
    <section className={styles.pane} aria-label="Conversation">
      <ConversationHeader
        agent={agent}
        title={sessionId === undefined ? "New chat" : (turns[0]?.message ?? "Chat")}
        turns={turns}
        isDebugOpen={props.isDebugOpen}
        onDebugChange={props.onDebugChange}
      />
      <ConversationBody {...props} onPrefill={setDraft} onSend={send} />
      <Composer
        agent={agent.id}
        isNew={sessionId === undefined}
        draft={draft}
        onDraft={setDraft}
        isRunning={isRunning}
        isStopping={turns.some((turn) => turn.status === "stopping")}
        onSend={send}
        onStop={stop}
      />
      <div className="visually-hidden" role="status">
        {turnPhase(turns.at(-1))}
      </div>
    </section>
  );
}

/** What is typed but not sent, kept per session while the page is open. */
function useDrafts(sessionId: string | undefined) {
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const key = sessionId === undefined ? "new" : `session:${sessionId}`;
  return {
    draft: drafts[key] ?? "",
    setDraft: (text: string) => setDrafts((all) => ({ ...all, [key]: text })),
  };
}
