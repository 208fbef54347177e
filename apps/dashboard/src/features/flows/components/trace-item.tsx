import { CircleStop } from "lucide-react";
import type { FlowTrace } from "../../../api/flows.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { traceTitle } from "../trace-title.ts";
import styles from "./trace-item.module.css";
import { TraceStateIcon } from "./trace-state-icon.tsx";

export interface TraceItemProps {
  readonly trace: FlowTrace;
  readonly onFollow: (id: string) => void;
  readonly onCancel: (id: string) => void;
}

/** One trace of the list. */
export function TraceItem({ trace, onFollow, onCancel }: TraceItemProps) {
  const { id, state, startedAt, finishedAt } = trace;
  return (
    <li className={styles.item}>
      <button type="button" className={styles.open} onClick={() => onFollow(id)}>
        <TraceStateIcon state={state} />
        <span className={styles.text}>
          <span className={styles.title}>{traceTitle(trace)}</span>
          <span className={styles.facts}>
            <RelativeTime at={startedAt} />
            <span>
              {" "}
              ·{" "}
              {finishedAt === undefined ? "running" : `${state} in ${formatDuration(finishedAt - startedAt)}`}
            </span>
          </span>
        </span>
      </button>
      {state === "running" && (
        <IconButton label="Cancel the trace" icon={<CircleStop />} onClick={() => onCancel(id)} />
      )}
    </li>
  );
}
