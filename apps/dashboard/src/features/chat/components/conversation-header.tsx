import { Bug } from "lucide-react";
import type { AgentModel } from "../../../api/models.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { PaneHeader } from "../../../ui/pane-header.tsx";
import type { Turn } from "../turn.ts";
import styles from "./conversation-header.module.css";
import { StepsStrip } from "./steps-strip.tsx";

export interface ConversationHeaderProps {
  readonly agent: AgentModel;
  readonly title: string;
  readonly turns: readonly Turn[];
  readonly isDebugOpen: boolean;
  readonly onDebugChange: (isOpen: boolean) => void;
}

/** What the conversation is about, the agent's steps as they run, and the debug panel's switch. */
export function ConversationHeader(props: ConversationHeaderProps) {
  const { agent, title, turns, isDebugOpen, onDebugChange } = props;
  return (
    <PaneHeader title={title} list="/chat" back="Back to the chats" className={styles.header}>
      <title>{`${title.slice(0, 60)} · Pergola`}</title>
      <StepsStrip agent={agent.id} turn={turns.at(-1)} />
      <IconButton
        label={isDebugOpen ? "Close the debug panel" : "Open the debug panel"}
        icon={<Bug />}
        aria-pressed={isDebugOpen}
        onClick={() => onDebugChange(!isDebugOpen)}
      />
    </PaneHeader>
  );
}
