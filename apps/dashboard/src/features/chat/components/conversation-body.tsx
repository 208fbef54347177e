import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowDown, MessageCircleQuestion } from "lucide-react";
import { type MouseEvent, useLayoutEffect } from "react";
import { errorData, isUnauthorized } from "../../../api/api-error.ts";
import type { AgentModel } from "../../../api/models.ts";
import type { Session } from "../../../api/sessions.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { ScrollArea } from "../../../ui/scroll-area.tsx";
import type { Turn } from "../turn.ts";
import { useStickToEnd } from "../use-stick-to-end.ts";
import styles from "./conversation.module.css";
import { ConversationSkeleton } from "./conversation-skeleton.tsx";
import { NewChat } from "./new-chat.tsx";
import { TurnView } from "./turn-view.tsx";

export interface ConversationBodyProps {
  readonly agent: AgentModel;
  readonly sessionId: string | undefined;
  readonly turns: readonly Turn[];
  readonly query: UseQueryResult<Session | null>;
  /** The turn that the debug panel shows. */
  readonly inspectedKey: string | undefined;
  readonly onInspect: (key: string) => void;
  readonly onPrefill: (text: string) => void;
  readonly onSend: (message: string) => void;
}

/** What stands above the composer: the turns, or why there are none. */
export function ConversationBody(props: ConversationBodyProps) {
  const { agent, sessionId, turns, query } = props;
  if (turns.length > 0) return <Turns {...props} />;
  if (sessionId === undefined) return <NewChat agent={agent} onPrefill={props.onPrefill} />;
  if (query.isPending) return <ConversationSkeleton />;
  if (query.isError && !isUnauthorized(query.error)) return <Failed {...props} />;
  if (query.data === null) return <NotFound />;
  return <NewChat agent={agent} onPrefill={props.onPrefill} />;
}

function Turns({ turns, sessionId, inspectedKey, onInspect, onSend }: ConversationBodyProps) {
  const stick = useStickToEnd(String(sessionId));
  useGoToEndOnSend(turns, stick.goToEnd);
  const leaveEndToRead = (event: MouseEvent) => {
    if ((event.target as Element).closest("[aria-expanded]")) stick.leaveEnd();
  };
  return (
    <div className={styles.body}>
      <ScrollArea label="Messages" ref={stick.viewport} className={styles.viewport} onScroll={stick.onScroll}>
        <div ref={stick.content} className={styles.turns} onClickCapture={leaveEndToRead}>
          {turns.map((turn, index) => (
            <TurnView
              key={turn.key}
              turn={turn}
              number={index + 1}
              isLast={index === turns.length - 1}
              isInspected={turn.key === inspectedKey}
              onInspect={onInspect}
              onSend={onSend}
            />
          ))}
        </div>
      </ScrollArea>
      {!stick.isAtEnd && (
        <Button className={styles.jump} onClick={stick.goToEnd}>
          <ArrowDown aria-hidden="true" /> Latest
        </Button>
      )}
    </div>
  );
}

/** Who sends a message wants to see it, wherever they were. */
function useGoToEndOnSend(turns: readonly Turn[], goToEnd: () => void): void {
  const isJustSent = turns.at(-1)?.status === "connecting";
  useLayoutEffect(() => {
    if (isJustSent) goToEnd();
  }, [isJustSent, goToEnd]);
}

function Failed({ query }: ConversationBodyProps) {
  return (
    <div className={styles.centre}>
      <div className={styles.failed}>
        <ErrorNote
          title="This chat could not be loaded"
          error={errorData(query.error)}
          action={<Button onClick={() => void query.refetch()}>Try again</Button>}
        />
      </div>
    </div>
  );
}

function NotFound() {
  return (
    <div className={styles.centre}>
      <EmptyState
        icon={<MessageCircleQuestion />}
        title="There is no such chat"
        action={
          <Link to="/chat" search={({ agent }) => ({ agent })}>
            Start a new one
          </Link>
        }
      >
        It was deleted, or it belongs to another browser. A message sent here begins it.
      </EmptyState>
    </div>
  );
}
