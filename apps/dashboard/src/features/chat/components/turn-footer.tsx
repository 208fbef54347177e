import { Link } from "@tanstack/react-router";
import { Activity, Bug } from "lucide-react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { countOf } from "../../../ui/format-count.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { answerText, isLive, type Turn } from "../turn.ts";
import { Elapsed } from "./elapsed.tsx";
import styles from "./turn-footer.module.css";

export interface TurnFooterProps {
  readonly turn: Turn;
  readonly isInspected: boolean;
  readonly onInspect: (key: string) => void;
}

/** Time, tokens and actions of a turn. */
export function TurnFooter({ turn, isInspected, onInspect }: TurnFooterProps) {
  return (
    <div className={styles.footer}>
      <Facts turn={turn} />
      <span className={styles.actions}>
        {answerText(turn) !== "" && <CopyButton label="Copy answer" text={() => answerText(turn)} />}
        {turn.runId !== undefined && (
          <Link
            to="/runs/$runId"
            params={{ runId: turn.runId }}
            search={({ agent }) => ({ agent })}
            className={styles.run}
          >
            <Activity aria-hidden="true" /> Run
          </Link>
        )}
        <IconButton
          label="Inspect this turn"
          icon={<Bug />}
          aria-pressed={isInspected}
          onClick={() => onInspect(turn.key)}
        />
      </span>
    </div>
  );
}

function Facts({ turn }: { readonly turn: Turn }) {
  if (isLive(turn)) return <Elapsed since={turn.startedAt} isStopping={turn.status === "stopping"} />;
  return (
    <span className={styles.facts}>
      {turn.usage && turn.usage.totalTokens > 0 && <Tokens usage={turn.usage} />}
      {turn.latencyMs !== undefined && <span>{formatDuration(turn.latencyMs)}</span>}
      <RelativeTime at={turn.startedAt} />
    </span>
  );
}

function Tokens({ usage }: { readonly usage: NonNullable<Turn["usage"]> }) {
  const parts = [`${usage.inputTokens} in`, `${usage.outputTokens} out`];
  if (usage.cachedInputTokens) parts.push(`${usage.cachedInputTokens} of the input from cache`);
  if (usage.reasoningTokens) parts.push(`${usage.reasoningTokens} of the output reasoning`);
  return (
    <Tooltip text={parts.join(" · ")}>
      <span>{countOf(usage.totalTokens, "token")}</span>
    </Tooltip>
  );
}
