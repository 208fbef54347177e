import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { StoredRun } from "../../../api/stored-runs.ts";
import { formatCost } from "../../../ui/format-cost.ts";
import { countOf } from "../../../ui/format-count.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { listLink } from "../../../ui/list-pane.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { statusOf } from "../run-status.ts";
import styles from "./run-item.module.css";
import { RunStatusIcon } from "./run-status-icon.tsx";

export interface RunItemProps {
  readonly run: StoredRun;
  readonly isCurrent: boolean;
}

/** One run of the list. */
export const RunItem = memo(function RunItem({ run, isCurrent }: RunItemProps) {
  const { id, title, startedAt, finishedAt, usage } = run;
  return (
    <li className={styles.item}>
      <Link
        to="/runs/$runId"
        params={{ runId: id }}
        search={({ agent, q, status, session }) => ({ agent, q, status, session })}
        className={listLink}
        aria-current={isCurrent ? "page" : undefined}
        data-run={id}
      >
        <span className={styles.line}>
          <RunStatusIcon status={statusOf(run)} />
          <span className={styles.title} title={title}>
            {title || "Without words"}
          </span>
          <span className={styles.time}>
            <RelativeTime at={startedAt} />
          </span>
        </span>
        <span className={styles.facts}>
          {finishedAt !== undefined && <span>{formatDuration(Math.max(0, finishedAt - startedAt))}</span>}
          {usage !== undefined && usage.totalTokens > 0 && <span>{countOf(usage.totalTokens, "token")}</span>}
          {usage?.cost !== undefined && usage.cost > 0 && <span>{formatCost(usage.cost)}</span>}
        </span>
      </Link>
    </li>
  );
});
