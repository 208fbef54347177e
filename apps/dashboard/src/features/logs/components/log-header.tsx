import { Eraser, Pause, Play } from "lucide-react";
import { Badge } from "../../../ui/badge.tsx";
import { countOf, formatCount } from "../../../ui/format-count.ts";
import { HeaderLine } from "../../../ui/header-line.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { LiveState } from "../../../ui/live-state.tsx";
import type { LiveLog } from "../live-log.ts";
import type { LogView } from "../log-view.ts";
import styles from "./log-header.module.css";

export interface LogHeaderProps {
  readonly view: LogView;
  readonly log: LiveLog | undefined;
  readonly shown: number;
}

/** Whether it is live, how much there is, and the way to stop it. */
export function LogHeader({ view, log, shown }: LogHeaderProps) {
  const { connection, isFollowing, dropped } = view;
  return (
    <HeaderLine level={1} title="Logs" isOpen>
      {dropped > 0 && (
        <Badge tone="warn">
          {/* The server counts what this page was too slow for. */}
          {countOf(dropped, "line")} left out
        </Badge>
      )}
      <span className={styles.count}>
        {formatCount(shown)} {shown === 1 ? "line" : "lines"}
      </span>
      <LiveState state={connection === "live" && !isFollowing ? "paused" : connection} />
      <IconButton
        label={isFollowing ? "Pause" : "Go on"}
        icon={isFollowing ? <Pause /> : <Play />}
        onClick={() => log?.setFollowing(!isFollowing)}
      />
      <IconButton label="Clear the page" icon={<Eraser />} onClick={() => log?.clear()} />
    </HeaderLine>
  );
}
