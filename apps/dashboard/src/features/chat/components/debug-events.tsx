import { memo, useId, useState } from "react";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { formatDuration } from "../../../ui/format-duration.ts";
import { JsonView } from "../../../ui/json-view.tsx";
import type { LogRow, Turn } from "../turn.ts";
import styles from "./debug-events.module.css";

/** Every event of a turn: its number, its type, when it came. */
export function DebugEvents({ turn }: { readonly turn: Turn }) {
  const first = turn.log[0];
  if (!first) return <EmptyState title="No events">This turn left no log.</EmptyState>;
  return (
    <>
      {turn.droppedRows > 0 && (
        <p className={styles.note}>{turn.droppedRows} earlier events are not shown.</p>
      )}
      <ol className={styles.events} aria-label="Events">
        {turn.log.map((row) => (
          <EventRow key={`${row.event.runId} ${row.event.seq}`} row={row} startedAt={turn.startedAt} />
        ))}
      </ol>
    </>
  );
}

interface EventRowProps {
  readonly row: LogRow;
  readonly startedAt: number;
}

const EventRow = memo(function EventRow({ row, startedAt }: EventRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const { event, count, lastSeq } = row;
  return (
    <li className={styles.event}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span className={styles.seq}>{count > 1 ? `${event.seq}–${lastSeq}` : event.seq}</span>
        <span className={styles.type} data-failed={hasError(event) || undefined}>
          {event.type}
          {count > 1 && <span className={styles.times}> × {count}</span>}
        </span>
        <span className={styles.subject}>{subjectOf(event)}</span>
        <time className={styles.time} title={new Date(event.at).toISOString()}>
          +{formatDuration(Math.max(0, event.at - startedAt))}
        </time>
      </button>
      <div id={id} hidden={!isOpen} className={styles.detail}>
        {isOpen && <JsonView value={event} />}
      </div>
    </li>
  );
});

function subjectOf(event: LogRow["event"]): string {
  if ("tool" in event) return event.tool;
  if ("model" in event) return event.model;
  if ("outcome" in event) return event.outcome;
  return "step" in event ? (event.step ?? "") : "";
}

function hasError(event: LogRow["event"]): boolean {
  return "error" in event && event.error !== undefined;
}
