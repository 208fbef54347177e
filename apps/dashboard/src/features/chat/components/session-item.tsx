import { Link } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import type { SessionSummary } from "../../../api/sessions.ts";
import { countOf } from "../../../ui/format-count.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { listLink } from "../../../ui/list-pane.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { isLive } from "../turn.ts";
import { useLiveTurnsOf } from "../use-turns.ts";
import styles from "./session-item.module.css";

export interface SessionItemProps {
  readonly agent: string;
  readonly session: SessionSummary;
  readonly isCurrent: boolean;
  readonly onDelete: (session: SessionSummary) => void;
}

/** One chat of the list. */
export function SessionItem({ agent, session, isCurrent, onDelete }: SessionItemProps) {
  const isRunning = useLiveTurnsOf(agent, session.id).some(isLive);
  const title = session.title || "Untitled";
  return (
    <li className={styles.item}>
      <Link
        to="/chat/$sessionId"
        params={{ sessionId: session.id }}
        search={({ agent: chosen, q }) => ({ agent: chosen, q })}
        className={listLink}
        aria-current={isCurrent ? "page" : undefined}
        data-session={session.id}
      >
        <span className={styles.title}>{title}</span>
        <span className={styles.facts}>
          {isRunning ? <Spinner label="running" /> : <RelativeTime at={session.updatedAt} />}
          <span aria-hidden="true"> · </span>
          {countOf(session.turnCount, "turn")}
        </span>
      </Link>
      <IconButton
        label={`Delete “${title}”`}
        icon={<Trash2 />}
        className={styles.remove}
        onClick={() => onDelete(session)}
      />
    </li>
  );
}
